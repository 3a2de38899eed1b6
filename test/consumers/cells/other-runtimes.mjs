// Runtimes that are not guaranteed. Their cells run only if they are named, and the runtimes must be installed.
import { addCompiledProgram } from "../compile.mjs";

const cell = (name, args = []) => ({
  name,
  async run(project, workspace) {
    await addCompiledProgram(project, workspace);
    project.write({ "package.json": { name: "consumer", private: true, dependencies: { narthex: "*" } } });
    for (const script of ["main.mjs", "main.cjs"]) await project.runMain([...args, script], { execPath: name });
  },
});

export const otherRuntimes = [cell("bun"), cell("deno", ["run", "--allow-all", "--node-modules-dir=manual"])];
