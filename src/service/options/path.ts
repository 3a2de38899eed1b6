import { URL } from "node:url";
import { checkOption, type OptionCheck, type OptionRule, string } from "../../validation/options.js";

/** Paths of the service's own pages. */
export const ownPaths = { landing: "/", healthy: "/-/healthy", robots: "/robots.txt" } as const;

/** Accepts paths for the metrics. */
export const path: OptionCheck = (subject, option, value) => {
  checkOption(subject, option, value, string);
  checkOption(subject, option, value, canonicalPath);
  checkOption(subject, option, value, freePath);
};

const canonicalPath: OptionRule = {
  rule: 'must begin with "/" and contain only characters that a URL path keeps as they are, without "?", "#", "//" or ".."',
  type: "string",
  holds: (value: string) =>
    value.startsWith("/") && !value.includes("//") && new URL(value, "http://host").pathname === value,
};

const freePath: OptionRule = {
  rule: "must differ from the service's own pages",
  type: "string",
  holds: (value) => value !== ownPaths.healthy && value !== ownPaths.robots,
};
