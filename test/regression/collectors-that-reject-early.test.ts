import { expect, test } from "vitest";
import { onError, Registry } from "../../src/index.js";
import { turns } from "../event-loop-turns.js";

/** Blocks for longer than a slice of a gather, so that the gather pauses. */
function block(): void {
  for (const end = performance.now() + 5; performance.now() < end; );
}

test("a collector that rejects while the gather pauses is omitted, and causes no unhandled rejection", async () => {
  const registry = new Registry();
  const reported: string[] = [];
  const unhandled: unknown[] = [];
  const listener = (reason: unknown): void => void unhandled.push(reason);
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", listener);
  onError((error) => reported.push(error.message));
  try {
    registry.register({ collect: () => Promise.reject(new Error("no answer")) });
    for (const name of ["first", "second"]) {
      registry.register({
        collect() {
          block();
          return [{ name, type: "gauge", help: "", metrics: [{ labels: {}, value: 1 }] }];
        },
      });
    }
    using gathered = await registry.gather();
    await turns(2);
    expect(gathered.map(({ name }) => name)).toEqual(["first", "second"]);
    expect([reported, unhandled]).toEqual([["no answer"], []]);
  } finally {
    onError(undefined);
    process.off("unhandledRejection", listener);
    for (const other of others) process.on("unhandledRejection", other);
  }
});
