// The folder of one cell, with the operations that cells need.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Running } from "./processes.mjs";

const programs = fileURLToPath(new URL("program/", import.meta.url));
const finished = "The program has finished.";

/** Returns a module that starts the program; `specifier` decides whether it runs as an ES module or as CommonJS. */
export const main = (specifier) => `import { program } from ${JSON.stringify(specifier)};

program().then(
  () => console.log(${JSON.stringify(finished)}),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
`;

export class Project {
  /** The absolute path of the folder. */
  folder;

  constructor(folder) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  path(name) {
    return join(this.folder, name);
  }

  /** Writes files by their names. Contents that are not strings become JSON. */
  write(files) {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), typeof content === "string" ? content : JSON.stringify(content, null, 2));
    }
  }

  /** Copies a file of `program/`. */
  copy(file, name = file) {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    copyFileSync(join(programs, file), this.path(name));
  }

  /** Copies a file of another project. */
  copyFrom(project, name) {
    copyFileSync(project.path(name), this.path(name));
  }

  /** Replaces text in a file. */
  replace(name, from, to) {
    writeFileSync(this.path(name), readFileSync(this.path(name), "utf8").replace(from, to));
  }

  /** Adds the source of the program, and a `main.ts` that starts it. */
  addProgram() {
    this.copy("program.ts");
    this.write({ "main.ts": main("./program") });
  }

  /** Runs a command and returns its output. */
  command(name, args, options) {
    return new Running([name, ...args], { cwd: this.folder, ...options }).ended;
  }

  /** Runs a Node.js script and returns its output. */
  node(args, { execPath = process.execPath, ...options } = {}) {
    return this.command(execPath, args, options);
  }

  /** Starts a Node.js script. */
  start(args, options) {
    return new Running([process.execPath, ...args], { cwd: this.folder, ...options });
  }

  /** Starts the program in a runtime, and checks that it ran to its end. */
  async runMain(args, { execPath = process.execPath, ...options } = {}) {
    const output = await this.command(execPath, args, options);
    if (!output.includes(finished)) throw new Error(`${args.join(" ")} exited before the program ended\n${output}`);
  }
}
