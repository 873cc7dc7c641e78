// No figure is typed that could be derived (J12, rules.md: no repeated form filling): every number of every form, on the
// portal and in the workbench, is declared with the reason why a person has to say it.
import assert from "node:assert/strict";
import { test } from "node:test";
import Type, { type TSchema } from "typebox";
import { factKinds } from "#kernel/facts.ts";
import { derivable, numbersOf, type NumericInput, typed } from "#kernel/numeric-inputs.ts";
import { databaseSuite } from "./support/database.ts";
import { startWorld } from "./support/whole-system.ts";

type Asked = { route: string; body: TSchema };
type Declared = ReadonlyMap<string, NumericInput>;

const find = (routes: readonly Asked[], declared: Declared): readonly string[] => {
  const asked = new Set(
    routes.flatMap(({ route, body }) => numbersOf(body).map((field) => `${route} ${field}`)),
  );
  return [
    ...[...asked].filter((name) => !declared.has(name)).map((name) => `${name}: not declared`),
    ...[...declared.keys()].filter((name) => !asked.has(name)).map((name) => `${name}: no form asks for it`),
    ...[...declared].flatMap(([name, input]) => {
      if (input.how === "derivable") return [`${name}: facts of ${input.factKind} tell it, no form may ask`];
      return input.reason.length > 15 ? [] : [`${name}: no reason`];
    }),
  ].toSorted();
};

databaseSuite("numbers that forms ask for", (database) => {
  test("every one of every module is declared as typed with its reason; none is typed that facts tell", async (t) => {
    await using world = await startWorld(database());
    const { records, modules } = world.system;
    const routes = records.flatMap(({ method, url, body }) =>
      body === undefined ? [] : [{ route: `${method} ${url}`, body }],
    );
    const declared: Declared = new Map(
      modules.flatMap((module) =>
        Object.entries(module.numericInputs ?? {}).flatMap(([route, fields]) =>
          Object.entries(fields).map(([field, input]) => [`${route} ${field}`, input] as const),
        ),
      ),
    );
    t.diagnostic(`${routes.length} forms and writes, ${declared.size} numbers`);
    assert.ok(routes.length > 250 && declared.size > 80);
    assert.deepEqual(find(routes, declared), []);
    // What facts count has a field nowhere: a form that asked for it would be named by what happened (held, completed …).
    const told = new Set(factKinds().map(({ kind }) => kind.split(/[._]/u).at(-1) ?? ""));
    for (const word of ["progress", "done", "attended", "completed", "published"]) told.add(word);
    assert.deepEqual(
      [...declared.keys()].filter((name) => told.has(name.split(/[ .]/u).at(-1)?.replace("[]", "") ?? "")),
      [],
    );
  });
});

test("control: a number that is not declared, a declaration without a form, one that facts tell and one without a reason are each named", () => {
  const body = Type.Object({
    title: Type.String(),
    on: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }),
    lines: Type.Array(Type.Object({ people: Type.Integer() })),
    money: Type.Optional(Type.String({ pattern: "^\\d{1,9}$" })),
    held: Type.Union([Type.Number(), Type.Null()]),
  });
  assert.deepEqual(numbersOf(body), ["lines[].people", "money", "held"]);
  const declared: Declared = new Map([
    ["POST /a money", typed("short")],
    ["POST /a held", derivable("activities.held")],
    ["POST /b year", typed("a form that was taken away again")],
  ]);
  assert.deepEqual(find([{ route: "POST /a", body }], declared), [
    "POST /a held: facts of activities.held tell it, no form may ask",
    "POST /a lines[].people: not declared",
    "POST /a money: no reason",
    "POST /b year: no form asks for it",
  ]);
});
