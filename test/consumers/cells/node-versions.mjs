// The supported lines of Node.js; the first is the oldest supported release.
import { bin } from "../../../scripts/child-process.mjs";
import { addCompiledProgram } from "../compile.mjs";

const load = (extension, name, specifier) =>
  extension === "mjs" ? `import { ${name} } from "${specifier}";` : `const { ${name} } = require("${specifier}");`;

const mockedTimersTest = (extension) => `${load(extension, "test", "node:test")}
${load(extension, "program", `./program.${extension}`)}

test("the program runs to its end with mocked timers, and again with real ones", async ({ mock }) => {
  mock.timers.enable();
  await program();
  mock.timers.reset();
  await program();
});
`;

const versions = [
  { version: "20.19", execPath: ({ tool }) => tool("node-20/bin/node") },
  { version: "22", execPath: ({ tool }) => tool("node-22/bin/node") },
  { version: "24", execPath: () => bin("node-24", "bin/node") },
];

export const nodeVersions = versions.flatMap(({ version, execPath }) => [
  {
    name: `node ${version}, ES module and CommonJS, one instance`,
    async run(project, workspace) {
      await addCompiledProgram(project, workspace);
      project.copy("one-instance.cjs");
      const options = { execPath: execPath(workspace) };
      await project.runMain(["main.mjs"], options);
      await project.runMain(["main.cjs"], options);
      await project.node(["one-instance.cjs"], options);
    },
  },
  ...["mjs", "cjs"].map((extension) => ({
    name: `node ${version}, node:test with mocked timers, ${extension}`,
    async run(project, workspace) {
      await addCompiledProgram(project, workspace);
      project.write({ [`program.test.${extension}`]: mockedTimersTest(extension) });
      await project.node(["--test", `program.test.${extension}`], { execPath: execPath(workspace) });
    },
  })),
]);
