import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { certificates } from "../../certificates.js";
import { NodeExporter } from "../judges/node-exporter.js";
import { type Behaviour, type Files, notStarted, webConfig } from "./behaviour.js";
import { answerTo } from "./question.js";

/** A folder with a web-config file and all certificates. */
class Folder implements Disposable {
  readonly #path = mkdtempSync(join(tmpdir(), "narthex-web-config-"));
  /** The path of the web-config file. */
  readonly file = join(this.#path, webConfig);

  constructor({ file }: Behaviour) {
    cpSync(dirname(certificates.server.cert), this.#path, { recursive: true });
    this.change({ [webConfig]: typeof file === "string" ? file : JSON.stringify(file) });
  }

  /** Replaces each file at once, so that no server reads half of it. */
  change(files: Files): void {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.#path, name);
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

/** Returns the answers of node_exporter to the requests of a row. */
export function answersOfNodeExporter(behaviour: Behaviour): Promise<string[]> {
  return answers(behaviour, (file) => NodeExporter.start(file));
}

type Server = AsyncDisposable & { readonly port: number };

async function answers(behaviour: Behaviour, start: (file: string) => Promise<Server>): Promise<string[]> {
  using folder = new Folder(behaviour);
  const { requests } = behaviour;
  let server: Server;
  try {
    server = await start(folder.file);
  } catch {
    return requests.map(() => notStarted);
  }
  await using running = server;
  const found: string[] = [];
  for (const { change, question } of requests) {
    folder.change(change ?? {});
    found.push(await answerTo(running.port, question));
  }
  return found;
}
