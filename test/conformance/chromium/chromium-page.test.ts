import { describe, expect, test } from "vitest";
import { domOf, screenshotOf } from "../judges/chromium-page.js";
import { TestTarget } from "../test-target.js";

const page = {
  contentType: "text/html",
  body: '<!doctype html><p id="p">before</p><script>document.getElementById("p").textContent = "after"</script>',
};

describe("Chromium", { timeout: 60_000 }, () => {
  test("returns the document after its scripts have run", async () => {
    await using target = await TestTarget.start(() => page);
    expect(await domOf(target.url)).toContain('<p id="p">after</p>');
  });

  test("takes a screenshot", async () => {
    await using target = await TestTarget.start(() => page);
    expect((await screenshotOf(target.url)).subarray(1, 4).toString()).toBe("PNG");
  });
});
