import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigner, formatVerifier } from "@kepu/transparency-log";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import type { TestClock } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { recordFacts } from "#kernel/facts.ts";
import { makeCheckpoint } from "#kernel/ledger-checkpoint.ts";
import { sequenceLedger } from "#kernel/ledger-sequencer.ts";
import { createPerson } from "#modules/identity/index.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { announceInspection, drawInspection, freezePopulation, type NewInspection } from "./inspections.ts";
import { listSamples } from "./queries.ts";
import { orderRectification, reportRectification } from "./rectifications.ts";

const tester = systemActor("builder");

export type InspectionWorld = {
  db: Db;
  clock: TestClock;
  context: ActContext & { clock: TestClock };
  root: BuiltUnit;
  street: BuiltUnit;
  inspector: PersonActor;
  liaison: PersonActor;
  act: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;
  /** Gives every ledger entry its place and signs a checkpoint. */
  checkpoint: () => Promise<void>;
};

const buildActor = async (db: Db, context: ActContext, fullName: string): Promise<PersonActor> => {
  const personId = await inTransaction(db, (trx) => createPerson(trx, context, tester, { fullName }));
  return { kind: "person", personId, sessionId: randomUUID(), grants: [], secondFactor: false };
};

const signHere = (db: Db, clock: TestClock): (() => Promise<void>) => {
  const signer = createSigner("kepu.example/ledger", Buffer.alloc(32, 7));
  const checkpointFolder = mkdtempSync(join(tmpdir(), "kepu-checkpoints-"));
  return async () => {
    await sequenceLedger(db, {
      origin: signer.name,
      suite: "sha256",
      verifier: formatVerifier(signer.verifier),
    });
    await makeCheckpoint(db, { clock, signer, suite: "sha256", checkpointFolder });
  };
};

/** A committee that inspects, a street, an inspector and a liaison. */
export const buildInspectionWorld = async (
  db: Db,
  context: ActContext & { clock: TestClock },
  options: { checkpoint?: () => Promise<void> } = {},
): Promise<InspectionWorld> => {
  const street = await buildUnit(db, { kind: "street" });
  const root = await db
    .selectFrom("org_units")
    .select(["id", "path", "name"])
    .where("parent_id", "is", null)
    .executeTakeFirstOrThrow();
  return {
    db,
    clock: context.clock,
    context,
    root,
    street,
    inspector: await buildActor(db, context, "演示督导员"),
    liaison: await buildActor(db, context, "演示联络员"),
    act: (work) => inTransaction(db, work),
    checkpoint: options.checkpoint ?? signHere(db, context.clock),
  };
};

/** Facts of a past month at a unit, each of a record of its own; returns the records' ids. */
export const buildRecords = (
  world: InspectionWorld,
  count: number,
  options: { unitId?: string; occurredOn?: string } = {},
): Promise<readonly string[]> =>
  world.act(async (trx) => {
    const ids = Array.from({ length: count }, () => randomUUID());
    await recordFacts(
      trx,
      world.clock,
      ids.map((id) => ({
        kind: "teams.verified",
        occurredOn: options.occurredOn ?? "2026-10-15",
        unitId: options.unitId ?? world.street.id,
        quantity: 1,
        measure: "支",
        source: { table: "volunteer_teams", id },
      })),
    );
    return ids;
  });

export const buildInspection = (
  world: InspectionWorld,
  change: Partial<NewInspection> = {},
): Promise<string> =>
  world.act((trx) =>
    announceInspection(trx, world.context, world.inspector, {
      unitId: world.root.id,
      title: "演示年度检查",
      periodFrom: "2026-10-01",
      periodTo: "2026-10-31",
      sampleSize: 3,
      factKinds: [],
      unitIds: [world.street.id],
      ...change,
    }),
  );

/** An inspection whose sample is drawn, over some records of its units. */
export const buildDrawn = async (
  world: InspectionWorld,
  change: Partial<NewInspection> = {},
): Promise<string> => {
  await buildRecords(world, 4, change.unitIds?.[0] === undefined ? {} : { unitId: change.unitIds[0] });
  await world.checkpoint();
  const id = await buildInspection(world, change);
  await world.act((trx) => freezePopulation(trx, world.context, world.inspector, id));
  await world.checkpoint();
  await world.act((trx) => drawInspection(trx, world.context, world.inspector, id));
  return id;
};

/** A rectification order at a unit, reported where asked. */
export const buildRectification = async (
  world: InspectionWorld,
  options: { unitId?: string; inspectionUnitId?: string; reported?: true } = {},
): Promise<string> => {
  const unitId = options.unitId ?? world.street.id;
  const inspectionId = await buildDrawn(world, {
    unitIds: [unitId],
    ...(options.inspectionUnitId === undefined ? {} : { unitId: options.inspectionUnitId }),
  });
  const [sample] = await listSamples(world.db, inspectionId);
  return world.act(async (trx) => {
    const id = await orderRectification(trx, world.context, world.inspector, {
      inspectionId,
      sampleId: sample?.id,
      unitId,
      body: "补上活动的签到表",
      dueOn: "2026-12-20",
    });
    if (options.reported === true)
      await reportRectification(trx, world.context, world.liaison, {
        rectificationId: id,
        note: "签到表已补上",
        evidenceLink: "/workbench/teams",
      });
    return id;
  });
};
