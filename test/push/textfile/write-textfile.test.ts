import { readdirSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Counter, Gauge, type GaugeMetric, Registry } from "../../../src/index.js";
import { withCode } from "../../../src/model/errors/coded-error.js";
import { type WriteTextfileOptions, writeTextfile } from "../../../src/push/index.js";
import { gathererOf } from "../../testing/gatherer-of.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "narthex-"));
  path = join(folder, "backup.prom");
});
afterEach(() => rm(folder, { recursive: true }));

function registryOf(...values: readonly number[]): Registry {
  const registry = new Registry();
  const gauge = new Gauge({ name: "backup_records", help: "Records.", labelNames: ["disk"], registry });
  for (const [disk, value] of values.entries()) gauge.set({ disk }, value);
  return registry;
}

const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

/** A registry of which one family has a timestamp. */
function registryWithTimestamp(): Registry {
  const registry = registryOf(1);
  const metrics = [{ labels: {}, value: 1, timestamp: 1_700_000_000 }];
  registry.register({ collect: () => [{ name: "imported", help: "", type: "gauge", metrics }] });
  return registry;
}

describe("writeTextfile", () => {
  test("writes text 0.0.4, also over an existing file, and leaves no other file", async () => {
    await writeFile(path, "old 1\n".repeat(100));
    await writeTextfile(path, registryOf(12, 0.5));
    expect(await readFile(path, "utf8")).toBe(
      '# HELP backup_records Records.\n# TYPE backup_records gauge\nbackup_records{disk="0"} 12\nbackup_records{disk="1"} 0.5\n',
    );
    expect(await readdir(folder)).toEqual(["backup.prom"]);
  });

  test("writes an exposition of several chunks whole", async () => {
    const registry = registryOf(...Array.from({ length: 9_000 }, (_, i) => i));
    await writeTextfile(path, registry);
    const lines = (await readFile(path, "utf8")).split("\n");
    expect(lines.slice(2, -1)).toEqual(Array.from({ length: 9_000 }, (_, i) => `backup_records{disk="${i}"} ${i}`));
  });

  test("lets everyone read a new file, whatever the umask", async () => {
    const former = process.umask(0o077);
    try {
      await writeTextfile(path, registryOf(1));
    } finally {
      process.umask(former);
    }
    expect(await modeOf(path)).toBe(0o644);
  });

  test.each([0o600, 0o664])("keeps the mode %o of an existing file", async (mode) => {
    await writeFile(path, "");
    await chmod(path, mode);
    await writeTextfile(path, registryOf(1));
    expect(await modeOf(path)).toBe(mode);
  });

  test("writes the selected families", async () => {
    const registry = registryWithTimestamp();
    await writeTextfile(path, registry, { names: new Set(["backup_records"]) });
    expect(await readFile(path, "utf8")).toContain('backup_records{disk="0"} 1\n');
  });

  test("leaves out a collector that fails or is late, and reports it", async () => {
    const registry = registryOf(1);
    registry.register({ collect: () => new Promise(() => {}) });
    const causes: string[] = [];
    const onFailure: WriteTextfileOptions["onFailure"] = (cause) => causes.push(cause);
    await writeTextfile(path, registry, { deadline: AbortSignal.abort(), onFailure });
    expect(causes).toEqual(["deadline"]);
    expect(await readFile(path, "utf8")).toContain('backup_records{disk="0"} 1\n');
  });

  test("does not let concurrent writes mix: the file is always one of them", async () => {
    const registries = Array.from({ length: 12 }, (_, i) => registryOf(...Array.from({ length: 3_000 }, () => i)));
    const writes = registries.map((registry) => writeTextfile(path, registry));
    await Promise.race(writes);
    const read = async () =>
      new Set(
        (await readFile(path, "utf8"))
          .split("\n")
          .slice(2, -1)
          .map((line) => line.split(" ")[1]),
      );
    expect((await read()).size).toBe(1);
    await Promise.all(writes);
    expect((await read()).size).toBe(1);
    expect(await readdir(folder)).toEqual(["backup.prom"]);
  });

  test("names its temporary file so that node_exporter ignores it", async () => {
    const files: string[] = [];
    const metrics = {
      *[Symbol.iterator]() {
        files.push(...readdirSync(folder));
        yield { labels: {}, value: 1 };
      },
    };
    await writeFile(path, "");
    await writeTextfile(path, gathererOf([{ name: "a", help: "", type: "gauge", metrics }]));
    expect(files).toContainEqual(expect.stringMatching(/^\.backup\.prom\.[\w-]+\.tmp$/));
  });
});

describe("writeTextfile writes nothing, and leaves an existing file as it is,", () => {
  beforeEach(() => writeFile(path, "old 1\n"));
  afterEach(async () => {
    expect(await readFile(path, "utf8")).toBe("old 1\n");
    expect((await readdir(folder)).filter((file) => file.endsWith(".tmp"))).toEqual([]);
  });

  test("if a metric has a timestamp", async () => {
    await expect(writeTextfile(path, registryWithTimestamp())).rejects.toThrow(
      withCode(
        "NARTHEX_TIMESTAMP_NOT_ALLOWED",
        new TypeError(
          `imported: must not have a timestamp, but one was 1700000000, for which node_exporter ignores the whole file. ${path} was not written. Remove the timestamp, or leave the family out with the option names.`,
        ),
      ),
    );
  });

  test("if its signal aborts, before the gather or during it", async () => {
    const reason = new Error("enough");
    await expect(writeTextfile(path, registryOf(1), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const registry = registryOf(1);
    using _ = registry.beforeGather(() => controller.abort(reason));
    await expect(writeTextfile(path, registry, { signal: controller.signal })).rejects.toBe(reason);
  });

  test("if a family fails while it is written", async () => {
    const metrics = {
      [Symbol.iterator]: (): Iterator<GaugeMetric> => {
        if (readdirSync(folder).length > 1) throw new Error("no metrics");
        return [{ labels: {}, value: 1 }].values();
      },
    };
    const written = writeTextfile(path, gathererOf([{ name: "a", help: "", type: "gauge", metrics }]));
    await expect(written).rejects.toThrow("no metrics");
  });

  test("if the folder does not exist", async () => {
    const missing = join(folder, "missing/backup.prom");
    const error = await writeTextfile(missing, registryOf(1)).catch((thrown) => thrown);
    expect(error.message).toBe(
      `writeTextfile: cannot write ${missing}: ${join(folder, "missing")} is not an existing folder. Create it, and give it to node_exporter as --collector.textfile.directory.`,
    );
    expect(error.cause).toMatchObject({ code: "ENOENT" });
  });

  test("if the path is that of a folder", async () => {
    const other = join(folder, "folder.prom");
    await mkdir(join(other, "inside"), { recursive: true });
    await expect(writeTextfile(other, registryOf(1))).rejects.toThrow(
      `writeTextfile: cannot write ${other}: it is a folder. Pass the path of a file.`,
    );
  });

  test.each([
    [
      "a name that node_exporter ignores",
      "/tmp/backup.txt",
      RangeError,
      /^writeTextfile: path must end in "\.prom", but was "\/tmp\/backup\.txt"\. The textfile collector/,
    ],
    [
      "a path that is no string",
      undefined as unknown as string,
      TypeError,
      /^writeTextfile: path must end in "\.prom", but was undefined/,
    ],
  ])("for %s", async (_, given, type, message) => {
    const written = writeTextfile(given, new Registry());
    await expect(written).rejects.toThrow(type);
    await expect(written).rejects.toThrow(message);
  });

  test("for a wrong argument", async () => {
    const counter = new Counter({ name: "a_total", help: "", registry: null });
    await expect(writeTextfile(path, counter as unknown as Registry)).rejects.toThrow(
      /^writeTextfile: gatherer must be a registry/,
    );
    await expect(writeTextfile(path, new Registry(), { name: "a" } as object)).rejects.toThrow(
      'writeTextfile: unknown option "name". The options are names, deadline, onFailure, signal.',
    );
    await expect(writeTextfile(path, new Registry(), { names: "a" as unknown as string[] })).rejects.toThrow(
      /^writeTextfile: names must be a list/,
    );
  });
});
