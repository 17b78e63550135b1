#!/usr/bin/env bash
# Previews what a change does to each stack, with policies, on sandbox platforms: no account, no secret, no state of yours.
#
#   ci/plan.sh <base> <stack>...      in the folder of Pulumi.yaml; <base> is the same folder in a checkout of the base branch
#
# The program of the base branch is deployed to the platforms first, so a preview shows what differs from it and no more.
# Leaves plan/<stack>.txt, what the preview printed, plan/<stack>.exit, its exit code, and plan/<stack>.mmd, a picture of the change; for
# stacks whose base could not be deployed also plan/<stack>.base.txt. Ends with 1 if a preview failed or a mandatory policy was violated.
set -u
base=$1
shift

if [ -e .sandbox ] || [ -e plan ]; then
  echo "plan.sh: .sandbox and plan must not be there yet: it is meant for a fresh checkout" >&2
  exit 2
fi
mkdir plan

# --no: never a package of that name from the registry.
installed() {
  npx --no --loglevel=error -- "$@"
}

sandbox() {
  installed connectors-sandbox "$@" --without-accounts
}

# Draws what a preview would do to the stack. Without a picture, the plan is as good as before.
draw() {
  local before="plan/$1.before.json" after="plan/$1.after.json" inputs=()
  # A stack that is new has no state.
  if installed connectors-sandbox stack export --stack "$1" >"$before"; then inputs+=("$before"); fi
  if sandbox preview --stack "$1" --json >"$after"; then
    installed pulumi-connectors graph --diff ${inputs[@]+"${inputs[@]}"} "$after" >"plan/$1.mmd" || rm "plan/$1.mmd"
  fi
  rm -f "$before" "$after"
}

for stack in "$@"; do
  [ -f "$base/Pulumi.yaml" ] || continue
  # A stack that is new is compared with nothing.
  if [ -f "Pulumi.$stack.yaml" ] && [ ! -f "$base/Pulumi.$stack.yaml" ]; then continue; fi
  if sandbox up --cwd "$base" --stack "$stack" --skip-preview >"plan/$stack.base.txt" 2>&1; then
    rm "plan/$stack.base.txt"
  fi
done
if [ -d "$base/.sandbox" ]; then mv "$base/.sandbox" .; fi

failed=0
for stack in "$@"; do
  sandbox preview --stack "$stack" --diff --policy-pack node_modules/pulumi-connectors/policy-pack >"plan/$stack.txt" 2>&1
  code=$?
  echo "$code" >"plan/$stack.exit"
  draw "$stack" 2>/dev/null
  if [ "$code" -ne 0 ]; then failed=1; fi
  echo "== $stack"
  cat "plan/$stack.txt"
done
exit "$failed"
