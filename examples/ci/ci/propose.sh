#!/usr/bin/env bash
# Proposes what an export has changed: one commit on a branch of its own, as a pull request or merge request unless one is open.
# Usage: ci/propose.sh <patch> <folder that it changes>
set -euo pipefail

patch=$1
folder=$2
branch="export/$folder"
title="Take over what was changed on the platforms"

if [ ! -s "$patch" ]; then
  echo "$folder is what the platforms have."
  exit 0
fi

git switch --quiet --force-create "$branch"
# Nothing outside the folder, whatever the patch says.
git apply --index --include="$folder/*" "$patch"
git -c user.name="Export" -c user.email="export@users.noreply.invalid" commit --quiet --message "$title"

if [ -n "${GITLAB_CI:-}" ]; then
  git push --quiet --force \
    -o merge_request.create -o merge_request.target="$CI_DEFAULT_BRANCH" -o merge_request.title="$title" \
    "https://export:$EXPORT_TOKEN@$CI_SERVER_HOST/$CI_PROJECT_PATH.git" "HEAD:refs/heads/$branch"
else
  git push --quiet --force origin "HEAD:refs/heads/$branch"
  if [ "$(gh pr list --head "$branch" --state open --json number --jq length)" = 0 ]; then
    gh pr create --head "$branch" --title "$title" --body "\`pulumi-connectors export\` has found these differences."
  fi
fi
