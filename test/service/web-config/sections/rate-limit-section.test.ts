import { describe, expect, test } from "vitest";
import { parseGoDuration } from "../../../../src/service/web-config/sections/go-duration.js";
import { parse, problemsOf } from "../parsing.js";

const limitOf = async (section: string) => (await parse(`rate_limit: ${section}`)).rateLimit;

describe("rate_limit", () => {
  test.each([
    ["1s", 1],
    ['"500ms"', 0.5],
    ["1m30s", 90],
    ["24h", 86_400],
    ["1.5h", 5400],
  ])("interval %s", async (interval, intervalSeconds) => {
    expect(await limitOf(`{interval: ${interval}, burst: 20}`)).toEqual({ intervalSeconds, burst: 20 });
  });

  test.each(["0", "0s", '"0"', "-0s"])("interval %s means no limit, whatever the burst", async (interval) => {
    expect(await limitOf(`{interval: ${interval}, burst: 0}`)).toBeUndefined();
    expect(await limitOf(`{interval: ${interval}}`)).toBeUndefined();
  });

  test.each([
    ["{burst: 1}", /^1:13: rate_limit must have interval/],
    ["{interval: 1s}", /^1:13: rate_limit must have burst/],
    ["{interval: 1s, burst: 0}", /^1:28: rate_limit.burst must be at least 1/],
    ["{interval: 5, burst: 1}", /^1:24: rate_limit.interval must be a duration from 0 to 24h.*, but was "5"/],
    ["{interval: -1s, burst: 1}", /^1:24: rate_limit.interval must be a duration.*, but was "-1s"/],
    ["{interval: 25h, burst: 1}", /^1:24: rate_limit.interval must be a duration/],
    ["{interval: 1d, burst: 1}", /^1:24: rate_limit.interval must be a duration/],
    ["{interval: , burst: 1}", /^1:2\d: rate_limit.interval must be a duration.*but has no value/],
    ["{interval: 1s, burst: 1.5}", /^1:35: rate_limit.burst must be a whole number of at least 0.*, but was "1.5"/],
    ["{interval: 1s, burst: -1}", /^1:35: rate_limit.burst must be a whole number/],
    ['{interval: 1s, burst: "20"}', /^1:35: rate_limit.burst must be a whole number of at least 0, without quotes/],
    ["{interval: 1s, burst: !!str 20}", /^1:41: rate_limit.burst must be a whole number/],
    ["{interval: 1s, burst: 1e300}", /^1:35: rate_limit.burst must be a whole number/],
    ["{interval: 1s, burst: 1, per: ip}", /^1:38: Unknown key per in rate_limit/],
    ["1s", /^1:13: rate_limit must be a mapping/],
  ])("must not be %s", async (section, problem) => {
    expect(await problemsOf(`rate_limit: ${section}`)).toEqual([expect.stringMatching(problem)]);
  });
});

describe("durations of Go", () => {
  test.each([
    ["0", 0],
    ["+0", 0],
    ["1ns", 1e-9],
    ["1us", 1e-6],
    ["1\u00b5s", 1e-6],
    ["1\u03bcs", 1e-6],
    ["1.5ms", 0.0015],
    [".5s", 0.5],
    ["1.s", 1],
    ["+5m", 300],
    ["-1.5h", -5400],
    ["1h2m3s", 3723],
    ["1s1s", 2],
    ["2562047h", 9_223_369_200],
  ])("%s", (text, seconds) => {
    expect(parseGoDuration(text)).toBeCloseTo(seconds, 12);
  });

  test.each([
    "",
    "1",
    "s",
    ".s",
    "1 s",
    " 1s",
    "1s ",
    "1x",
    "1d",
    "s1",
    "--1s",
    "1e3s",
    "1_000s",
    "1S",
    "3000000h",
    "1toString",
  ])("%j is none", (text) => {
    expect(parseGoDuration(text)).toBeUndefined();
  });
});
