// The options of rendering: one object, names in any iterable, and a string in the text formats alone.
import { acceptHeaderFor, negotiate, Registry, render, renderText, stream } from "narthex";
import { acceptHeaderFor as sameHeader, renderText as sameText } from "narthex/exposition";

const registry = new Registry();
declare const request: { readonly headers: Headers };
declare const header: string | undefined;

function* generated(): Generator<string, void, undefined> {
  yield "a";
}

export async function renderings(): Promise<void> {
  await render(registry, { accept: request.headers.get("accept") });
  await stream(registry, { accept: header, reuseChunksAfter: 0 });
  for (const names of [["a"], new Set(["a"]), new Map([["a", 1]]).keys(), generated()]) {
    await render(registry, { names });
    await stream(registry, { names });
    await registry.gather({ names });
  }
  await registry.gather({ names: ["a"] as const });

  const text: string = await renderText(registry);
  const other: string = await sameText(registry, { format: "openmetrics-1.0.0", names: ["a"], createdSamples: true });
  const accept: string = acceptHeaderFor("protobuf") + sameHeader("text-1.0.0", "dots") + text + other;

  // @ts-expect-error: the Accept header is an option
  await render(registry, accept);
  // @ts-expect-error: the Accept header is an option
  await stream(registry, accept, {});
  // @ts-expect-error: a string is no list of names
  await render(registry, { names: "a" });
  // @ts-expect-error: a string is no list of names
  await registry.gather({ names: "a" });
  // @ts-expect-error: names are strings
  await render(registry, { names: [1] });
  // @ts-expect-error: protobuf is not text
  await renderText(registry, { format: "protobuf" });
  // @ts-expect-error: a text has the format that is named
  await renderText(registry, { accept });
  // @ts-expect-error: one body is no stream of chunks
  await render(registry, { reuseChunksAfter: 0 });
  // @ts-expect-error: there is no such format
  acceptHeaderFor("text");
  negotiate();
  negotiate({ accept: request.headers.get("accept"), formats: undefined });
  negotiate({ accept: header, formats: ["text-1.0.0"] });
  // @ts-expect-error: the header is an option
  negotiate(header);
}
