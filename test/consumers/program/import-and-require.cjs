// `require` and `import` share the default registry, even if a loader makes two copies of the package.
const assert = require("node:assert/strict");

async function main() {
  const required = require("narthex");
  const imported = await import("narthex");
  new required.Counter({ name: "copies_total", help: "Counted by the required copy.", labelNames: [] }).inc();
  assert.match(await imported.renderText(imported.defaultRegistry), /^copies_total 1$/m);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
