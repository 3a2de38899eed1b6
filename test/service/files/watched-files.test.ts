import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ReloadOutcome, WatchedFiles } from "../../../src/service/files/watched-files.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "narthex-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const write = (name: string, text: string): void => writeFileSync(at(name), text);

/** Writes a file so that nothing but its content is likely to differ. */
function rewrite(name: string, text: string): void {
  write(name, text);
  utimesSync(at(name), 1, 1);
}

/** Watches files, and records the loaded texts and the outcomes. A text with "broken" is invalid. */
async function watch(...names: string[]) {
  const loads: string[] = [];
  const outcomes: string[] = [];
  const files = await WatchedFiles.open({
    paths: names.map(at),
    load: (contents) => {
      const text = contents.join("+");
      loads.push(text);
      if (text.includes("broken")) throw new Error(`invalid: ${text}`);
      return text;
    },
    onReload: (...[result, error]: ReloadOutcome) => void outcomes.push(error === undefined ? result : error.message),
  });
  return { files, loads, outcomes };
}

describe("opening files", () => {
  test("loads them in the order of the paths", async () => {
    write("a", "1");
    write("b", "2");
    const { files, loads, outcomes } = await watch("b", "a");
    expect([files.current, loads, outcomes]).toEqual(["2+1", ["2+1"], []]);
  });

  test("throws the error of load", async () => {
    write("a", "broken");
    await expect(watch("a")).rejects.toThrow("invalid: broken");
  });

  test.each([
    ["a missing file", () => {}, /file does not exist\. Correct the path/],
    ["a folder", () => mkdirSync(at("file")), /file is a directory\./],
    ["a device", () => symlinkSync("/dev/zero", at("file")), /file is not a regular file\./],
    ["a huge file", () => write("file", "x".repeat(1_048_577)), /file is larger than 1048576 bytes\./],
    ["a link to itself", () => symlinkSync(at("file"), at("file")), /file cannot be read \(ELOOP\)\./],
  ])("rejects %s", async (_, create, message) => {
    create();
    await expect(watch("file")).rejects.toThrow(
      expect.objectContaining({ code: "NARTHEX_UNREADABLE_FILE", message: expect.stringMatching(message) }),
    );
  });

  test("names the option of a file that cannot be read", async () => {
    const describe = (path: string) => `Service.start: tls.keyFile "${path}"`;
    const opened = WatchedFiles.open({ paths: ["/nowhere"], describe, load: String, onReload: () => {} });
    await expect(opened).rejects.toThrow(/^Service\.start: tls\.keyFile "\/nowhere" does not exist\./);
  });
});

describe("refreshing files", () => {
  test("loads nothing if nothing has changed", async () => {
    write("a", "1");
    const { files, loads, outcomes } = await watch("a");
    for (let n = 0; n < 3; n++) expect(await files.refresh()).toBe("1");
    expect([loads, outcomes]).toEqual([["1"], []]);
  });

  test("loads a file that was written again", async () => {
    write("a", "1");
    const { files, outcomes } = await watch("a");
    write("a", "other");
    expect([await files.refresh(), files.current, outcomes]).toEqual(["other", "other", ["success"]]);
  });

  test("loads all files if one has changed", async () => {
    write("a", "1");
    write("b", "2");
    const { files } = await watch("a", "b");
    write("b", "3");
    expect(await files.refresh()).toBe("1+3");
  });

  test("loads a file that was replaced by one of the same size and modification time", async () => {
    rewrite("a", "1");
    const { files } = await watch("a");
    rewrite("b", "2");
    renameSync(at("b"), at("a"));
    expect(await files.refresh()).toBe("2");
  });

  test("misses no rewrite of the same size within one tick of the file system's clock", async () => {
    rewrite("a", "1000");
    const { files } = await watch("a");
    for (let n = 1001; n < 1200; n++) {
      rewrite("a", `${n}`);
      expect(await files.refresh()).toBe(`${n}`);
    }
  });

  test("follows the links that Kubernetes swaps", async () => {
    for (const version of ["..1", "..2"]) {
      mkdirSync(at(version));
      write(`${version}/cert`, `cert${version}`);
      write(`${version}/key`, `key${version}`);
    }
    symlinkSync("..1", at("..data"));
    for (const name of ["cert", "key"]) symlinkSync(`..data/${name}`, at(name));
    const { files, outcomes } = await watch("cert", "key");
    symlinkSync("..2", at("..data_tmp"));
    renameSync(at("..data_tmp"), at("..data"));
    expect([await files.refresh(), outcomes]).toEqual(["cert..2+key..2", ["success"]]);
  });

  test("does not load a file again if only its stat has changed", async () => {
    write("a", "1");
    const { files, loads, outcomes } = await watch("a");
    chmodSync(at("a"), 0o600);
    write("a", "1");
    await files.refresh();
    expect([loads, outcomes]).toEqual([["1"], []]);
  });

  test("keeps the old value if the new content is invalid, and reports each such change once", async () => {
    write("a", "1");
    const { files, loads, outcomes } = await watch("a");
    for (const text of ["broken", "broken too"]) {
      write("a", text);
      for (let n = 0; n < 3; n++) expect(await files.refresh()).toBe("1");
    }
    expect(outcomes).toEqual(["invalid: broken", "invalid: broken too"]);
    expect(loads).toEqual(["1", "broken", "broken too"]);
  });

  test("recovers when the content is valid again, even if it is the old one", async () => {
    write("a", "1");
    const { files, outcomes } = await watch("a");
    for (const text of ["broken", "1", "broken", "2"]) {
      write("a", text);
      await files.refresh();
    }
    expect([files.current, outcomes]).toEqual(["2", ["invalid: broken", "success", "invalid: broken", "success"]]);
  });

  test("keeps the value of a deleted file, reports it once, and recovers when the file is back", async () => {
    write("a", "1");
    const { files, outcomes } = await watch("a");
    rmSync(at("a"));
    for (let n = 0; n < 3; n++) expect(await files.refresh()).toBe("1");
    write("a", "1");
    for (let n = 0; n < 3; n++) expect(await files.refresh()).toBe("1");
    expect(outcomes).toEqual([expect.stringContaining("does not exist"), "success"]);
  });

  test("reports a file that stays unreadable once", async () => {
    write("a", "1");
    const { files, outcomes } = await watch("a");
    rmSync(at("a"));
    mkdirSync(at("a"));
    for (let n = 0; n < 3; n++) await files.refresh();
    expect(outcomes).toEqual([expect.stringContaining("is a directory")]);
  });

  test("reports several files that disappear once", async () => {
    write("a", "1");
    write("b", "2");
    const { files, outcomes } = await watch("a", "b");
    rmSync(at("a"));
    rmSync(at("b"));
    for (let n = 0; n < 100; n++) await files.refresh();
    expect(outcomes).toEqual([expect.stringContaining(`${at("a")} does not exist`)]);
  });

  test("reads a change once for concurrent calls", async () => {
    write("a", "1");
    const { files, loads, outcomes } = await watch("a");
    write("a", "2");
    const values = await Promise.all(Array.from({ length: 20 }, () => files.refresh()));
    expect(new Set(values)).toEqual(new Set(["2"]));
    expect([loads, outcomes]).toEqual([["1", "2"], ["success"]]);
  });

  test("sees a change that was made while an earlier call was running", async () => {
    write("a", "1");
    let written = false;
    const files = await WatchedFiles.open({
      paths: [at("a")],
      load: ([content]) => {
        // The running check has read the file; a call that begins now must read it again.
        if (String(content) === "2" && !written) {
          written = true;
          write("a", "3");
          later = files.refresh();
        }
        return String(content);
      },
      onReload: () => {},
    });
    let later: Promise<string> | undefined;
    write("a", "2");
    expect(await files.refresh()).toBe("2");
    expect(await later).toBe("3");
  });
});
