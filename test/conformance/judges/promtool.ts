import { run } from "../../run-command.js";
import { defaultGeneration, type Generation, programPath } from "./programs.js";

/** The result of `promtool check metrics` for a text exposition. */
export interface PromtoolVerdict {
  /** 0 if it is correct, 1 if it cannot be parsed, 3 if it breaks naming rules. */
  readonly exitCode: number;
  /** The broken naming rules, one line each: the name of the family, then the rule. */
  readonly lint: readonly string[];
  /** The reason why it cannot be parsed. */
  readonly error?: string;
}

/** Reads a text 0.0.4 exposition with Prometheus' own strict parser and lints its names. */
export async function promtoolCheck(
  text: string,
  generation: Generation = defaultGeneration,
): Promise<PromtoolVerdict> {
  const { exitCode, stderr, stdout } = await run(programPath("promtool", generation), ["check", "metrics"], text);
  const lines = `${stdout.toString()}${stderr}`.split("\n").filter((line) => line !== "");
  if (exitCode === 0 || exitCode === 3) return { exitCode, lint: lines };
  return { exitCode, lint: [], error: lines.join("\n") || `promtool exited with ${exitCode}` };
}

/**
 * Does the same for many expositions. Those that share no name are read in one run, because the start of promtool takes
 * longer than reading. A run that cannot be parsed is split until the invalid expositions are found.
 */
export async function promtoolCheckAll(
  texts: readonly string[],
  generation: Generation = defaultGeneration,
): Promise<PromtoolVerdict[]> {
  const verdicts: PromtoolVerdict[] = [];
  for (const group of groupsOf(texts)) {
    for (const [index, verdict] of await checkTogether(group, generation)) verdicts[index] = verdict;
  }
  return verdicts;
}

interface Candidate {
  readonly index: number;
  readonly text: string;
  readonly names: ReadonlySet<string>;
}

async function checkTogether(
  group: readonly Candidate[],
  generation: Generation,
): Promise<(readonly [index: number, PromtoolVerdict])[]> {
  const together = await promtoolCheck(group.map(({ text }) => text).join(""), generation);
  if (together.error === undefined) return group.map(({ index, names }) => [index, shareOf(together.lint, names)]);
  if (group.length === 1) return group.map(({ index }) => [index, together]);
  const half = Math.ceil(group.length / 2);
  return [
    ...(await checkTogether(group.slice(0, half), generation)),
    ...(await checkTogether(group.slice(half), generation)),
  ];
}

/** Adds each text to the first group whose texts end with a line feed and share no name with it. */
function groupsOf(texts: readonly string[]): Candidate[][] {
  const alone: Candidate[][] = [];
  const groups: { readonly members: Candidate[]; readonly used: Set<string> }[] = [];
  for (const [index, text] of texts.entries()) {
    const candidate = { index, text, names: namesOf(text) };
    const names = [...candidate.names];
    if (text !== "" && !text.endsWith("\n")) {
      alone.push([candidate]);
      continue;
    }
    const group = groups.find(({ used }) => !names.some((name) => used.has(name)));
    if (group === undefined) groups.push({ members: [candidate], used: new Set(names) });
    else {
      group.members.push(candidate);
      for (const name of names) group.used.add(name);
    }
  }
  return [...alone, ...groups.map(({ members }) => members)];
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
