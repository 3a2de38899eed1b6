import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { certificates } from "../certificates.js";

/** The contents of files in the folder of a web-config file, by their names. `undefined` stands for no file. */
export type Files = Readonly<Record<string, string | undefined>>;

/** The name of the web-config file. */
const webConfig = "web.yml";

/** bcrypt hashes of low cost, by the passwords. */
export const hashes = {
  secret: "$2y$04$PgqmmSCbwhkVVCwud8U4t.BeUajGyvb5zvsgsHv4tHn8/J3Yfi7/q",
  changed: "$2y$04$3dl2A5C1o8TjnnusfKQPF.3kzFS1lv9hegI.9GfhZp5pxiJM4sJv6",
} as const;

/** A folder with a web-config file and all certificates of the tests. */
export class WebConfigFolder implements Disposable {
  readonly #path = mkdtempSync(join(tmpdir(), "narthex-web-config-"));
  /** The path of the web-config file. */
  readonly file = this.path(webConfig);

  /** Creates a folder. An object is written as JSON, which is YAML. */
  constructor(file: string | object) {
    cpSync(dirname(certificates.server.cert), this.#path, { recursive: true });
    this.change({ [webConfig]: typeof file === "string" ? file : JSON.stringify(file) });
  }

  /** Returns the path of a file. */
  path(name: string): string {
    return join(this.#path, name);
  }

  /** Replaces each file at once, so that no server reads half of it. */
  change(files: Files): void {
    for (const [name, content] of Object.entries(files)) {
      const path = this.path(name);
      if (content === undefined) rmSync(path);
      else {
        writeFileSync(`${path}.new`, content);
        renameSync(`${path}.new`, path);
      }
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#path, { recursive: true });
  }
}
