import { dirname } from "node:path";
import { negotiateFormat } from "../../exposition/negotiation/negotiate.js";
import { chunksOf } from "../../exposition/render.js";
import type { Gatherer, GatherOptions } from "../../model/collector.js";
import { withCode } from "../../model/errors/coded-error.js";
import { liveSeriesOf } from "../../model/families/live-metrics.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import { gatherUntil } from "../../model/gather-until.js";
import { throwIfAborted } from "../../platform/abort.js";
import { dispose } from "../../platform/dispose.js";
import { familyNames } from "../../validation/family-names.js";
import { gatherRules, requireGatherer } from "../../validation/gatherer.js";
import {
  abortSignal,
  checkArgument,
  checkOptions,
  type OptionRule,
  type OptionRules,
} from "../../validation/options.js";
import { replaceFile } from "./replace-file.js";

/** Options for {@link writeTextfile}. */
export interface WriteTextfileOptions extends GatherOptions {
  /** Called for each collector that is left out, in addition to the listener of `onError`. */
  readonly onFailure?: GatherOptions["onFailure"];
  /** A signal that stops the write when it aborts. The file then remains as it was. */
  readonly signal?: AbortSignal | undefined;
}

const rules: OptionRules<keyof WriteTextfileOptions> = { ...gatherRules, signal: abortSignal };

const pathRule: OptionRule = {
  rule: 'must end in ".prom"',
  type: "string",
  holds: (value: string) => value.endsWith(".prom"),
  remedy: "The textfile collector of node_exporter ignores other files.",
};

/**
 * Writes metrics to a file for the textfile collector of node_exporter, in text 0.0.4. The file is replaced in one step,
 * so that the collector never reads half of it. It keeps the permissions of an existing file; a new one can be read by
 * everyone. Several writes of one file, also by different processes, do not disturb each other.
 *
 * @param path - the file, in the folder that node_exporter is given as `--collector.textfile.directory`
 * @param gatherer - a registry, or anything else that can be gathered
 * @param options - the names to include, a deadline for collectors, a signal
 * @throws {TypeError} if an argument has the wrong type, or if a metric has a timestamp, for which the collector would
 * ignore the whole file
 * @throws {RangeError} if the path does not end in `.prom`
 * @throws {Error} if the file cannot be written, with the error of the file system as its `cause`
 * @throws the reason of `signal` if it aborts
 * @example
 * ```ts
 * await writeTextfile("/var/lib/node_exporter/textfile/nightly_backup.prom", registry);
 * ```
 */
export async function writeTextfile(
  path: string,
  gatherer: Gatherer,
  options: WriteTextfileOptions = {},
): Promise<void> {
  checkArgument("writeTextfile", "path", path, pathRule);
  requireGatherer("writeTextfile", gatherer);
  checkOptions("writeTextfile", options, rules);
  const { signal, deadline, onFailure } = options;
  const selected: GatherOptions = { names: familyNames("writeTextfile", options.names), deadline, onFailure };
  throwIfAborted(signal);
  const gathered = await (signal === undefined
    ? gatherer.gather(selected)
    : gatherUntil(gatherer, selected, deadline, signal));
  try {
    throwIfAborted(signal);
    for (const family of gathered) rejectTimestamps(family, path);
    await replaceFile(path, await chunksOf(gathered, negotiateFormat(undefined), options));
  } catch (error) {
    throw isFileError(error)
      ? withCode("NARTHEX_TEXTFILE_FAILED", new Error(explain(path, error), { cause: error }))
      : error;
  } finally {
    gathered[dispose]();
  }
}

/** Live series have no timestamps. */
function rejectTimestamps(family: MetricFamily, path: string): void {
  if (liveSeriesOf(family) !== undefined) return;
  const { name, metrics } = family;
  for (const { timestamp } of metrics) {
    if (timestamp === undefined) continue;
    throw withCode(
      "NARTHEX_TIMESTAMP_NOT_ALLOWED",
      new TypeError(
        `${name}: must not have a timestamp, but one was ${timestamp}, for which node_exporter ignores the whole file. ${path} was not written. Remove the timestamp, or leave the family out with the option names.`,
      ),
    );
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return typeof (error as NodeJS.ErrnoException | null)?.syscall === "string";
}

function explain(path: string, { code, message }: NodeJS.ErrnoException): string {
  const folder = dirname(path);
  let reason = `${message}.`;
  if (code === "ENOENT" || code === "ENOTDIR")
    reason = `${folder} is not an existing folder. Create it, and give it to node_exporter as --collector.textfile.directory.`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    reason = `this process may not create files in ${folder} (${code}). Give its user write access to the folder.`;
  if (code === "EISDIR") reason = "it is a folder. Pass the path of a file.";
  return `writeTextfile: cannot write ${path}: ${reason}`;
}
