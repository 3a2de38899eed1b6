import { describe, expect, test } from "vitest";
import { bind, Counter, type GatherOptions, type RegisterOptions, Registry } from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

const registry = new Registry();

describe("a registry rejects", () => {
  test.each([
    ["get", () => registry.get(undefined as never), "get: name must be a string, but was undefined."],
    [
      "unregister",
      () => registry.unregister(undefined as never),
      "unregister: collector must be a collector or the full name of a family, but was undefined.",
    ],
    ["beforeGather", () => registry.beforeGather(5 as never), "beforeGather: hook must be a function, but was 5."],
  ])("an invalid argument of %s", (_, call, message) => {
    expect(call).toThrow(withCode("NARTHEX_INVALID_ARGUMENT", new TypeError(message)));
  });

  test("an unknown option of register", () => {
    const counter = new Counter({ name: "a_total", help: "", registry: null });
    expect(() => registry.register(counter, { resue: true } as RegisterOptions)).toThrow(
      withCode("NARTHEX_UNKNOWN_OPTION", new TypeError('register: unknown option "resue". The only option is reuse.')),
    );
  });

  test("an unknown option of gather", async () => {
    await expect(registry.gather({ name: ["a"] } as GatherOptions)).rejects.toThrow(
      'gather: unknown option "name". The options are names, deadline, onFailure.',
    );
  });

  test("an invalid deadline of gather", async () => {
    await expect(registry.gather({ deadline: 5 as never })).rejects.toThrow(
      "gather: deadline must be an AbortSignal, but was 5.",
    );
  });
});

test("bind names a class without a name in its error", () => {
  expect(() => bind(class {}, undefined as never)).toThrow(
    "bind: the registry for an anonymous class must be a Registry, but was undefined.",
  );
});
