import { expect, test } from "vitest";
import { run } from "../../run-command.js";
import { servicePrograms } from "./service-program.js";

test("starting and stopping on addresses of all kinds leaves no descriptor, handle or file behind", async () => {
  using programs = await servicePrograms();
  const file = programs.write(`
    import { readdirSync } from "node:fs";
    import { get } from "node:http";
    import { Service } from "./service.mjs";
    const folder = process.argv[2];
    const socketPath = folder + "/metrics.sock";
    const scrape = (url, options = {}) => new Promise((resolve, reject) => {
      get(url, { agent: false, ...options }, (response) => response.resume().on("end", resolve)).on("error", reject);
    });
    const round = async () => {
      const local = { host: "127.0.0.1" };
      const service = await new Service().start({ listen: [local, { host: "::1" }, { socketPath, mode: 0o600 }] });
      await scrape(service.metricsUrl);
      await scrape("http://localhost/metrics", { socketPath });
      // Fails at the last address.
      const port = Number(new URL(service.url).port);
      await new Service().start({ listen: [local, { ...local, port }] }).then(() => process.exit(1), () => {});
      await service.stop();
    };
    const count = () => [readdirSync("/proc/self/fd").length, process.getActiveResourcesInfo().length];
    await round();
    const before = count();
    for (let n = 0; n < 100; n++) await round();
    console.log(JSON.stringify({ before, after: count(), files: readdirSync(folder) }));
  `);
  const { stdout, stderr } = await run(process.execPath, [file, programs.folder]);
  const { before, after, files } = JSON.parse(`${stdout}${stderr}`);
  expect(after).toEqual(before);
  expect(files).not.toContain("metrics.sock");
});
