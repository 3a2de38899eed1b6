const FONT_SIZE = 12;
const LINE = 17;
const COLUMN = 7.23;
const MARGIN = 20;
const TITLE = 34;

/** The tokens that have a colour. */
const tokens =
  /(?<comment>\/\/.*|^#.*)|(?<text>"[^"]*")|(?<decorator>@\w+)|(?<word>\b(?:const|class|async|await|throw|new|return|if)\b)/g;

const colours: Readonly<Record<string, string>> = {
  comment: "#8b949e",
  text: "#a5d6ff",
  decorator: "#ffa657",
  word: "#ff7b72",
};

/** Draws a program and its output next to each other, as SVG. */
export function picture(code: string, output: string): string {
  const panels = [
    { title: "what you write", lines: code.trimEnd().split("\n") },
    { title: "what Prometheus reads", lines: output.trimEnd().split("\n") },
  ];
  const widths = panels.map(
    ({ lines }) => Math.ceil(Math.max(...lines.map(({ length }) => length)) * COLUMN) + 2 * MARGIN,
  );
  const height = TITLE + Math.max(...panels.map(({ lines }) => lines.length)) * LINE + MARGIN;
  const [left = 0, right = 0] = widths;
  const drawn = panels.flatMap(({ title, lines }, panel) => {
    const x = (panel === 0 ? 0 : left) + MARGIN;
    const heading = `<text x="${x}" y="22" fill="#8b949e" font-family="sans-serif">${title}</text>`;
    return [
      heading,
      ...lines.map((line, row) => {
        const indent = line.length - line.trimStart().length;
        return `<text x="${x + indent * COLUMN}" y="${TITLE + (row + 1) * LINE}">${coloured(line.trimStart())}</text>`;
      }),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + right} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_SIZE}" fill="#e6edf3">`,
    `<rect width="${left + right}" height="${height}" rx="8" fill="#0d1117"/>`,
    `<path d="M${left} ${MARGIN}V${height - MARGIN}" stroke="#30363d"/>`,
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}

function coloured(line: string): string {
  let drawn = "";
  let at = 0;
  for (const { 0: token, index, groups = {} } of line.matchAll(tokens)) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined) ?? "";
    drawn += `${escaped(line.slice(at, index))}<tspan fill="${colours[kind]}">${escaped(token)}</tspan>`;
    at = index + token.length;
  }
  return drawn + escaped(line.slice(at));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
