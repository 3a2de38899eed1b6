import fc from "fast-check";
import { expect, test } from "vitest";
import { counter, gauge, histogram, info, summary } from "../../src/index.js";

type Declare = (options: { name: string; help: string; labelNames?: readonly string[] }) => object;

/** Returns the declared spec, or the error. */
function outcome(declare: () => object): unknown {
  try {
    const { labelNames: _, ...spec } = declare() as { labelNames?: unknown };
    return spec;
  } catch (error) {
    return error;
  }
}

const part = fc.stringMatching(/^[a-zA-Z_:0-9]{0,5}$/);
const ending = fc.constantFrom(
  "",
  "_total",
  "_bucket",
  "_created",
  "_info",
  "_count",
  "_sum",
  "\n",
  "-",
  "ä",
  "\ud800",
);
const name = fc.oneof(
  fc.tuple(part, ending).map((parts) => parts.join("")),
  fc.string(),
  fc.anything(),
);
const help = fc.oneof(fc.string(), fc.anything());

test.each<[string, Declare]>([
  ["counter", counter],
  ["gauge", gauge],
  ["histogram", histogram],
  ["summary", summary],
  ["info", info],
])("a %s with a name and a help text only is checked like one with more options", (_, declare) => {
  fc.assert(
    fc.property(name, help, (given, text) => {
      const options = { name: given as string, help: text as string };
      expect(outcome(() => declare(options))).toEqual(outcome(() => declare({ ...options, labelNames: [] })));
    }),
  );
});
