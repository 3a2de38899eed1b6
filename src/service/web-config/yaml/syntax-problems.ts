import type { Document } from "yaml";
import type { Problems } from "./problems.js";

/**
 * The messages for the errors of the parser. Its own messages may quote the file, and with it a private key or a hash.
 */
const messages: Readonly<Record<Document.Parsed["errors"][number]["code"], string>> = {
  ALIAS_PROPS: "An alias must not have a tag or an anchor. Remove it.",
  BAD_ALIAS: "The name of the anchor or alias is invalid. Use letters and digits.",
  BAD_COLLECTION_TYPE: "The tag does not fit the value. Remove the tag.",
  BAD_DIRECTIVE: "The directive is invalid. Remove it.",
  BAD_DQ_ESCAPE: 'The escape sequence is invalid. Write "\\\\" for a backslash, or use single quotes.',
  BAD_INDENT: "The indentation is wrong. Indent the keys of one mapping by the same number of spaces.",
  BAD_PROP_ORDER: "The tag or anchor is in the wrong place. Write it directly before the value.",
  BAD_SCALAR_START: "The value begins with a character that has a meaning in YAML. Put the value in quotes.",
  BLOCK_AS_IMPLICIT_KEY: "A nested mapping must begin on a line of its own. Put the value in quotes if it is text.",
  BLOCK_IN_FLOW: "A block is not allowed between brackets. Close the brackets first.",
  DUPLICATE_KEY: "The key is there twice. Remove one of them.",
  IMPOSSIBLE: "This is not valid YAML. Correct the syntax here.",
  KEY_OVER_1024_CHARS: "The key is longer than 1024 characters. Check the indentation and the quotes.",
  MISSING_CHAR: "A character is missing, such as a colon, a comma, a quote or a bracket. Add it.",
  MULTILINE_IMPLICIT_KEY: "A key must be on one line. Check the indentation, and that the line before has a colon.",
  MULTIPLE_ANCHORS: "A value must have one anchor. Remove the others.",
  MULTIPLE_DOCS: 'The file must have one document. Remove what follows "---".',
  MULTIPLE_TAGS: "A value must have one tag. Remove the others.",
  NON_STRING_KEY: "A key must be text. Put it in quotes.",
  RESOURCE_EXHAUSTION: "The values are nested too deeply. Correct the structure.",
  TAB_AS_INDENT: "A tab is not allowed as indentation. Use spaces.",
  TAG_RESOLVE_FAILED: "The tag is not supported. Remove it.",
  UNEXPECTED_TOKEN: "This is not valid YAML. Check the indentation, quotes and brackets here.",
};

/** Characters that YAML excludes. The parser gives some of them a meaning of its own. */
const excluded = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Adds the first error of a parsed document. Most of the others follow from it. */
export function addSyntaxError({ errors: [first] }: Document.Parsed, problems: Problems): void {
  if (first !== undefined) problems.add(first.pos[0], messages[first.code]);
}

/** Adds a problem if the text has a character that YAML excludes, such as NUL. */
export function addExcludedCharacter(text: string, problems: Problems): void {
  const index = text.search(excluded);
  if (index >= 0) problems.add(index, "Control characters are not allowed. Remove the character, or write an escape.");
}
