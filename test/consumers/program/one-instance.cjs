// `import` and `require` return one instance. If a loader still makes two copies, they share the default registry.
const assert = require("node:assert/strict");
const { join } = require("node:path");

async function main() {
  const required = require("narthex");
  const imported = await import("narthex");
  assert.equal(required.Counter, imported.Counter);
  assert.equal(require("narthex/exposition").render, imported.render);

  const copy = require(join(require.resolve("narthex/package.json"), "../dist/cjs/index.js"));
  assert.notEqual(copy.Counter, imported.Counter);
  assert.equal(
    require(join(require.resolve("narthex/package.json"), "../dist/cjs/exposition/index.js")).render,
    copy.render,
  );
  new copy.Counter({ name: "copies_total", help: "Counted by another copy.", labelNames: [] }).inc();
  assert.match(await imported.renderText(imported.defaultRegistry), /^copies_total 1$/m);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
