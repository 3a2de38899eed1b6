import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { negotiate } from "../../../src/exposition/negotiation/negotiate.js";
import { blocksOf } from "./code-block.js";
import { compileBlocks } from "./compiled-blocks.js";

/** The exports of a Next.js route. */
interface Route {
  readonly dynamic: string;
  GET(request: Request): Promise<Response>;
}

const blocks = blocksOf("docs/serving.md").filter(({ code }) => code.includes("export async function GET"));

test("the route handler for Next.js responds in the negotiated format", async () => {
  expect(blocks).toHaveLength(1);
  for (const { file } of compileBlocks(blocks, "standard", "routes").values()) {
    const { dynamic, GET } = (await import(pathToFileURL(file).href)) as Route;
    expect(dynamic).toBe("force-dynamic");
    for (const accept of [undefined, "application/openmetrics-text; version=1.0.0", "text/html"]) {
      const answer = await GET(new Request("http://host/metrics", { headers: accept ? { Accept: accept } : {} }));
      expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, negotiate({ accept }).contentType]);
      expect(await answer.text()).toContain("# TYPE process_cpu_seconds");
    }
  }
});
