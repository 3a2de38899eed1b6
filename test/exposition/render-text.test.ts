import { expect, test } from "vitest";
import { acceptHeaderFor, expositionFormats } from "../../src/exposition/index.js";
import { Counter, Gauge, Registry, render, renderText } from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

function registryOfTwo(): Registry {
  const registry = new Registry();
  new Counter({ name: "jobs_done_total", help: "Jobs – done.", registry }).inc(2);
  new Gauge({ name: "température", help: "", nameValidation: "utf8", registry }).set(21);
  return registry;
}

test("renderText returns text 0.0.4, with escaped names", async () => {
  expect(await renderText(registryOfTwo())).toBe(
    "# HELP jobs_done_total Jobs – done.\n# TYPE jobs_done_total counter\njobs_done_total 2\n# TYPE temp_rature gauge\ntemp_rature 21\n",
  );
});

test("renderText leaves names as they are in formats that have them", async () => {
  expect(await renderText(registryOfTwo(), { format: "text-1.0.0", names: ["température"] })).toBe(
    '# TYPE "température" gauge\n{"température"} 21\n',
  );
});

test.each(expositionFormats.filter((format) => format !== "protobuf"))(
  "renderText returns the text that render returns as bytes, in %s",
  async (format) => {
    const [registry, createdSamples] = [registryOfTwo(), true];
    const { body } = await render(registry, { accept: acceptHeaderFor(format), createdSamples });
    expect(await renderText(registry, { format, createdSamples })).toBe(Buffer.from(body).toString());
  },
);

test("renderText passes its options on", async () => {
  const registry = registryOfTwo();
  const failures: string[] = [];
  registry.register({
    collect: () => {
      throw new Error("fails");
    },
  });
  await renderText(registry, { onFailure: (cause) => failures.push(cause) });
  expect(failures).toEqual(["collector"]);
  const reason = new Error("gone");
  await expect(renderText(registry, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test("renderText rejects protobuf, which is no text, and formats that do not exist", async () => {
  const registry = new Registry();
  await expect(renderText(registry, { format: "protobuf" as "text-0.0.4" })).rejects.toThrow(
    withCode(
      "NARTHEX_INVALID_OPTION",
      new RangeError(
        'renderText: format must be one of text-0.0.4, text-1.0.0, openmetrics-0.0.1, openmetrics-1.0.0, but was "protobuf". Use render for protobuf, which is not text.',
      ),
    ),
  );
  await expect(renderText(registry, { format: 1 as unknown as "text-0.0.4" })).rejects.toThrow(TypeError);
});
