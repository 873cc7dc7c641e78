import { toDistrictDate } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { toConsent } from "#modules/orders/builders.ts";
import { recordConsent } from "#modules/orders/schools/consents.ts";
import { keepLetter } from "#modules/orders/schools/letters.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { type BuiltUnit, buildUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { buildOrderAt } from "./orders.ts";

/** An order of `unit` at a school. */
const buildSchoolOrder = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { db } = world.system.context;
  const { id } = await buildOrderAt(world, unit);
  const school = await buildUnit(db, { parent: world.places.street, kind: "school" });
  await db.updateTable("orders").set({ place_unit_id: school.id }).where("id", "=", id).execute();
  return id;
};

/** An order of `unit` at a school that has agreed by letter. */
export const buildAgreed = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const id = await buildSchoolOrder(world, unit);
  const clerk = await buildActor(context.db, context, "演示派单员");
  const bytes = Buffer.from("%PDF-1.4\n%%EOF\n");
  await inTransaction(context.db, async (trx) => {
    const letterFileId = await keepLetter(trx, context, clerk, {
      files: [{ field: "letter", filename: "letter.pdf", declaredType: "application/pdf", bytes }],
      requestId: "matrix",
    });
    const agreedOn = toDistrictDate(context.clock.now());
    await recordConsent(
      trx,
      context,
      clerk,
      toConsent(id, { letterFileId, agreedOn, guardiansToldOn: agreedOn }),
    );
  });
  return id;
};

const reading = (what: string): Probe => ({
  kind: "record",
  method: "GET",
  url: `/api/orders/:id/${what}`,
  build: async (world, unit) => ({ params: { id: await buildAgreed(world, unit) } }),
});

export const schoolsProbes: readonly Probe[] = [
  reading("school-consent"),
  reading("school-letter"),
  {
    kind: "record",
    method: "POST",
    url: "/api/orders/:id/school-consent",
    build: async (world, unit) => ({
      params: { id: await buildSchoolOrder(world, unit) },
      payload: {
        signerName: "演示校长",
        signerPosition: "校长",
        agreedOn: toDistrictDate(world.system.clock.now()),
        classes: "五年级 1 班",
        confirmed: "yes",
      },
    }),
  },
];
