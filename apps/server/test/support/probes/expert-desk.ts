import { randomUUID } from "node:crypto";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { appointExpert, applyAsExpert, registerExpert, setDuty } from "#modules/people/index.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import { buildPerson, type World } from "../whole-system.ts";

const tester = systemActor("matrix");
const within = <T>({ system }: World, work: (trx: Trx) => Promise<T>): Promise<T> =>
  inTransaction(system.context.db, work);

const buildExpert = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const personId = await buildPerson(world.system);
  return within(world, async (trx) => {
    const id = await registerExpert(trx, context, tester, {
      personId,
      unitId: unit.id,
      publicTitle: "演示专家",
    });
    await appointExpert(trx, context, tester, {
      expertId: id,
      field: "energy",
      canSign: "no",
      startsOn: "2026-01-01",
      endsOn: "2027-12-31",
      document: "演示聘书",
    });
    return id;
  });
};

/** An application that lies with a unit, with a file of proof. */
export const buildApplication = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const applicant: PersonActor = {
    kind: "person",
    personId: await buildPerson(world.system),
    sessionId: randomUUID(),
    grants: [],
    secondFactor: false,
  };
  const id = await within(world, async (trx) => {
    const proofFileId = await storeFile(trx, context, {
      clean: await cleanFile(Buffer.from("%PDF-1.4\n% 演示\n"), { kinds: ["pdf"], maxBytes: 1_000 }),
      name: "expert-proof",
      purpose: "people.expert_proof",
      actor: tester,
      requestId: randomUUID(),
    });
    return applyAsExpert(trx, context, applicant, {
      publicTitle: "演示申请人",
      fields: ["energy"],
      offers: "答疑",
      proof: "演示证书 001 号",
      proofFileId,
      senior: "no",
    });
  });
  await context.db
    .updateTable("expert_applications")
    .set({ unit_id: unit.id })
    .where("id", "=", id)
    .execute();
  return id;
};

const decide = (verb: string, payload: Readonly<Record<string, unknown>>): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/expert-applications/:id/${verb}`,
  build: async (world, unit) => ({ params: { id: await buildApplication(world, unit) }, payload }),
});

export const expertDeskProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/expert-applications",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildApplication(world, unit)),
    unitsOf: ({ json }) => (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId), // the contract test checks the shape
  },
  decide("admit", { endsOn: "2027-12-31", document: "演示聘书 第 9 号", canSign: "no" }),
  decide("refuse", { reason: "演示：材料看不清" }),
  {
    kind: "record",
    method: "GET",
    url: "/api/expert-applications/:id/proof",
    build: async (world, unit) => ({ params: { id: await buildApplication(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/experts/:id/senior",
    build: async (world, unit) => ({
      params: { id: await buildExpert(world, unit) },
      payload: { senior: "yes" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/expert-duties",
    build: async (world, unit) => ({
      payload: { expertId: await buildExpert(world, unit), kind: "emergency", weekStartsOn: "2026-12-07" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/expert-duties/:id/remove",
    build: async (world, unit) => {
      const expertId = await buildExpert(world, unit);
      const { context } = world.system;
      const id = await within(world, (trx) =>
        setDuty(trx, context, tester, { expertId, kind: "questions", weekStartsOn: "2026-12-07" }),
      );
      return { params: { id } };
    },
  },
];
