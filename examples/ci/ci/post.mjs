// Posts a comment on the pull request, or puts it in place of the one that was posted before:
//
//   node ci/post.mjs <file>
//
// On GitHub with GITHUB_TOKEN and the number of the pull request in PULL_REQUEST; on GitLab with a project access token in
// PLAN_TOKEN. Without a token it says so and does nothing.
import { readFileSync } from "node:fs";

const { env } = process;
const perPage = 100;

const github = () => {
  const repository = `${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}`;
  return {
    token: env.GITHUB_TOKEN,
    headers: { Authorization: `Bearer ${env.GITHUB_TOKEN}`, Accept: "application/vnd.github+json" },
    comments: `${repository}/issues/${env.PULL_REQUEST}/comments`,
    comment: (id) => `${repository}/issues/comments/${id}`,
    updateMethod: "PATCH",
    // Whose token it is, it cannot ask.
    isOwn: () => Promise.resolve(({ user }) => user.login === "github-actions[bot]"),
  };
};

const gitlab = () => {
  const notes = `${env.CI_API_V4_URL}/projects/${env.CI_PROJECT_ID}/merge_requests/${env.CI_MERGE_REQUEST_IID}/notes`;
  return {
    token: env.PLAN_TOKEN,
    headers: { "PRIVATE-TOKEN": env.PLAN_TOKEN },
    comments: notes,
    comment: (id) => `${notes}/${id}`,
    updateMethod: "PUT",
    isOwn: async () => {
      const { id } = await send("GET", `${env.CI_API_V4_URL}/user`);
      return ({ author }) => author.id === id;
    },
  };
};

const server = env.GITLAB_CI === undefined ? github() : gitlab();

try {
  if (server.token) await post(readFileSync(process.argv[2], "utf8"));
  else
    process.stdout.write("post.mjs: no token, so there is no comment; the plan is in the artifact `plan`\n");
} catch (error) {
  process.stderr.write(`post.mjs: ${error.message}\n`);
  process.exitCode = 1;
}

async function post(body) {
  const [marker] = body.split("\n", 1);
  const previous = await find(marker);
  if (previous === undefined) await send("POST", server.comments, { body });
  else await send(server.updateMethod, server.comment(previous.id), { body });
}

/** The comment that was posted before; undefined if there is none. */
async function find(marker) {
  const isOwn = await server.isOwn();
  for (let page = 1; ; page++) {
    const comments = await send("GET", `${server.comments}?per_page=${perPage}&page=${page}`);
    const found = comments.find((comment) => comment.body.startsWith(marker) && isOwn(comment));
    if (found !== undefined || comments.length < perPage) return found;
  }
}

async function send(method, url, content) {
  const response = await globalThis.fetch(url, {
    method,
    headers: { ...server.headers, "Content-Type": "application/json" },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response.json();
}
