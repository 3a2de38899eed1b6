import { createHash } from "node:crypto";
import type { OutgoingHttpHeaders } from "node:http";
import { contentTypeOf, type ExpositionFormatName } from "../../exposition/negotiation/format.js";

/** A page with the headers that it needs. */
export interface Page {
  /** The body. */
  readonly text: string;
  /** The headers, without the length. */
  readonly headers: OutgoingHttpHeaders;
}

const formats: readonly (readonly [ExpositionFormatName, string])[] = [
  ["text-0.0.4", "Text 0.0.4, the default"],
  ["text-1.0.0", "Text 1.0.0, with UTF-8 names"],
  ["openmetrics-1.0.0", "OpenMetrics 1.0.0"],
  ["openmetrics-0.0.1", "OpenMetrics 0.0.1"],
  ["protobuf", "Protobuf, delimited"],
];

const style = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 1rem }
table { border-collapse: collapse }
caption { text-align: start; padding-block: 0.5rem }
th, td { text-align: start; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0 }
code { overflow-wrap: anywhere }`;

/** Tells crawlers to stay away. */
export const robotsText = "User-agent: *\nDisallow: /\n";

/** Says that the service answers. */
export const healthyText = "Healthy.\n";

/**
 * The page at the root: where the metrics are, and in which formats.
 *
 * @param path - where the metrics are, as in the options
 * @param at - the path of the page: links are relative to it, so that the page also works behind a proxy that takes a prefix off
 */
export function landingPage(path: string, at: string): Page {
  const folder = at.endsWith("/") ? at : `${at}/`;
  const metrics = escaped(relative(folder.slice(at.lastIndexOf("/") + 1) + path.slice(1)));
  const rows = formats.map(([format, title]) => {
    const accept = escaped(acceptFor(format));
    return `<tr><th scope="row">${title}</th><td><a href="${metrics}?debug=${format}">${viewed(format)}</a></td><td><code>${accept}</code></td></tr>`;
  });
  return {
    text: `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Metrics</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<h1>Metrics</h1>
<p><a href="${metrics}">${escaped(folder + path.slice(1))}</a> is where Prometheus scrapes this process.</p>
<table>
<caption>A client chooses the format by the <code>Accept</code> header that it sends.</caption>
<thead><tr><th scope="col">Format</th><th scope="col">In the browser</th><th scope="col">Accept header</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
<p>With <code>Accept-Encoding: gzip</code> the answer is compressed. <code>?name[]=…</code>, once or more often, chooses
metric families by name.</p>
</main>
</body>
</html>
`,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": `default-src 'none'; style-src '${hashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "Referrer-Policy": "no-referrer",
    },
  };
}

/** A link that no browser takes for one with a scheme or a host: `a:b`, or nothing at all. */
function relative(path: string): string {
  return /^[^/:]*:|^\/|^$/.test(path) ? `./${path}` : path;
}

/** The header without what a client need not say. */
function acceptFor(format: ExpositionFormatName): string {
  return contentTypeOf(format, "allow-utf-8").replace("; charset=utf-8", "").replace("; escaping=allow-utf-8", "");
}

function viewed(format: ExpositionFormatName): string {
  return format === "protobuf" ? "download" : "view";
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
