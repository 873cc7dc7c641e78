import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { appointExpert, registerExpert } from "#modules/people/index.ts";
import { askQuestion, publishCard, writeCard } from "#modules/questions/index.ts";
import type { QuestionStatus } from "#modules/questions/state.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe, ProbeRequest } from "../matrix.ts";
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
      field: "nutrition",
      canSign: "no",
      startsOn: "2026-01-01",
      endsOn: "2027-12-31",
      document: "演示聘书",
    });
    return id;
  });
};

/** A question that lies with a unit, in a status; its writer is not the matrix's person. */
export const buildQuestion = async (
  world: World,
  unit: BuiltUnit,
  options: { status?: QuestionStatus; phone?: "yes"; photo?: "yes"; voice?: "yes"; expert?: "me" } = {},
): Promise<string> => {
  const { context } = world.system;
  const { status = "received", phone, photo, voice, expert } = options;
  const photoFileId =
    photo === undefined
      ? undefined
      : await within(world, async (trx) =>
          storeFile(trx, context, {
            clean: await cleanFile(
              await sharp({ create: { width: 8, height: 8, channels: 3, background: "#fff" } })
                .png()
                .toBuffer(),
              { kinds: ["png"], maxBytes: 100_000 },
            ),
            name: "photo",
            purpose: "questions.photo",
            actor: tester,
          }),
        );
  const voiceFileId =
    voice === undefined
      ? undefined
      : await within(world, async (trx) =>
          storeFile(trx, context, {
            clean: { bytes: Buffer.alloc(200, 1), mediaType: "audio/mpeg", extension: "mp3" },
            name: "voice",
            purpose: "questions.voice",
            actor: tester,
          }),
        );
  const { id } = await within(world, (trx) =>
    askQuestion(trx, context, tester, {
      ...(voiceFileId === undefined ? {} : { voice: { fileId: voiceFileId, seconds: 8 } }),
      text: "演示：剩菜能放多久？",
      photoFileId,
      ...(phone === undefined ? {} : { contact: { way: "phone", phone: "19900000001", consent: "yes" } }),
    }),
  );
  const now = context.clock.now();
  const mine =
    expert === undefined
      ? null
      : await within(world, (trx) =>
          registerExpert(trx, context, tester, {
            personId: world.personId,
            unitId: unit.id,
            publicTitle: "演示专家",
          }),
        );
  await context.db
    .updateTable("questions")
    .set({
      unit_id: unit.id,
      status,
      ...(status === "received" ? {} : { assigned_at: now, expert_id: mine }),
      ...(status === "drafted"
        ? { answer_text: "两小时内放进冰箱。演示。", drafted_by_person_id: randomUUID(), drafted_at: now }
        : {}),
    })
    .where("id", "=", id)
    .execute();
  return id;
};

const on = (
  verb: string,
  options: Parameters<typeof buildQuestion>[2],
  payloadOf: (world: World, unit: BuiltUnit) => Promise<ProbeRequest["payload"]> | ProbeRequest["payload"],
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/questions/:id/${verb}`,
  build: async (world, unit) => ({
    params: { id: await buildQuestion(world, unit, options) },
    payload: (await payloadOf(world, unit)) ?? {},
  }),
});

/** A card written by somebody else from an answered question of the unit. */
export const buildCard = async (
  world: World,
  unit: BuiltUnit,
  status: "waiting" | "published" = "waiting",
): Promise<string> => {
  const { context } = world.system;
  const questionId = await buildAnswered(world, unit);
  const [writer, second] = [await buildStranger(world), await buildStranger(world)];
  return within(world, async (trx) => {
    const id = await writeCard(trx, context, writer, {
      questionId,
      title: "演示：剩菜放多久",
      question: "剩菜在冰箱里能放多久？",
      answer: "两小时内放进冰箱，三天内吃完，吃前热透。演示。",
    });
    if (status === "published") await publishCard(trx, context, second, id);
    return id;
  });
};

const buildStranger = async (world: World): Promise<PersonActor> => ({
  kind: "person",
  personId: await buildPerson(world.system),
  sessionId: randomUUID(),
  grants: [],
  secondFactor: false,
});

const buildAnswered = async (world: World, unit: BuiltUnit): Promise<string> => {
  const id = await buildQuestion(world, unit, { status: "drafted" });
  const now = world.system.context.clock.now();
  await world.system.context.db
    .updateTable("questions")
    .set({ status: "answered", checked_by_person_id: randomUUID(), ended_at: now })
    .where("id", "=", id)
    .execute();
  return id;
};

const onCard = (
  verb: string,
  status: "waiting" | "published",
  payload: Readonly<Record<string, unknown>> = {},
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/question-cards/:id/${verb}`,
  build: async (world, unit) => ({ params: { id: await buildCard(world, unit, status) }, payload }),
});

export const questionsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/questions",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildQuestion(world, unit)),
    unitsOf: ({ json }) => (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId), // the contract test checks the shape
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/questions/:id",
    build: async (world, unit) => ({ params: { id: await buildQuestion(world, unit) } }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/questions/:id/photo",
    build: async (world, unit) => ({ params: { id: await buildQuestion(world, unit, { photo: "yes" }) } }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/questions/:id/experts",
    build: async (world, unit) => ({
      params: { id: await buildQuestion(world, unit) },
      query: { field: "nutrition" },
    }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/questions/:id/voice",
    build: async (world, unit) => ({ params: { id: await buildQuestion(world, unit, { voice: "yes" }) } }),
  },
  on("words", { voice: "yes" }, () => ({ text: "演示：剩菜能放多久？" })),
  on("contact", { phone: "yes" }, () => ({})),
  on("assign", {}, async (world, unit) => ({ field: "nutrition", expertId: await buildExpert(world, unit) })),
  on("draft", { status: "assigned", expert: "me" }, () => ({ answer: "两小时内放进冰箱，吃前热透。演示。" })),
  on("send", { status: "drafted" }, () => ({})),
  on("return", { status: "drafted" }, () => ({ reason: "演示：再写清楚一点" })),
  {
    kind: "list",
    method: "GET",
    url: "/api/question-cards",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildCard(world, unit)),
    unitsOf: ({ json }) => (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId), // the contract test checks the shape
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/questions/:id/card",
    build: async (world, unit) => ({
      params: { id: await buildAnswered(world, unit) },
      payload: {
        title: "演示：剩菜放多久",
        question: "剩菜在冰箱里能放多久？",
        answer: "两小时内放进冰箱，三天内吃完，吃前热透。演示。",
      },
    }),
  },
  onCard("publish", "waiting"),
  onCard("return", "waiting", { reason: "演示：再写清楚一点" }),
  onCard("withdraw", "published", { reason: "演示：说法有更新" }),
  on("close", {}, () => ({ reason: "演示：没有合适的专家" })),
];
