const columns = ["row", "narthex", "peers", "ratio", "target", ""];

/** The rows of a group as a table for people. */
export function table({ name, title, seconds, rows }) {
  const lines = [columns, ...rows.map(cells)];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const text = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i]))
      .join("  ")
      .trimEnd(),
  );
  return [`${name}: ${title} (${seconds.toFixed(0)} s)`, ...text, ...notes(rows).map((note) => `  ${note}`), ""].join(
    "\n",
  );
}

/** The rows of a group as a table in Markdown. */
export function markdown({ name, title, rows }) {
  const line = (texts) => `| ${texts.join(" | ")} |`;
  const head = [line(columns), line(columns.map(() => "---"))];
  return [
    `### ${title} (\`${name}\`)`,
    "",
    ...head,
    ...rows.map((row) => line(cells(row))),
    "",
    ...notes(rows).map((note) => `- ${note}`),
    "",
  ].join("\n");
}

function cells({ row, unit, ours, peers, fastest, ratio, target, status, floor }) {
  const others = Object.entries(peers).map(([name, value]) => `${name === fastest ? "*" : ""}${name} ${figure(value)}`);
  if (floor !== undefined) others.push(`[${floor.name} ${figure(floor.value)}]`);
  return [
    row,
    ours === undefined ? "" : `${figure(ours)} ${unit}`,
    others.join(", "),
    ratio === undefined ? "" : `${figure(ratio)} ×`,
    target,
    status,
  ];
}

function notes(rows) {
  return rows.filter(({ note }) => note !== undefined).map(({ row, note }) => `${row}: ${note}`);
}

/** Three significant digits, without an exponent. */
function figure(value) {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString("en-US");
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
}
