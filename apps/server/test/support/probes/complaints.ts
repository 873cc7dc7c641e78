import { randomUUID } from "node:crypto";
import { inTransaction } from "#kernel/db.ts";
import { keepPhotos } from "#modules/complaints/photos.ts";
import { buildComplaint } from "#modules/complaints/builders.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { buildOrderAt } from "./orders.ts";

export const buildComplaintAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const order = await buildOrderAt(world, unit);
  return buildComplaint(world.system.context.db, world.system.context, {
    orderId: order.id,
    requester: order.requester,
    ownerUnitId: unit.id,
  });
};

export const complaintsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/complaints",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildComplaintAt(world, unit)),
    unitsOf: ({ json }) =>
      // the contract test checks the shape
      (json() as { rows: Record<string, unknown>[] }).rows.map((row) => String(row["unitId"])),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/complaints/:id/photos/:photoId",
    build: async (world, unit) => {
      const { context } = world.system;
      const order = await buildOrderAt(world, unit);
      const id = await buildComplaint(context.db, context, {
        orderId: order.id,
        requester: order.requester,
        ownerUnitId: unit.id,
      });
      // A PNG of one point.
      const bytes = Buffer.from(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        "base64",
      );
      await inTransaction(context.db, (trx) =>
        keepPhotos(trx, context, order.requester, {
          complaintId: id,
          said: { faces: "none", boxes: "", parts: [] },
          requestId: randomUUID(),
          files: [{ field: "photo", filename: "1.png", declaredType: "image/png", bytes }],
        }),
      );
      const photo = await context.db
        .selectFrom("complaint_photos")
        .select("id")
        .where("complaint_id", "=", id)
        .executeTakeFirstOrThrow();
      return { params: { id, photoId: photo.id } };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/complaints/:id/answer",
    build: async (world, unit) => ({
      params: { id: await buildComplaintAt(world, unit) },
      payload: { finding: "partly", answer: "演示：已经问过，向您道歉。" },
    }),
  },
];
