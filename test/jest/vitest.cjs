// What the tests take from vitest, by Jest.
process.env.DECORATORS = "legacy-swc";
module.exports = { afterEach, beforeEach, describe, expect, test };
