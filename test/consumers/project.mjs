// The folder of one cell, and what a cell does there.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Running } from "./processes.mjs";

const programs = fileURLToPath(new URL("program/", import.meta.url));
const finished = "The program has finished.";

/** What starts the program: as a module, since `specifier` decides of which kind it is. */
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

  /** Writes files by their names; what is no string becomes JSON. */
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

  /** Changes a file. */
  replace(name, from, to) {
    writeFileSync(this.path(name), readFileSync(this.path(name), "utf8").replace(from, to));
  }

  /** Puts the program's source there, and a `main.ts` that starts it. */
  addProgram() {
    this.copy("program.ts");
    this.write({ "main.ts": main("./program") });
  }

  /** Runs a command to its end and gives what it printed. */
  command(name, args, options) {
    return new Running([name, ...args], { cwd: this.folder, ...options }).ended;
  }

  /** Runs a Node.js script to its end and gives what it printed. */
  node(args, { execPath = process.execPath, ...options } = {}) {
    return this.command(execPath, args, options);
  }

  /** Starts a Node.js script. */
  start(args, options) {
    return new Running([process.execPath, ...args], { cwd: this.folder, ...options });
  }

  /** Lets a runtime start the program, and makes sure that the program came to its end. */
  async runMain(args, { execPath = process.execPath, ...options } = {}) {
    const output = await this.command(execPath, args, options);
    if (!output.includes(finished)) throw new Error(`${args.join(" ")} ended before the program did\n${output}`);
  }
}
