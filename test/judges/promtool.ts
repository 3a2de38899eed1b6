import { run } from "./command.js";
import { toolPath } from "./tools.js";

/** What `promtool check metrics` said of a text exposition. */
export interface PromtoolVerdict {
  /** 0: nothing to say; 1: it cannot be parsed; 3: it breaks naming rules. */
  readonly exitCode: number;
  /** The naming rules that were broken, one line each: the family's name, then the rule. */
  readonly lint: readonly string[];
  /** Why it cannot be parsed. */
  readonly error?: string;
}

/** Reads a text 0.0.4 exposition with Prometheus' own strict parser and lints its names. */
export async function promtoolCheck(text: string): Promise<PromtoolVerdict> {
  const { exitCode, stderr, stdout } = await run(toolPath("promtool"), ["check", "metrics"], text);
  const lines = `${stdout.toString()}${stderr}`.split("\n").filter((line) => line !== "");
  if (exitCode === 0 || exitCode === 3) return { exitCode, lint: lines };
  return { exitCode, lint: [], error: lines.join("\n") || `promtool exited with ${exitCode}` };
}

/**
 * The same for many expositions. Those that share no name are read in one run, since starting promtool costs more than
 * reading; a run that cannot be parsed is repeated one by one to tell whose fault it is.
 */
export async function promtoolCheckAll(texts: readonly string[]): Promise<PromtoolVerdict[]> {
  const verdicts: PromtoolVerdict[] = [];
  for (const group of groupsOf(texts)) {
    const together = await promtoolCheck(group.map(({ text }) => text).join(""));
    for (const { index, text, names } of group) {
      if (together.error !== undefined) verdicts[index] = group.length === 1 ? together : await promtoolCheck(text);
      else verdicts[index] = shareOf(together.lint, names);
    }
  }
  return verdicts;
}

interface Candidate {
  readonly index: number;
  readonly text: string;
  readonly names: ReadonlySet<string>;
}

/** Splits texts into groups that can be joined: each text ends its last line, and no name is used twice. */
function groupsOf(texts: readonly string[]): Candidate[][] {
  const groups: Candidate[][] = [];
  let used = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const names = namesOf(text);
    const joins = groups.length > 0 && text.endsWith("\n") && [...names].every((name) => !used.has(name));
    if (!joins) {
      groups.push([]);
      used = new Set();
    }
    groups.at(-1)?.push({ index, text, names });
    for (const name of names) used.add(name);
  }
  return groups;
}

function namesOf(text: string): Set<string> {
  return new Set(
    Array.from(text.matchAll(/^(?:# (?:HELP|TYPE) )?([a-zA-Z_:][a-zA-Z0-9_:]*)/gm), ([, name = ""]) => name),
  );
}

function shareOf(lint: readonly string[], names: ReadonlySet<string>): PromtoolVerdict {
  const own = lint.filter((line) => names.has(line.slice(0, line.indexOf(" "))));
  return { exitCode: own.length === 0 ? 0 : 3, lint: own };
}
