import { expect } from "vitest";
import { type Exposition, textOf } from "../../conformance/readings/format.js";
import { eventually } from "../../eventually.js";
import { ask } from "../../web-client.js";

/** Scrapes an example. The text is empty if another format was requested. */
export async function scrape(url: string, accept?: string): Promise<Exposition & { readonly text: string }> {
  const { status, headers, body } = await ask(url, accept === undefined ? {} : { headers: { accept } });
  expect(status).toBe(200);
  return { contentType: headers["content-type"] ?? "", body, text: accept === undefined ? textOf(body) : "" };
}

/** Adds up the values of a sample's series; returns `undefined` if there is none. */
export function sum(text: string, name: string, label = ""): number | undefined {
  const values = text
    .split("\n")
    .filter((line) => (line.startsWith(`${name}{`) || line.startsWith(`${name} `)) && line.includes(label))
    .map((line) => Number(line.slice(line.lastIndexOf(" "))));
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0);
}

/** Returns the exposition after the load has ended. */
export function quiet(url: string, orders: number): Promise<string> {
  return eventually(`${orders} orders`, async () => {
    const { text } = await scrape(url);
    const isOver = (sum(text, "shop_orders_total") ?? 0) >= orders && sum(text, "shop_orders_in_progress") === 0;
    return isOver ? text : undefined;
  });
}
