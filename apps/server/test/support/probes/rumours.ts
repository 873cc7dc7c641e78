import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { appointExpert, findSigningTerm, registerExpert } from "#modules/people/index.ts";
import { buildVerdictBody } from "#modules/rumours/builders.ts";
import {
  keepPhoto,
  publishVerdict,
  saveVerdict,
  signVerdict,
  startVerdict,
  submitVerdict,
  takePhoto,
  takeUpClaim,
} from "#modules/rumours/index.ts";
import { toFingerprint } from "#modules/rumours/matching.ts";
import { getVerdict } from "#modules/rumours/verdict-rows.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe, ProbeRequest } from "../matrix.ts";
import { buildPerson, type World } from "../whole-system.ts";

const tester = systemActor("matrix");
const takeUp = { title: "演示说法：月亮上有兔子", field: "nutrition", harm: 0.5 } as const;

const actorOf = (personId: string): PersonActor => ({
  kind: "person",
  personId,
  sessionId: randomUUID(),
  grants: [],
  secondFactor: true,
});

/** A claim of `unit` with two wordings, each asked once. */
const buildOpenClaim = async (
  { system }: World,
  unit: BuiltUnit,
): Promise<{ claimId: string; prints: string[] }> => {
  const { db, cipher, clock } = system.context;
  const claimId = randomUUID();
  const now = clock.now();
  const prints: string[] = [];
  await inTransaction(db, async (trx) => {
    await trx
      .insertInto("claims")
      .values({
        id: claimId,
        unit_id: unit.id,
        title: null,
        field: null,
        harm: null,
        status: "open",
        status_changed_at: now,
        assigned_person_id: null,
        merged_into_id: null,
        decline_reason: null,
        created_at: now,
      })
      .execute();
    for (const words of [`演示传言甲 ${randomUUID()}`, `演示传言乙 ${randomUUID()}`]) {
      const fingerprint = toFingerprint(cipher, words);
      prints.push(fingerprint.toString("hex"));
      const text = cipher.encrypt(words);
      await trx
        .insertInto("claim_wordings")
        .values({ fingerprint, claim_id: claimId, text_sealed: text, created_at: now })
        .execute();
      await trx
        .insertInto("claim_reports")
        .values({
          id: randomUUID(),
          code_hash: cipher.blindIndex("claim-receipt", randomUUID()),
          claim_id: claimId,
          fingerprint,
          text_sealed: text,
          source: "staff",
          unit_id: unit.id,
          audience: null,
          person_id: null,
          taken_by_person_id: null,
          phone_sealed: null,
          contact_agreed_at: null,
          matched_by: "none",
          status: "waiting",
          status_changed_at: now,
          due_at: now,
          created_at: now,
        })
        .execute();
    }
  });
  return { claimId, prints };
};

/** The person may sign in the probes' field; asked first, because two terms of one field never overlap. */
const appoint = async ({ system, places }: World, personId: string): Promise<void> =>
  inTransaction(system.context.db, async (trx) => {
    const { context } = system;
    if ((await findSigningTerm(trx, { personId, field: "nutrition", day: "2026-11-23" })) !== undefined)
      return;
    const expertId = await registerExpert(trx, context, tester, {
      personId,
      unitId: places.root.id,
      publicTitle: "演示专家",
    });
    await appointExpert(trx, context, tester, {
      expertId,
      field: "nutrition",
      canSign: "yes",
      startsOn: "2026-01-01",
      endsOn: "2027-12-31",
      document: "演示聘书",
    });
  });

type Stage = "working" | "draft" | "signing" | "signed" | "published";

/** A claim of `unit` whose verdict stands at a stage; its author is nobody whom the matrix asks. */
export const buildRumour = async (
  world: World,
  unit: BuiltUnit,
  stage: Stage,
): Promise<{ claimId: string; verdictId: string; contentHash: string; prints: string[] }> => {
  const { context } = world.system;
  const { claimId, prints } = await buildOpenClaim(world, unit);
  const author = actorOf(await buildPerson(world.system));
  await inTransaction(context.db, (trx) => takeUpClaim(trx, context, author, { claimId, ...takeUp }));
  if (stage === "working") return { claimId, prints, verdictId: "", contentHash: "" };
  const verdictId = await inTransaction(context.db, async (trx) => {
    const id = await startVerdict(trx, context, author, { claimId });
    await saveVerdict(trx, context, author, { verdictId: id, baseRevision: 1, body: buildVerdictBody() });
    if (stage !== "draft") await submitVerdict(trx, context, author, { verdictId: id });
    return id;
  });
  const contentHash = (await getVerdict(context.db, verdictId)).content_hash?.toString("hex") ?? "";
  if (stage === "signed" || stage === "published")
    for (const _ of [1, 2]) {
      const personId = await buildPerson(world.system);
      await appoint(world, personId);
      await inTransaction(context.db, (trx) =>
        signVerdict(trx, context, actorOf(personId), { verdictId, decision: "agree", contentHash }),
      );
    }
  if (stage === "published")
    await inTransaction(context.db, (trx) => publishVerdict(trx, context, author, { verdictId }));
  return { claimId, verdictId, contentHash, prints };
};

/** A picture without words, sent at `unit` to a desk of its own. */
const buildPhotoAt = async (world: World, unit: BuiltUnit): Promise<{ params: Record<string, string> }> => {
  const { context } = world.system;
  const bytes = await sharp({ create: { width: 20, height: 10, channels: 3, background: "green" } })
    .png()
    .toBuffer();
  const photo = await takePhoto([{ field: "photo", filename: "a.png", declaredType: "image/png", bytes }]);
  if (photo === undefined) throw new Error("the picture was not taken");
  const { claimId } = await buildOpenClaim(world, unit);
  const photoId = await inTransaction(context.db, async (trx) => {
    const report = await trx
      .selectFrom("claim_reports")
      .select(["id", "fingerprint"])
      .where("claim_id", "=", claimId)
      .limit(1)
      .executeTakeFirstOrThrow();
    await trx
      .updateTable("claim_wordings")
      .set({ text_sealed: null })
      .where("fingerprint", "=", report.fingerprint)
      .execute();
    await keepPhoto(trx, context, tester, { reportId: report.id, photo, requestId: "matrix" });
    const kept = await trx
      .selectFrom("claim_photos")
      .select("id")
      .where("report_id", "=", report.id)
      .executeTakeFirstOrThrow();
    return kept.id;
  });
  return { params: { id: claimId, photoId } };
};

const rowsOf = (json: unknown): Record<string, unknown>[] =>
  (json as { rows: Record<string, unknown>[] }).rows; // the contract test checks the shape

const onClaim = (
  verb: string,
  stage: Stage,
  payload: (
    built: { prints: string[] },
    world: World,
    unit: BuiltUnit,
  ) => ProbeRequest["payload"] | Promise<ProbeRequest["payload"]>,
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/rumour-claims/:id/${verb}`,
  build: async (world, unit) => {
    const built = await buildRumour(world, unit, stage);
    return { params: { id: built.claimId }, payload: (await payload(built, world, unit)) ?? {} };
  },
});
const onVerdict = (
  verb: string,
  stage: Stage,
  payload: (built: { contentHash: string }) => NonNullable<ProbeRequest["payload"]>,
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/rumour-verdicts/:id/${verb}`,
  build: async (world, unit) => {
    const built = await buildRumour(world, unit, stage);
    await appoint(world, world.personId);
    return { params: { id: built.verdictId }, payload: payload(built) };
  },
});
const reason = { reason: "演示原因：补一条来源" };

export const rumoursProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/rumour-claims",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildOpenClaim(world, unit)),
    unitsOf: ({ json }) => rowsOf(json()).map((row) => String(row["unitId"])),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/rumour-claims/:id",
    build: async (world, unit) => ({ params: { id: (await buildRumour(world, unit, "signing")).claimId } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/rumour-reports",
    build: (_world, unit) => ({
      payload: { message: `演示：有人问 ${randomUUID()}`, source: "station", unitId: unit.id },
    }),
  },
  onClaim("take-up", "working", () => takeUp),
  onClaim("merge", "working", async (_built, world, unit) => ({
    ...reason,
    intoId: (await buildOpenClaim(world, unit)).claimId,
  })),
  onClaim("split", "working", ({ prints }) => ({ ...reason, wordings: prints.slice(0, 1) })),
  onClaim("decline", "working", () => reason),
  onClaim("notes", "working", () => ({ note: "演示笔记" })),
  onClaim("verdicts", "working", () => ({})),
  {
    kind: "record",
    method: "GET",
    url: "/api/rumour-claims/:id/photos/:photoId",
    build: buildPhotoAt,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/rumour-claims/:id/photos/:photoId/transcribe",
    build: async (world, unit) => ({
      ...(await buildPhotoAt(world, unit)),
      payload: { text: `演示：图片里写着 ${randomUUID()}` },
    }),
  },
  {
    kind: "record",
    method: "PUT",
    url: "/api/rumour-verdicts/:id",
    build: async (world, unit) => ({
      params: { id: (await buildRumour(world, unit, "draft")).verdictId },
      payload: { baseRevision: 2, body: buildVerdictBody({ title: "演示改题：月亮上有兔子" }) },
    }),
  },
  onVerdict("submit", "draft", () => ({})),
  onVerdict("take-back", "signing", () => reason),
  onVerdict("drop", "draft", () => reason),
  onVerdict("sign", "signing", ({ contentHash }) => ({ decision: "agree", contentHash })),
  onVerdict("publish", "signed", () => ({})),
];
