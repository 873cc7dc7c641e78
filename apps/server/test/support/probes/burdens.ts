import { inTransaction } from "#kernel/db.ts";
import { addFormBurden } from "#kernel/form-burden.ts";
import { createId } from "#kernel/ids.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { unitNamesIn } from "./organisations.ts";

/** A form sent for `unit` in the week of the clock. */
export const buildBurden = async ({ system }: World, unit: BuiltUnit): Promise<void> => {
  const { db, clock } = system.context;
  const sent = { unitId: unit.id, at: clock.now(), form: "orders.screen", fields: 2, seconds: 95 };
  await inTransaction(db, async (trx) => addFormBurden(trx, sent));
};

const buildLimit = async ({ system, personId }: World, unit: BuiltUnit): Promise<void> => {
  const { db, clock } = system.context;
  const id = createId(clock);
  await db
    .insertInto("burden_limits")
    .values({
      id,
      unit_id: unit.id,
      minutes: 20,
      reason: "演示：减负",
      set_by_person_id: personId,
      set_at: clock.now(),
    })
    .execute();
};

const unitIds = ({ json }: { json: () => unknown }): readonly string[] =>
  // The contract test checks the shape.
  (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId);

export const burdensProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/burdens",
    query: { size: "200" },
    seed: buildBurden,
    unitsOf: unitIds,
  },
  { kind: "list", method: "GET", url: "/api/burden-limits", seed: buildLimit, unitsOf: unitIds },
  {
    kind: "list",
    method: "GET",
    url: "/api/burdens/export.xlsx",
    named: "by name",
    seed: buildBurden,
    unitsOf: unitNamesIn,
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/burden-forms",
    build: (_world, unit) => ({ query: { unit: unit.id } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/burden-limits",
    build: (_world, unit) => ({ payload: { unitId: unit.id, minutes: 25, reason: "演示：减负" } }),
  },
];
