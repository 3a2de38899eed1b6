import { expect, test } from "vitest";
import { Registry, render, stream } from "../../src/index.js";

test.each([
  ["render", render],
  ["stream", stream],
] as const)("%s rejects an argument that it would otherwise ignore", async (name, write) => {
  const registry = new Registry();
  await expect(write({} as Registry)).rejects.toThrow(
    `${name}: gatherer must be a registry or another object with a gather method`,
  );
  await expect(write(registry, null, { name: "a" } as object)).rejects.toThrow(
    `${name}: unknown option "name". The options are names, deadline, onFailure, signal, formats, reuseChunksAfter`,
  );
  for (const names of [null, ["a"], "a"])
    await expect(write(registry, null, { names: names as unknown as Set<string> })).rejects.toThrow(
      /^\w+: names must be a Set of family names, but was .*For example, pass new Set\(\["requests_total"\]\)\.$/,
    );
});

test("render and stream accept each option", async () => {
  const registry = new Registry();
  const options = {
    names: new Set<string>(),
    deadline: new AbortController().signal,
    onFailure: () => {},
    signal: new AbortController().signal,
    formats: ["text-1.0.0"],
    reuseChunksAfter: 0,
    createdSamples: true,
  } as const;
  const accept = "text/plain;version=1.0.0";
  expect((await render(registry, accept, options)).format).toBe("text-1.0.0");
  expect((await stream(registry, accept, options)).format).toBe("text-1.0.0");
  expect((await render(registry, accept, { formats: [] })).format).toBe("text-0.0.4");
  expect((await stream(registry, accept, { formats: [] })).format).toBe("text-0.0.4");
});
