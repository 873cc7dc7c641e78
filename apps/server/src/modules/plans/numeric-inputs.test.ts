import assert from "node:assert/strict";
import { test } from "node:test";
import type { TSchema } from "typebox";
import { factKinds, registerFactKinds } from "#kernel/facts.ts";
import * as contract from "./contract.ts";
import * as unitContract from "./contract-units.ts";
import { plansFactKinds } from "./facts.ts";
import { typedNumbers } from "./numeric-inputs.ts";

type Node = { type?: string; pattern?: string; properties?: Record<string, Node>; items?: Node };

/** Numbers of a body, also those that travel as a text of digits. */
const numbersOf = (node: Node, path: string): readonly string[] => {
  if (node.type === "number" || node.type === "integer" || node.pattern?.startsWith("^\\d{1,9}") === true)
    return [path];
  if (node.items !== undefined) return numbersOf(node.items, path);
  return Object.entries(node.properties ?? {}).flatMap(([name, one]) => numbersOf(one, `${path}.${name}`));
};

const bodies = Object.entries({ ...contract, ...unitContract }).filter(([name]) => name.endsWith("Body")) as [
  string,
  TSchema,
][]; // every export of that name is a schema

test("every number that a form asks for is declared as typed with a reason; an undeclared one fails, a declared one exists", () => {
  assert.ok(bodies.length >= 15);
  const asked = bodies.flatMap(([name, schema]) => numbersOf(schema as Node, name));
  assert.deepEqual(asked.toSorted(), Object.keys(typedNumbers).toSorted());
  for (const [field, reason] of Object.entries(typedNumbers)) assert.ok(reason.length > 15, field);
});

test("typed fields and derivable figures have nothing in common: no form has a field for what a fact counts", () => {
  registerFactKinds(plansFactKinds);
  const derivable = new Set(factKinds().flatMap((kind) => kind.kind.split(/[._]/)));
  for (const word of ["progress", "done", "count", "attended", "completed", "value"]) derivable.add(word);
  const typed = Object.keys(typedNumbers)
    .map((field) => field.split(".").at(-1) ?? "")
    // The value of a target is what the plan demands, not what was reached.
    .filter((field) => field !== "value" && field !== "year");
  assert.deepEqual(
    typed.filter((field) => derivable.has(field)),
    [],
  );
});
