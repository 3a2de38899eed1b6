import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
if (!existsSync(join(root, "dist/cjs/index.d.ts"))) throw new Error("dist is missing: run `npm run build` first");

/** The declarations of all entry points. */
const entries = Object.values<{ import?: { types: string } }>(manifest.exports).flatMap((entry) =>
  entry.import === undefined ? [] : [join(root, entry.import.types)],
);
const program = ts.createProgram(entries, {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
});
const checker = program.getTypeChecker();

/** The types that an entry point exports. */
function publicTypes(entry: string): readonly ts.Symbol[] {
  const module = checker.getSymbolAtLocation(program.getSourceFile(entry) as ts.SourceFile) as ts.Symbol;
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter(({ flags }) => flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias));
}

/** The optional properties that the package itself declares for a type, and for the members of a union. */
function optionalProperties(type: ts.Type): readonly ts.PropertySignature[] {
  if (type.isUnion()) return type.types.flatMap(optionalProperties);
  return type
    .getProperties()
    .flatMap(({ declarations = [] }) => declarations)
    .filter(ts.isPropertySignature)
    .filter((property) => !program.isSourceFileDefaultLibrary(property.getSourceFile()))
    .filter(({ questionToken }) => questionToken !== undefined);
}

const takesUndefined = ({ type }: ts.PropertySignature) =>
  type !== undefined && checker.isTypeAssignableTo(checker.getUndefinedType(), checker.getTypeFromTypeNode(type));

test("every optional property of a public type may be undefined", () => {
  const properties = entries
    .flatMap(publicTypes)
    .flatMap((symbol) =>
      optionalProperties(checker.getDeclaredTypeOfSymbol(symbol)).map((property) => ({ symbol, property })),
    );
  const named = properties.map(({ symbol, property }) => ({
    name: `${symbol.name}.${property.name.getText()}`,
    takesUndefined: takesUndefined(property),
  }));
  expect(named.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "CounterOptions.constLabels",
      "GaugeOptions.collect",
      "HistogramOptions.native",
      "SettledOptions.when",
      "ServiceOptions.registry",
      "PushgatewayOptions.retry",
      "PushTlsOptions.ca",
    ]),
  );
  expect(named.filter((property) => !property.takesUndefined)).toEqual([]);
});
