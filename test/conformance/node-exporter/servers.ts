import { Registry } from "../../../src/index.js";
import { Service } from "../../../src/service/index.js";
import { NodeExporter } from "../judges/node-exporter.js";
import { WebConfigFolder } from "../web-config-folder.js";
import { type Behaviour, notStarted } from "./behaviour.js";
import { answerTo } from "./question.js";

/** Returns the answers of node_exporter to the requests of a row. */
export function answersOfNodeExporter(behaviour: Behaviour): Promise<string[]> {
  return answers(behaviour, (file) => NodeExporter.start(file));
}

/** Returns the answers of a service. */
export function answersOfService(behaviour: Behaviour): Promise<string[]> {
  return answers(behaviour, async (webConfigFile) => {
    const service = new Service({ registry: new Registry(), webConfigFile });
    await service.start({ host: "127.0.0.1" });
    return { port: Number(new URL(service.url).port), [Symbol.asyncDispose]: () => service.stop() };
  });
}

type Server = AsyncDisposable & { readonly port: number };

async function answers(behaviour: Behaviour, start: (file: string) => Promise<Server>): Promise<string[]> {
  using folder = new WebConfigFolder(behaviour.file);
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
