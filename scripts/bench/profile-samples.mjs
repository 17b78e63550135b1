/** Reads what V8's sampling profiler has recorded: the type Profile of the Profiler domain in the Chrome DevTools Protocol. */

const own = /[\\/](?:provider|sandbox)[\\/]dist[\\/]|-provider\.js$/;
const loader = /^(?:Module\._load|Module\.require|require|wrapSafe)$/;

/** What a sample is for: the first part that has a frame of its stack. */
const parts = [
  ["collecting garbage", ({ functionName }) => functionName === "(garbage collector)"],
  ["loading undici", isLoading(/[\\/]undici[\\/]/)],
  ["loading zod", isLoading(/[\\/]zod[\\/]/)],
  ["loading the provider", isLoading(own)],
  ["loading Pulumi's SDK", isLoading(/(?:)/)],
  ["HTTP", ({ url }) => /[\\/]undici[\\/]/.test(url)],
  ["the provider's own code", ({ url }) => own.test(url)],
  ["messages of Pulumi (protobuf)", ({ url }) => /google-protobuf|_pb\.js$/.test(url)],
  ["calls of Pulumi (gRPC)", ({ url }) => /grpc-js|http2/.test(url)],
];
const rest = "everything else of Node";

/** A part that a stack belongs to if it loads modules, and one of them is of these files. */
function isLoading(files) {
  return (frame, stack) =>
    files.test(frame.url) && stack.some(({ functionName }) => loader.test(functionName));
}

/** @returns milliseconds by part, without those in which the process was idle. */
export function timeByPart(profile) {
  const times = Object.fromEntries([...parts.map(([name]) => name), rest].map((name) => [name, 0]));
  for (const { stack, milliseconds } of samples(profile)) {
    const [name] = parts.find(([, matches]) => stack.some((frame) => matches(frame, stack))) ?? [rest];
    times[name] += milliseconds;
  }
  return times;
}

/** @returns the functions of this repository with the most milliseconds, each with those that it calls: `name`, `file`, `milliseconds`. */
export function heaviestFunctions(profile, length) {
  const times = new Map();
  for (const { stack, milliseconds } of samples(profile)) {
    const functions = stack.filter(({ functionName, url }) => functionName !== "" && own.test(url));
    for (const key of new Set(functions.map(({ functionName, url }) => `${functionName} ${fileOf(url)}`))) {
      times.set(key, (times.get(key) ?? 0) + milliseconds);
    }
  }
  return [...times]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, length)
    .map(([key, milliseconds]) => {
      const [name, file] = key.split(" ");
      return { name, file, milliseconds };
    });
}

function fileOf(url) {
  return url.replaceAll("\\", "/").replace(/^.*\/((?:provider|sandbox)\/dist\/)/, "$1");
}

/** Every sample in which the process was busy: its `stack`, from the function that ran outwards, and its `milliseconds`. */
function* samples({ nodes, samples: ids, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const stacks = new Map();
  const stackOf = (id) => {
    let stack = stacks.get(id);
    if (stack === undefined) {
      stack = [];
      for (let each = id; each !== undefined; each = parents.get(each)) stack.push(byId.get(each).callFrame);
      stacks.set(id, stack);
    }
    return stack;
  };
  for (const [index, id] of ids.entries()) {
    const stack = stackOf(id);
    if (stack[0].functionName !== "(idle)") yield { stack, milliseconds: timeDeltas[index] / 1000 };
  }
}
