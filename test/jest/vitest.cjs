// What the tests take from vitest, by Jest.
process.env.DECORATORS = "legacy-swc";
const vi = { resetModules: () => jest.resetModules() };
module.exports = { afterEach, beforeEach, describe, expect, test, vi };
