import { inTransaction } from "#kernel/db.ts";
import { buildAdviser, buildPaper } from "#modules/people/advice/builders.ts";
import { draftReply, receivePaper } from "#modules/people/advice/papers.ts";
import { askAdvice } from "#modules/people/advice/requests.ts";
import { buildActor } from "#modules/teams/builders.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";

/** A paper that lies with `unit`, wherever it was addressed to. */
export const buildPaperAt = async (
  { system: { context }, places }: World,
  unit: BuiltUnit,
  status: "submitted" | "received" | "drafted" = "submitted",
): Promise<string> => {
  const { db } = context;
  const adviser = await buildActor(db, context, "演示专家");
  await buildAdviser(db, context, { personId: adviser.personId, unitId: places.street.id });
  const id = await buildPaper(db, context, adviser, places.street.id);
  const clerk = await buildActor(db, context, "演示联络员");
  await inTransaction(db, async (trx) => {
    if (status === "submitted") return;
    await receivePaper(trx, context, clerk, id);
    if (status === "drafted") await draftReply(trx, context, clerk, { id, reply: "演示：明年先换三处。" });
  });
  await db.updateTable("advice_papers").set({ owner_unit_id: unit.id }).where("id", "=", id).execute();
  return id;
};

const buildRequestAt = async ({ system: { context }, places }: World, unit: BuiltUnit): Promise<void> => {
  const clerk = await buildActor(context.db, context, "演示联络员");
  const id = await inTransaction(context.db, (trx) =>
    askAdvice(trx, context, clerk, {
      unitId: places.street.id,
      title: "演示：橱窗怎么办",
      question: "演示：橱窗旧了，请老专家看看怎么用起来。",
      closesOn: "2027-01-31",
    }),
  );
  await context.db.updateTable("advice_requests").set({ unit_id: unit.id }).where("id", "=", id).execute();
};

const act = (
  verb: string,
  status: Parameters<typeof buildPaperAt>[2],
  payload?: Readonly<Record<string, string>>,
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/advice-papers/:id/${verb}`,
  build: async (world, unit) => ({
    params: { id: await buildPaperAt(world, unit, status) },
    ...(payload === undefined ? {} : { payload }),
  }),
});

const because = { reason: "演示：写明原因" };

export const adviceProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/advice-papers",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildPaperAt(world, unit)),
    unitsOf: ({ json }) => (json() as { rows: { ownerUnitId: string }[] }).rows.map((row) => row.ownerUnitId), // the contract test checks the shape
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/advice-requests",
    query: { size: "200" },
    seed: buildRequestAt,
    unitsOf: ({ json }) => (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId), // the contract test checks the shape
  },
  act("receive", "submitted"),
  act("draft", "received", { reply: "演示：明年先换三处橱窗。" }),
  act("confirm", "drafted"),
  act("send-back", "drafted", because),
  act("return", "received", because),
  {
    kind: "record",
    method: "POST",
    url: "/api/advice-requests",
    build: (_world, unit) => ({
      payload: {
        unitId: unit.id,
        title: "演示：橱窗怎么办",
        question: "演示：橱窗旧了，请老专家看看怎么用起来。",
        closesOn: "2027-01-31",
      },
    }),
  },
];
