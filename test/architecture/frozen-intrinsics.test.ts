import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { afterAll, describe, expect, test } from "vitest";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
if (!existsSync(join(dist, "esm/index.js"))) throw new Error("dist is missing: run `npm run build` first");
const folder = mkdtempSync(join(tmpdir(), "narthex-frozen-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = (main: string) => `
  import { Counter, CountCalls, declarationsOf, Registry, render, renderText, timed, histogram } from ${JSON.stringify(main)};

  const registry = new Registry();
  new Counter({ name: "events_total", help: "Events.", labelNames: ["kind"], registry }).inc({ kind: "a" });
  const orders = new Counter({ name: "orders_total", help: "Orders.", registry: null });
  class Orders {
    @CountCalls(orders)
    place() {}
  }
  const wrapped = timed(histogram({ name: "wrapped_seconds", help: "Time." }), () => "result");
  new Orders().place();
  const accept = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
  void Promise.all([renderText(registry), render(registry, { accept })]).then(([text, protobuf]) => {
    console.log(JSON.stringify({
      frozen: Object.isFrozen(Reflect),
      text: text.split("\\n").filter((line) => line.startsWith("events_total")),
      orders: orders.get(),
      protobuf: protobuf.body.length > 0,
      wrapped: [wrapped(), declarationsOf(wrapped).map(({ spec }) => spec.name)],
    }));
  });
`;

/** Returns the output of the program, compiled for a dialect and a module system. */
function output(dialect: string, format: string): unknown {
  const isModule = format === "esm";
  const main = join(dist, format, "index.js");
  const { outputText } = ts.transpileModule(program(isModule ? pathToFileURL(main).href : main), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: isModule ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
      experimentalDecorators: dialect === "legacy",
      emitDecoratorMetadata: dialect === "legacy",
    },
  });
  const file = join(folder, `${dialect}.${isModule ? "mjs" : "cjs"}`);
  writeFileSync(file, outputText);
  return JSON.parse(execFileSync(process.execPath, ["--frozen-intrinsics", file], { encoding: "utf8", stdio: "pipe" }));
}

describe.each(["esm", "cjs"])("under node --frozen-intrinsics, %s", (format) => {
  test.each(["legacy", "standard"])("collectors, functions and %s decorators work", (dialect) => {
    expect(output(dialect, format)).toEqual({
      frozen: true,
      text: ['events_total{kind="a"} 1'],
      orders: 1,
      protobuf: true,
      wrapped: ["result", ["wrapped_seconds"]],
    });
  });
});
