import { describe, expect, test } from "vitest";
import { isAtLeast } from "../../judges/programs.js";
import { promtoolRefusal } from "../../judges/promtool-web-config.js";
import { hashes, WebConfigFolder } from "../../web-config-folder.js";
import { job, ProtectedService } from "./protected-service.js";

/** A hash of `secret`, of the usual cost. */
const costly = "$2y$10$l6MXrKCOCm1x7Kzew6CjserNkI0mM0IHkZ.RZF0VtmKlNmMlGYoUq";

const webConfig = (tls: boolean, hash: string): object => ({
  ...(tls ? { tls_server_config: { cert_file: "server.pem", key_file: "server.key" } } : {}),
  basic_auth_users: { prometheus: hash },
});

function folderOf(tls: boolean): WebConfigFolder {
  const folder = new WebConfigFolder(webConfig(tls, costly));
  folder.change({ password: "secret" });
  return folder;
}

/** The settings of Prometheus. */
const settingsOf = (folder: WebConfigFolder): Readonly<Record<string, unknown>> => ({
  basic_auth: { username: "prometheus", password_file: folder.path("password") },
  tls_config: { ca_file: folder.path("authority.pem") },
});

describe.each([
  ["HTTP", false],
  ["HTTPS", true],
])("Prometheus scrapes with a password over %s", (_, tls) => {
  test("with a web-config file that promtool accepts", async () => {
    using folder = folderOf(tls);
    expect(await promtoolRefusal(folder.file)).toBeUndefined();
  });

  test("and stores the metrics", async () => {
    using folder = folderOf(tls);
    await using running = await ProtectedService.start(folder, settingsOf(folder));
    await running.scraped();
    expect(await running.prometheus.value("answer")).toBe(42);
    expect(await running.phases()).toEqual(["up"]);
  });

  test("and fails with 401 from the change of the password until its own has changed", async () => {
    using folder = folderOf(tls);
    await using running = await ProtectedService.start(folder, settingsOf(folder));
    await running.scraped();
    folder.change({ "web.yml": JSON.stringify(webConfig(tls, hashes.changed)) });
    expect(await running.prometheus.becomes("down", job)).toBe("server returned HTTP status 401 Unauthorized");
    folder.change({ password: "changed" });
    // Prometheus 3.5 reads the file only once for each target.
    if (isAtLeast("prometheus", 3, 0)) await running.recreateTargets();
    await running.prometheus.becomes("up", job);
    await running.scraped();
    expect(await running.phases()).toEqual(["up", "down", "up"]);
  });

  test("without a failure while the file is changed, broken and repaired", async () => {
    using folder = folderOf(tls);
    await using running = await ProtectedService.start(folder, settingsOf(folder));
    await running.scraped();
    folder.change({ "web.yml": JSON.stringify(webConfig(tls, hashes.secret)) });
    await running.scraped();
    folder.change({ "web.yml": "basic_auth_users: [" });
    await running.scraped();
    folder.change({ "web.yml": undefined });
    await running.scraped();
    folder.change({ "web.yml": JSON.stringify(webConfig(tls, costly)) });
    await running.scraped();
    expect(await running.phases()).toEqual(["up"]);
    const reloads = await running.prometheus.query("narthex_service_reloads_total");
    expect(reloads.map(({ metric }) => [metric["file"], metric["result"]])).toEqual(
      expect.arrayContaining([
        ["web_config", "success"],
        ["web_config", "failure"],
      ]),
    );
  });
});
