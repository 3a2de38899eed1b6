// A plugin of TypeDoc. It groups the exports of `narthex` by the file that declares them, names each document by its
// heading, puts design decisions below their index, and prepares the highlighter. TypeDoc itself reads groups from a tag
// on every export, and names from a header in every document.
import { CommentTag, Converter, PageEvent, ReflectionKind } from "typedoc";

/** Groups by the beginning of the path below src; the first that fits wins. */
const groups = [
  ["decorators/functions", "Function forms"],
  ["decorators/signatures/options", "Decorators"],
  ["decorators/signatures/", "Decorator types"],
  ["decorators/instrumentation/dialect", "Decorator types"],
  ["decorators/", "Decorators"],
  ["metadata/spec", "Specs"],
  ["model/specs", "Specs"],
  ["model/collectors-by-kind", "Specs"],
  ["metadata/", "Binding"],
  ["binding/", "Binding"],
  ["model/children", "Children"],
  ["collectors/", "Collectors"],
  ["registry/", "Registry"],
  ["model/collector.ts", "Registry"],
  ["exposition/", "Exposition"],
  ["model/families/escaping-schemes", "Exposition"],
  ["globals/", "Clock and errors"],
  ["model/errors/", "Clock and errors"],
  ["model/labels", "Labels"],
  ["model/", "Metric families"],
];

/** Headings of the documents that are about the project, not about its use. */
const aboutTheProject = /^(Architecture|Changelog|Conformance|Contributing|Design decisions)$/;

/** Called by TypeDoc. */
export function load({ converter, renderer }) {
  converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    nameByHeading(document);
    document.frontmatter.group = aboutTheProject.test(document.name) ? "Project" : "Guides";
  });
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    nestDecisions(project);
    const main = project.children?.find(({ name }) => name === "narthex");
    for (const one of main?.children ?? []) if (!one.kindOf(ReflectionKind.Reference)) group(one);
  });
  let isPrepared = false;
  renderer.on(PageEvent.BEGIN, ({ project }) => {
    if (!isPrepared) prepareHighlighter(renderer.markedPlugin, project.readme);
    isPrepared = true;
  });
}

/**
 * Highlights the programs of the README until nothing changes. The highlighter compiles its grammar on first use and gives
 * up on a line after half a second, so that on a busy machine the first programs would have wrong colors.
 */
function prepareHighlighter(markdown, readme) {
  const text = readme.map((part) => part.text).join("");
  const programs = [...text.matchAll(/^```ts.*\n([\s\S]*?)^```/gm)].map(([, program]) => program).join("");
  for (let before, now; before === undefined || now !== before; ) {
    before = now;
    now = markdown.getHighlighted(programs, "typescript");
  }
}

function group(reflection) {
  const text = groupOf(reflection);
  const commented = reflection.comment ? reflection : reflection.signatures?.[0];
  commented?.comment?.blockTags.push(new CommentTag("@group", [{ kind: "text", text }]));
}

function groupOf({ name, sources }) {
  if (name.endsWith("Child")) return "Children";
  const path = sources?.[0]?.fullFileName.replaceAll("\\", "/").split("/src/").at(-1) ?? "";
  const found = groups.find(([beginning]) => path.startsWith(beginning));
  if (found === undefined) throw new Error(`${name} of src/${path} has no group: add one in scripts/typedoc-site.mjs.`);
  return found[1];
}

/** Takes the heading out of the text. It consists of several parts if it contains code. */
function nameByHeading(document) {
  const { content } = document;
  content[0].text = content[0].text.trimStart();
  const last = content.findIndex(({ text }) => text.includes("\n"));
  const [line, ...rest] = content[last].text.split("\n");
  const heading = [...content.splice(0, last).map(({ text }) => text), line].join("");
  if (!heading.startsWith("# ")) throw new Error(`${document.name} does not begin with a heading.`);
  document.name = heading.slice(2).replaceAll("`", "");
  content[0].text = rest.join("\n");
}

function nestDecisions(project) {
  const index = project.documents?.find(({ name }) => name === "Design decisions");
  const decisions = project.documents?.filter(({ name }) => /^\d{3}\. /.test(name)) ?? [];
  for (const decision of index === undefined ? [] : decisions) {
    project.removeChild(decision);
    decision.parent = index;
    index.addChild(decision);
  }
}
