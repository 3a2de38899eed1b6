import { run } from "../../run-command.js";
import { programPath } from "./programs.js";

/**
 * Reads a web-config file and the certificates that it names, as the servers and exporters of Prometheus do when they
 * start.
 *
 * @returns the reason why it is refused, or `undefined` if it is accepted
 */
export async function promtoolRefusal(path: string): Promise<string | undefined> {
  const { exitCode, stderr } = await run(programPath("promtool"), ["check", "web-config", path]);
  return exitCode === 0 ? undefined : stderr.trim();
}
