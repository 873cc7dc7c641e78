import { randomInt, randomUUID } from "node:crypto";
import { unzipSync } from "fflate";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { createAreaSet, submitOrganisation, type OrganisationStatus } from "#modules/organisations/index.ts";
import { creditCodeCheckDigit } from "#modules/organisations/credit-code.ts";
import { previewUnitImport } from "#modules/organisations/import-commands.ts";
import { parseUnitImport } from "#modules/organisations/import-parse.ts";
import { storeProof } from "#modules/organisations/proof-files.ts";
import { type BuiltUnit, buildUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import { placeNames, type World } from "../whole-system.ts";

const probe = systemActor("matrix");

/** A credit code with a right check digit that no organisation has. */
export const newCreditCode = (): string => {
  const body = `91430100MA${Array.from({ length: 7 }, () => randomInt(10)).join("")}`;
  return body + (creditCodeCheckDigit(body) ?? "");
};

const anyProof = Buffer.from("%PDF-1.4\n% 演示\n");

/** A registered organisation whose home is `unit`, also where none may register by itself. */
export const buildOrganisation = async (
  { system, places }: World,
  unit: BuiltUnit,
  status: OrganisationStatus = "submitted",
  contact: { name?: string; phone?: string } = {},
): Promise<string> => {
  const { context } = system;
  const name = `演示单位${randomUUID().slice(0, 8)}`;
  const id = await inTransaction(context.db, async (trx) => {
    const upload = {
      field: "proof",
      filename: "proof.pdf",
      declaredType: "application/pdf",
      bytes: anyProof,
    };
    const proof = await storeProof(trx, context, { upload, actor: probe, requestId: randomUUID() });
    const submitted = await submitOrganisation(trx, context, probe, {
      answers: {
        kind: "university",
        name,
        creditCode: newCreditCode(),
        nonProfit: true,
        purpose: "面向居民开放的演示实验室，讲食品安全。",
        homeUnitId: places.community.id,
        address: "演示路 1 号演示楼",
        contactName: contact.name ?? "演示联系人",
        contactPhone: contact.phone ?? `139${String(randomInt(1e8)).padStart(8, "0")}`,
      },
      proofFileId: proof.id,
    });
    return submitted.id;
  });
  const ownUnit =
    status === "verified" || status === "suspended"
      ? (await buildUnit(context.db, { parent: unit, kind: "company", name })).id
      : null;
  await context.db
    .updateTable("organisations")
    .set({ home_unit_id: unit.id, status, unit_id: ownUnit })
    .where("id", "=", id)
    .execute();
  return id;
};

const schoolUnder = async ({ system }: World, unit: BuiltUnit): Promise<BuiltUnit> =>
  buildUnit(system.context.db, { parent: unit, kind: "school" });

const newAreaSet = async ({ system }: World): Promise<string> =>
  inTransaction(system.context.db, async (trx) => {
    // A scheme of its own: a unit may stand in one set of a scheme only.
    const scheme = `probe_${randomUUID().replaceAll(/[^a-f]/g, "")}x`.slice(0, 30);
    const set = await createAreaSet(trx, system.context, probe, {
      scheme,
      name: `演示片区${randomUUID().slice(0, 8)}`,
    });
    return set.id;
  });

/** The names stand in all exports of the test's own tree, as whole cells or behind a role. */
export const unitNamesIn = ({ bytes }: { bytes: Buffer }): readonly string[] => {
  const xml = Object.values(unzipSync(bytes))
    .map((part) => Buffer.from(part).toString("utf8"))
    .join("");
  return placeNames.filter((name) => new RegExp(`(>|· )${name}(<|；)`).test(xml));
};

const importOf = (name: string, parent: string): string => `单位名称,类别,上级单位\n${name},学校,${parent}\n`;

/** A preview whose rows lie at `unit`, made by somebody whose area that is. */
const buildImport = async ({ system }: World, unit: BuiltUnit): Promise<string> => {
  const file = await parseUnitImport(Buffer.from(importOf(`演示学校${randomUUID().slice(0, 8)}`, unit.name)));
  const preview = await inTransaction(system.context.db, (trx) =>
    previewUnitImport(trx, system.context, probe, {
      file,
      filename: "demo.csv",
      unitId: unit.id,
      scope: [unit.path],
    }),
  );
  return preview.importId;
};

const rowsOf = (json: unknown): Record<string, unknown>[] =>
  (json as { rows: Record<string, unknown>[] }).rows; // the contract test checks the shape

const organisationRoute = (
  verb: string,
  status: OrganisationStatus,
  payload?: Readonly<Record<string, unknown>>,
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/organisations/:id/${verb}`,
  build: async (world, unit) => ({
    params: { id: await buildOrganisation(world, unit, status) },
    ...(payload === undefined ? {} : { payload }),
  }),
});

const because = { reason: "演示：材料看不清，请补。" };

export const organisationsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/units",
    query: { size: "200" },
    seed: async () => undefined,
    unitsOf: ({ json }) => rowsOf(json()).map((row) => String(row["id"])),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/units/tree",
    seed: async () => undefined,
    unitsOf: ({ json }) => (json() as { nodes: { id: string }[] }).nodes.map((node) => node.id),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/area-sets",
    seed: async ({ system, places, ...world }, unit) => {
      const id = await newAreaSet({ system, places, ...world });
      await system.context.db
        .insertInto("area_set_members")
        .values({
          id: randomUUID(),
          area_set_id: id,
          scheme: (
            await system.context.db
              .selectFrom("area_sets")
              .select("scheme")
              .where("id", "=", id)
              .executeTakeFirstOrThrow()
          ).scheme,
          unit_id: unit.id,
          valid_from: "2026-01-01",
          valid_to: null,
          created_at: system.clock.now(),
        })
        .execute();
    },
    unitsOf: ({ json }) =>
      rowsOf(json()).flatMap((set) =>
        (set["members"] as { unitId: string }[]).map((member) => member.unitId),
      ),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/units/:id",
    build: (_world, unit) => ({ params: { id: unit.id } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/units",
    build: (_world, unit) => ({
      payload: { kind: "school", name: `演示学校${randomUUID().slice(0, 8)}`, parentId: unit.id },
    }),
  },
  {
    kind: "record",
    method: "PATCH",
    url: "/api/units/:id",
    build: async (world, unit) => ({
      params: { id: (await schoolUnder(world, unit)).id },
      payload: { description: `演示说明 ${randomUUID()}` },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/units/:id/close",
    build: async (world, unit) => ({ params: { id: (await schoolUnder(world, unit)).id }, payload: {} }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/units/:id/serving-areas",
    build: async (world, unit) => {
      const station = await buildUnit(world.system.context.db, { parent: unit, kind: "station" });
      return { params: { id: station.id }, payload: { unitId: (await schoolUnder(world, unit)).id } };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/area-sets",
    fixedAt: "root",
    build: () => ({ payload: { name: `演示片区${randomUUID().slice(0, 8)}` } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/area-sets/:id/members",
    build: async (world, unit) => ({
      params: { id: await newAreaSet(world) },
      payload: { unitId: (await schoolUnder(world, unit)).id },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/area-sets/:id/members/:memberId/end",
    build: async (world, unit) => {
      const id = await newAreaSet(world);
      const memberId = randomUUID();
      const { db } = world.system.context;
      const { scheme } = await db
        .selectFrom("area_sets")
        .select("scheme")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      await db
        .insertInto("area_set_members")
        .values({
          id: memberId,
          area_set_id: id,
          scheme,
          unit_id: (await schoolUnder(world, unit)).id,
          valid_from: "2026-01-01",
          valid_to: null,
          created_at: world.system.clock.now(),
        })
        .execute();
      return { params: { id, memberId }, payload: { validTo: "2026-12-31" } };
    },
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/organisations",
    query: { size: "200" },
    seed: async (world, unit) => {
      await buildOrganisation(world, unit);
    },
    unitsOf: ({ json }) => rowsOf(json()).map((row) => String(row["homeUnitId"])),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/organisations/:id",
    build: async (world, unit) => ({ params: { id: await buildOrganisation(world, unit) } }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/organisations/:id/proof",
    build: async (world, unit) => ({ params: { id: await buildOrganisation(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/imports/units",
    // The preview is made for the actor's own area, whatever the file says.
    fixedAt: "street",
    build: (_world, unit) => ({
      file: { field: "file", filename: "demo.csv", content: importOf("演示学校", unit.name) },
    }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/imports/:id",
    build: async (world, unit) => ({ params: { id: await buildImport(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/imports/:id/apply",
    build: async (world, unit) => ({ params: { id: await buildImport(world, unit) } }),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/units/export.xlsx",
    named: "by name",
    seed: async () => undefined,
    // A row names its parent too, and the street's parent lies above the actor.
    unitsOf: (answer) => unitNamesIn(answer).filter((name) => name !== placeNames[0]),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/organisations/export.xlsx",
    named: "by name",
    seed: async (world, unit) => void (await buildOrganisation(world, unit)),
    unitsOf: unitNamesIn,
  },
  organisationRoute("review", "submitted"),
  organisationRoute("verify", "under_review", {}),
  organisationRoute("return", "under_review", because),
  organisationRoute("reject", "under_review", because),
  organisationRoute("suspend", "verified", because),
  organisationRoute("reinstate", "suspended"),
  organisationRoute("contact", "submitted"),
];
