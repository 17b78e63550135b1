// `npm run check:docs` finds dead links in the documentation, examples that do not compile, and exports without a doc comment. It needs
// none of the tools of the site.
import { docsProblems } from "./docs/problems.mjs";
import { root, setUp } from "./setup.mjs";

setUp();
const problems = docsProblems(root);
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log("The documentation is right, as far as links and the compiler know.");
else process.exitCode = 1;
