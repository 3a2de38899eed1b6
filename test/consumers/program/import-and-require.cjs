// `require` and `import` share the default registry, even if a loader makes two copies of the package.
const assert = require("node:assert/strict");

async function main() {
  const required = require("narthex");
  const imported = await import("narthex");
  new required.Counter({ name: "copies_total", help: "Counted by the required copy.", labelNames: [] }).inc();
  const { body } = await imported.render(imported.defaultRegistry);
  assert.match(new TextDecoder().decode(body), /^copies_total 1$/m);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
