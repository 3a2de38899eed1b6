import { describe, expect, test } from "vitest";
import type { Gathered } from "../../../src/model/collector.js";
import { disposableFamilies } from "../../../src/registry/gathering/disposable-families.js";
import { ActiveResponses } from "../../../src/service/scrape/active-responses.js";
import { BodyBufferPool } from "../../../src/service/scrape/body-buffer.js";
import { SharedScrape } from "../../../src/service/scrape/shared-scrape.js";
import { turns } from "../../event-loop-turns.js";
import { distantDeadline } from "./held-response.js";

/** A shared scrape whose gather the test completes. */
function pending() {
  let disposals = 0;
  let finish = (): void => {};
  const gathered = new Promise<Gathered>((resolve) => {
    finish = () => resolve(disposableFamilies([], () => disposals++));
  });
  const options = {
    createdSamples: false,
    buffers: new BodyBufferPool(),
    responses: new ActiveResponses(),
    deadline: distantDeadline,
  };
  return { scrape: new SharedScrape(gathered, options), finish, disposals: () => disposals };
}

describe("a shared scrape", () => {
  test("keeps the families for a scrape that joined after the first one had disconnected", async () => {
    const { scrape, finish, disposals } = pending();
    scrape.retain();
    scrape.release();
    scrape.retain();
    finish();
    await turns(1);
    expect(disposals()).toBe(0);
    scrape.release();
    await turns(1);
    expect(disposals()).toBe(1);
  });

  test("disposes the families once, however often it was abandoned during the gather", async () => {
    const { scrape, finish, disposals } = pending();
    for (let time = 0; time < 3; time++) {
      scrape.retain();
      scrape.release();
    }
    finish();
    await turns(1);
    expect(disposals()).toBe(1);
  });
});
