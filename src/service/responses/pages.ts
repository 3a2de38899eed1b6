import { createHash } from "node:crypto";
import { acceptHeaderFor } from "../../exposition/negotiation/accept-header.js";
import type { ExpositionFormatName } from "../../exposition/negotiation/format.js";

/** A page of HTML. */
export interface Page {
  /** The body. */
  readonly text: string;
  /** The `Content-Security-Policy`. */
  readonly policy: string;
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

/** The body of `/robots.txt`: crawlers may visit no page. */
export const robotsText = "User-agent: *\nDisallow: /\n";

/** The body of `/-/healthy`. */
export const healthyText = "Healthy.\n";

/**
 * Returns the landing page, which links to the metrics in every format.
 *
 * @param path - the path of the metrics, as in the options
 * @param at - the path of the page; links are relative to it, so that the page works behind a proxy that strips a
 * prefix
 */
export function landingPage(path: string, at: string): Page {
  const folder = at.endsWith("/") ? at : `${at}/`;
  const metrics = escaped(relative(folder.slice(at.lastIndexOf("/") + 1) + path.slice(1)));
  const rows = formats.map(([format, title]) => {
    const accept = escaped(acceptFor(format));
    return `<tr><th scope="row">${title}</th><td><a href="${metrics}?debug=${format}">${linkText(format)}</a></td><td><code>${accept}</code></td></tr>`;
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
<p>Prometheus scrapes this process at <a href="${metrics}">${escaped(folder + path.slice(1))}</a>.</p>
<table>
<caption>A client selects the format with the <code>Accept</code> header.</caption>
<thead><tr><th scope="col">Format</th><th scope="col">In the browser</th><th scope="col">Accept header</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
<p>With <code>Accept-Encoding: gzip</code>, the response is compressed. The parameter <code>name[]</code> selects metric
families by name; repeat it to select several.</p>
</main>
</body>
</html>
`,
    policy: `default-src 'none'; style-src '${hashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

/**
 * Returns a relative link. A path such as `a:b` or an empty one needs `./`, or a browser would read a scheme or no
 * path.
 */
function relative(path: string): string {
  return /^[^/:]*:|^\/|^$/.test(path) ? `./${path}` : path;
}

/** Returns the `Accept` header for a format, without the escaping scheme, which a client can omit. */
function acceptFor(format: ExpositionFormatName): string {
  return acceptHeaderFor(format).replace("; escaping=allow-utf-8", "");
}

function linkText(format: ExpositionFormatName): string {
  return format === "protobuf" ? "download" : "view";
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
