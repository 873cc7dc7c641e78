import type { TSchema } from "typebox";

/** Why a person has to type a number; or the kind of fact that tells it, so that no form may ask for it. */
export type NumericInput = { how: "typed"; reason: string } | { how: "derivable"; factKind: string };

/** Route (`POST /api/orders`) → field (`lines[].peopleCount`) → how the number comes about. */
export type NumericInputs = Readonly<Record<string, Readonly<Record<string, NumericInput>>>>;

/** A number that no record holds before somebody says it; the reason stands in the code and in the test's message. */
export const typed = (reason: string): NumericInput => ({ how: "typed", reason });
/** A number that facts of this kind tell: it is shown, never asked. */
export const derivable = (factKind: string): NumericInput => ({ how: "derivable", factKind });

type Node = {
  type?: string | readonly string[];
  pattern?: string;
  properties?: Readonly<Record<string, Node>>;
  items?: Node | readonly Node[];
  anyOf?: readonly Node[];
  oneOf?: readonly Node[];
  allOf?: readonly Node[];
};

/** Digits with perhaps a fraction, as they travel in a form; days, times, phones and codes are no quantities. */
const isQuantity = (pattern: string): boolean =>
  /^\^(?:\\d|\[0-9\]|\[1-9\]|\()/u.test(pattern) &&
  ["1", "7", "12"].some((sample) => new RegExp(pattern, "u").test(sample));

/** The fields of a form's schema that hold a quantity. */
export const numbersOf = (schema: TSchema): readonly string[] => {
  const walk = (node: Node, path: string): readonly string[] => {
    const types = typeof node.type === "string" ? [node.type] : (node.type ?? []);
    if (types.includes("number") || types.includes("integer")) return [path];
    if (types.includes("string")) return node.pattern !== undefined && isQuantity(node.pattern) ? [path] : [];
    const items = node.items === undefined ? [] : Array.isArray(node.items) ? node.items : [node.items];
    return [
      ...items.flatMap((one: Node) => walk(one, `${path}[]`)),
      ...[...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])].flatMap((one) =>
        walk(one, path),
      ),
      ...Object.entries(node.properties ?? {}).flatMap(([name, one]) =>
        walk(one, path === "" ? name : `${path}.${name}`),
      ),
    ];
  };
  return [...new Set(walk(schema, ""))];
};
