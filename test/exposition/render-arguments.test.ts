import { describe, expect, test } from "vitest";
import { type GatherOptions, Gauge, Registry, render, renderText, stream } from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

function* generated(...names: readonly string[]): Generator<string, void> {
  yield* names;
}

const common = "names, deadline, onFailure, signal, createdSamples";

describe.each([
  ["render", render, `accept, formats, ${common}`],
  ["stream", stream, `accept, formats, ${common}, reuseChunksAfter`],
  ["renderText", renderText, `format, ${common}`],
] as const)("%s", (name, write: (...given: [Registry, GatherOptions?]) => Promise<unknown>, known) => {
  const registry = new Registry();

  test("rejects an argument that it would otherwise ignore", async () => {
    await expect(write({} as Registry)).rejects.toThrow(
      `${name}: gatherer must be a registry or another object with a gather method`,
    );
    await expect(write(registry, { name: "a" } as object)).rejects.toThrow(
      `${name}: unknown option "name". The options are ${known}.`,
    );
    await expect(write(registry, "text/plain" as GatherOptions)).rejects.toThrow(
      withCode(
        "NARTHEX_INVALID_OPTION",
        new TypeError(`${name}: options must be an object, but was "text/plain". The options are ${known}.`),
      ),
    );
  });

  test.each([
    ["signal", 5, "must be an AbortSignal"],
    ["deadline", new Date(0), "must be an AbortSignal"],
    ["onFailure", "log", "must be a function"],
    ["createdSamples", 1, "must be true or false"],
  ])("rejects a value of %s that has the wrong type", async (option, value, rule) => {
    await expect(write(registry, { [option]: value })).rejects.toThrow(`${name}: ${option} ${rule}, but was `);
  });

  test.each([
    ["a string", "a"],
    ["null", null],
    ["an object", {}],
    ["a number", 1],
  ])("rejects %s in place of a list of names", async (_, names) => {
    await expect(write(registry, { names: names as unknown as string[] })).rejects.toThrow(
      /^\w+: names must be a list of family names, such as an array or a Set, but was .*\. For example, pass \["requests_total"\]\.$/,
    );
  });

  test("rejects a name that is not a string", async () => {
    await expect(write(registry, { names: ["a", 1] as string[] })).rejects.toThrow(
      withCode("NARTHEX_INVALID_OPTION", new TypeError(`${name}: names must be strings, but one was 1.`)),
    );
  });

  test("shows the families of any iterable of names, which it iterates once", async () => {
    const two = new Registry();
    for (const gauge of ["a", "b", "c"]) new Gauge({ name: gauge, help: "", registry: two });
    const asked: (readonly string[])[] = [];
    // A gatherer of several registries needs the names for each of them.
    const gatherer = {
      gather: (options?: GatherOptions) => {
        asked.push([...(options?.names ?? [])], [...(options?.names ?? [])]);
        return two.gather(options);
      },
    };
    const map = new Map([
      ["a", 1],
      ["c", 2],
    ]);
    for (const names of [["a", "c", "a"], new Set(["a", "c"]), map.keys(), generated("a", "c")]) {
      await write(gatherer as unknown as Registry, { names });
    }
    expect(asked).toEqual(Array.from({ length: 8 }, () => ["a", "c"]));
  });
});

test("render and stream accept each option", async () => {
  const registry = new Registry();
  const options = {
    accept: "text/plain;version=1.0.0",
    names: [],
    deadline: new AbortController().signal,
    onFailure: () => {},
    signal: new AbortController().signal,
    formats: ["text-1.0.0"],
    createdSamples: true,
  } as const;
  expect((await render(registry, options)).format).toBe("text-1.0.0");
  expect((await stream(registry, { ...options, reuseChunksAfter: 0 })).format).toBe("text-1.0.0");
  expect((await render(registry, { ...options, formats: [] })).format).toBe("text-0.0.4");
  expect((await stream(registry, { ...options, formats: [] })).format).toBe("text-0.0.4");
});

test.each([undefined, null])("render and stream take the Accept header %s for an absent one", async (accept) => {
  expect((await render(new Registry(), { accept })).format).toBe("text-0.0.4");
  expect((await stream(new Registry(), { accept })).format).toBe("text-0.0.4");
});

test("render rejects an Accept header that is no string", async () => {
  await expect(render(new Registry(), { accept: ["text/plain"] as unknown as string })).rejects.toThrow(
    withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError('render: accept must be the value of an Accept header, but was ["text/plain"].'),
    ),
  );
});

test.each([["64"], [-1], [Number.NaN]])("stream rejects %j for reuseChunksAfter", async (given) => {
  await expect(stream(new Registry(), { reuseChunksAfter: given as number })).rejects.toThrow(
    "stream: reuseChunksAfter must be a number of bytes of at least 0, but was ",
  );
});
