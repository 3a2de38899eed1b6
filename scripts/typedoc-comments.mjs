// A plugin of TypeDoc. It lists the errors of a function under one heading, with their types, and shows constraints of
// type parameters as they are written. TypeDoc itself gives each error a heading of its own, and expands constraints of
// the signatures of variables.
import { CommentTag, Converter } from "typedoc";

/** Called by TypeDoc. */
export function load({ converter }) {
  converter.on(Converter.EVENT_CREATE_TYPE_PARAMETER, showConstraint);
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const exported = new Map(project.children.flatMap(({ children }) => children ?? []).map((one) => [one.name, one]));
    const comments = new Set(Object.values(project.reflections).flatMap(({ comment }) => comment ?? []));
    for (const comment of comments) listErrors(comment, exported);
  });
}

function listErrors(comment, exported) {
  const errors = comment.getTags("@throws");
  if (errors.length === 0) return;
  comment.removeTags("@throws");
  comment.blockTags.push(
    new CommentTag(
      "@throws",
      errors.flatMap((error) => item(error, exported)),
    ),
  );
}

function item({ typeAnnotation, content }, exported) {
  const types = typeAnnotation?.slice(1, -1).split(" | ") ?? [];
  return [
    { kind: "text", text: "\n- " },
    ...types.flatMap((name, index) => [
      { kind: "text", text: index === 0 ? "" : " or " },
      exported.has(name)
        ? { kind: "inline-tag", tag: "@link", text: name, target: exported.get(name) }
        : { kind: "code", text: `\`${name}\`` },
    ]),
    { kind: "text", text: " " },
    ...content.map((part) => (part.kind === "text" ? { ...part, text: part.text.replaceAll("\n", "\n  ") } : part)),
  ];
}

/** Only if the constraint names parameters of the same signature. Others have the arguments of the variable's type. */
function showConstraint(context, parameter) {
  const declaration = context.getSymbolFromReflection(parameter)?.declarations?.[0];
  const names = declaration?.constraint?.typeArguments?.map((argument) => argument.getText());
  const siblings = declaration?.parent.typeParameters?.map(({ name }) => name.text);
  if (names?.every((name) => siblings.includes(name)))
    parameter.type = context.converter.convertType(context.withScope(parameter), declaration.constraint);
}
