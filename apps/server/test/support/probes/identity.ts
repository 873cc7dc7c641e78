import { randomInt, randomUUID } from "node:crypto";
import type { Role } from "#kernel/actor.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import { buildPerson, type World } from "../whole-system.ts";
import { unitNamesIn } from "./organisations.ts";

/** A grant's row as the command leaves it. */
export const buildGrant = async (
  { system }: Pick<World, "system">,
  options: { personId: string; unitId: string; role: Role },
): Promise<string> => {
  const id = randomUUID();
  await system.context.db
    .insertInto("role_grants")
    .values({
      id,
      person_id: options.personId,
      role: options.role,
      unit_id: options.unitId,
      starts_on: "2026-01-01",
      ends_on: null,
      reason: "演示任命",
      granted_by_person_id: null,
      granted_at: system.clock.now(),
      ended_at: null,
      ended_by_person_id: null,
      end_reason: null,
    })
    .execute();
  return id;
};

/** A person whose only role, that of a volunteer, is at `unit`. */
const buildHolder = async (world: World, unit: BuiltUnit): Promise<{ personId: string; grantId: string }> => {
  const personId = await buildPerson(world.system, { unitId: unit.id });
  return { personId, grantId: await buildGrant(world, { personId, unitId: unit.id, role: "volunteer" }) };
};

/** The unit of a person in the list stands in its name: the answer names units of roles only by name. */
const seedPerson = async (world: World, unit: BuiltUnit): Promise<void> => {
  await buildHolder(world, unit);
};

const because = { reason: "演示：岗位调整" };
const ofPerson = (url: string, payload: Readonly<Record<string, unknown>>): Probe => ({
  kind: "record",
  method: "POST",
  url,
  hides: true,
  build: async (world, unit) => ({ params: { id: (await buildHolder(world, unit)).personId }, payload }),
});

export const identityProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/people",
    query: { size: "200" },
    named: "by name",
    seed: seedPerson,
    unitsOf: ({ json }) =>
      (json() as { rows: { roles: { unitName: string }[] }[] }).rows.flatMap((row) =>
        row.roles.map((role) => role.unitName),
      ),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/people/export.xlsx",
    named: "by name",
    seed: seedPerson,
    unitsOf: unitNamesIn,
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/people/:id",
    hides: true,
    build: async (world, unit) => ({ params: { id: (await buildHolder(world, unit)).personId } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/people",
    build: (_world, unit) => ({
      payload: {
        fullName: "演示新人",
        phone: `138${String(randomInt(1e8)).padStart(8, "0")}`,
        unitId: unit.id,
      },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/people/:id/grants",
    build: async (world, unit) => ({
      params: { id: (await buildHolder(world, unit)).personId },
      payload: { role: "helper", unitId: unit.id, reason: "演示任命" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/grants/:id/end",
    hides: true,
    build: async (world, unit) => ({
      params: { id: (await buildHolder(world, unit)).grantId },
      payload: because,
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/people/:id/handover",
    hides: true,
    build: async (world, unit) => ({
      params: { id: (await buildHolder(world, unit)).personId },
      payload: { toPersonId: (await buildHolder(world, unit)).personId, unitId: unit.id, ...because },
    }),
  },
  ofPerson("/api/people/:id/disable", because),
  {
    kind: "record",
    method: "POST",
    url: "/api/people/:id/enable",
    hides: true,
    build: async (world, unit) => {
      const { personId } = await buildHolder(world, unit);
      await world.system.context.db
        .updateTable("persons")
        .set({ status: "disabled" })
        .where("id", "=", personId)
        .execute();
      return { params: { id: personId }, payload: because };
    },
  },
];
