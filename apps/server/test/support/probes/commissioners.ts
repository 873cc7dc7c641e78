import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { inTransaction } from "#kernel/db.ts";
import { keepVisitPhotos, listVisitPhotos } from "#modules/commissioners/photos.ts";
import { buildApplication, buildCall, buildContract, buildLog } from "#modules/commissioners/builders.ts";
import { systemActor } from "#kernel/actor.ts";
import { createPerson } from "#modules/identity/index.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";

const because = { reason: "演示：写明原因" };
let asked = 0;

export const buildContractAt = async ({ system }: World, unit: BuiltUnit): Promise<string> =>
  (await buildContract(system.context.db, system.context, unit.id)).id;

export const buildLogAt = async ({ system }: World, unit: BuiltUnit): Promise<string> => {
  const { context } = system;
  return buildLog(context.db, context, await buildContract(context.db, context, unit.id));
};

export const buildCallAt = async ({ system }: World, unit: BuiltUnit): Promise<string> =>
  (await buildCall(system.context.db, system.context, { unitId: unit.id })).callId;

export const buildApplicationAt = async (
  { system }: World,
  unit: BuiltUnit,
  to: "applied" | "reviewed" | "selected" = "applied",
): Promise<{ id: string; callId: string }> =>
  buildApplication(system.context.db, system.context, { unitId: unit.id, to });

/** A visit with one photograph of nobody. */
export const buildPhotoAt = async (
  { system }: World,
  unit: BuiltUnit,
): Promise<{ id: string; photoId: string }> => {
  const { context } = system;
  const contract = await buildContract(context.db, context, unit.id);
  const id = await buildLog(context.db, context, contract);
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#888" } })
    .png()
    .toBuffer();
  await inTransaction(context.db, (trx) =>
    keepVisitPhotos(trx, context, contract.commissioner, {
      logId: id,
      files: [{ field: "photo", filename: "p.png", declaredType: "image/png", bytes }],
      said: { faces: "none", boxes: "", parts: [] },
      requestId: randomUUID(),
    }),
  );
  const [photoId = ""] = await listVisitPhotos(context.db, id);
  return { id, photoId };
};

const newPhone = async ({ system }: World): Promise<string> => {
  const { context } = system;
  asked += 1;
  const phone = `198${String(asked).padStart(8, "0")}`;
  await inTransaction(context.db, (trx) =>
    createPerson(trx, context, systemActor("matrix"), { fullName: "演示农技员", phone }),
  );
  return phone;
};
const statement = "演示：种了二十年双季稻，带过三户徒弟，愿意每月下田四次。";

const onApplication = (
  verb: string,
  to: "reviewed" | "selected",
  payload: Record<string, unknown>,
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/commissioner-applications/:id/${verb}`,
  build: async (world, unit) => ({
    params: { id: (await buildApplicationAt(world, unit, to)).id },
    payload,
  }),
});

const rowsOf = (json: unknown): Record<string, unknown>[] =>
  (json as { rows: Record<string, unknown>[] }).rows; // the contract test checks the shape
const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  rowsOf(json()).map((row) => String(row["unitId"]));

export const commissionersProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/commissioner-contracts",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildContractAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/commissioner-logs",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildLogAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/commissioner-scores",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildLogAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-contracts",
    build: async (world, unit) => {
      const phone = await newPhone(world);
      return {
        payload: {
          phone,
          unitId: unit.id,
          field: "rice",
          bases: "演示村双季稻基地",
          document: "演示聘书 第 2 号",
          startsOn: "2026-11-01",
          endsOn: "2027-10-31",
        },
      };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-contracts/:id/end",
    build: async (world, unit) => ({ params: { id: await buildContractAt(world, unit) }, payload: because }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-logs/:id/confirm",
    build: async (world, unit) => ({ params: { id: await buildLogAt(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-logs/:id/dispute",
    build: async (world, unit) => ({ params: { id: await buildLogAt(world, unit) }, payload: because }),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/commissioner-calls",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildCallAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/commissioner-applications",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildApplicationAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-calls",
    build: async (_world, unit) => ({
      payload: {
        unitId: unit.id,
        field: "rice",
        title: "演示水稻特派员选派",
        bases: "演示村双季稻基地",
        seats: 1,
        applyUntilOn: "2027-11-01",
        startsOn: "2027-12-01",
        endsOn: "2028-11-30",
      },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-calls/:id/reviewers",
    build: async (world, unit) => ({
      params: { id: await buildCallAt(world, unit) },
      payload: { phone: await newPhone(world) },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-calls/:id/nominations",
    build: async (world, unit) => ({
      params: { id: await buildCallAt(world, unit) },
      payload: { phone: await newPhone(world), unitId: unit.id, statement },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-calls/:id/finish",
    build: async (world, unit) => ({
      params: { id: (await buildApplicationAt(world, unit, "selected")).callId },
      payload: {},
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-calls/:id/cancel",
    build: async (world, unit) => ({ params: { id: await buildCallAt(world, unit) }, payload: because }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/commissioner-applications/:id/reviews",
    build: async (world, unit) => ({
      params: { id: (await buildApplicationAt(world, unit, "reviewed")).id },
    }),
  },
  onApplication("select", "reviewed", because),
  onApplication("pass_over", "reviewed", because),
  onApplication("appoint", "selected", { document: "演示聘书 第 4 号" }),
  {
    kind: "record",
    method: "GET",
    url: "/api/commissioner-logs/:id/photos/:photoId",
    build: async (world, unit) => ({ params: await buildPhotoAt(world, unit) }),
  },
];
