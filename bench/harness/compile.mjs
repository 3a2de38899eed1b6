let compiled = 0;

/**
 * Compiles a loop around one operation. Engines let functions of the same source text share what they learn of types, which
 * would turn call sites of several libraries into one; so each loop gets a name, and with it a text, of its own.
 *
 * @param {Record<string, unknown>} scope - what the operation may name
 * @param {string} operation - a statement, in which `i` counts
 * @returns {(count: number) => void} runs the operation so often
 */
export function compileLoop(scope, operation) {
  return compileText(scope, (name) => `function ${name}(count) { for (let i = 0; i < count; i++) { ${operation}; } }`);
}

/** The same for a loop that awaits each operation. */
export function compileAsyncLoop(scope, operation) {
  return compileText(
    scope,
    (name) => `async function ${name}(count) { for (let i = 0; i < count; i++) { ${operation}; } }`,
  );
}

/** Compiles any function of a distinct text. */
export function compileText(scope, textOf) {
  compiled += 1;
  return new Function(...Object.keys(scope), `return ${textOf(`case${compiled}`)}`)(...Object.values(scope));
}
