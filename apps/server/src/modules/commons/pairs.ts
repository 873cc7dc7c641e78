import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import {
  type ContentKind,
  contentKinds,
  createDraft,
  emptyBody,
  listTopics,
  type TopicView,
} from "#modules/contents/index.ts";
import { expertFields, findSigningTerm, isExpertField } from "#modules/people/index.ts";
import { auditAct, deskUnit, ownerOf, step, toDocument } from "./acts.ts";
import { writeCredits } from "./credits.ts";
import type { CommonsError } from "./messages.ts";
import { pairStates, type PairStatus, pairStatusNames } from "./state.ts";
import type { PairRequestsTable } from "./tables.ts";
import type { PairSide } from "./vocabulary.ts";

export type NewPairRequest = {
  side: PairSide;
  title: string;
  about: string;
  field: string;
  topic: string;
  kind: ContentKind;
  creditedAs: string;
};

const notFound = (): AppError => new AppError<CommonsError>("commons.pair_not_found", { status: 404 });
const fieldName = (field: string): string => (isExpertField(field) ? expertFields[field] : field);

/**
 * Puts a request on the board. A result is offered by a registered expert of its field, so that what is offered is science.
 * @throws AppError `commons.pair_experts_only` | `contents.topic_unknown`
 */
export const openPairRequest = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: NewPairRequest,
): Promise<string> => {
  const personId = ownerOf(actor);
  if (!(await listTopics(trx)).some((topic) => topic.code === input.topic))
    throw new AppError("contents.topic_unknown", {
      values: { codes: input.topic },
      fields: { topic: "contents.topic_unknown" },
    });
  if (input.side === "result") {
    const term = await findSigningTerm(trx, {
      personId,
      field: input.field,
      day: toDistrictDate(context.clock.now()),
    });
    if (term === undefined)
      throw new AppError<CommonsError>("commons.pair_experts_only", {
        values: { field: fieldName(input.field) },
        fields: { field: "commons.pair_experts_only" },
      });
  }
  const id = createId(context.clock);
  const unit = await deskUnit(trx);
  const now = context.clock.now();
  await trx
    .insertInto("pair_requests")
    .values({
      id,
      unit_id: unit.id,
      side: input.side,
      status: "open",
      status_changed_at: now,
      person_id: personId,
      title: input.title.trim(),
      about: input.about.trim(),
      field: input.field,
      topic_code: input.topic,
      kind: input.kind,
      credited_as: input.creditedAs.trim(),
      created_at: now,
    })
    .execute();
  await auditAct(trx, context, actor, {
    action: "commons.own",
    unitId: unit.id,
    record: { table: "pair_requests", id },
  });
  return id;
};

/** Its owner does not look any more. @throws AppError `commons.pair_not_found` | `state.conflict` */
export const closePairRequest = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string },
): Promise<void> => {
  const row = await trx
    .selectFrom("pair_requests")
    .selectAll()
    .where("id", "=", input.id)
    .where("person_id", "=", ownerOf(actor))
    .executeTakeFirst();
  if (row === undefined) throw notFound();
  await step(trx, context, { machine: pairStates, table: "pair_requests", id: row.id, event: "close" });
  await auditAct(trx, context, actor, {
    action: "commons.own",
    unitId: row.unit_id,
    record: { table: "pair_requests", id: row.id },
  });
};

type Matchable = Pick<PairRequestsTable, "field" | "topic_code" | "kind">;

/**
 * How well two requests fit, with the reasons in words: same topic 4, same branch of topics 2, same field 3, same form 1.
 * Nothing where neither field nor topic is shared.
 */
export const matchRequests = (
  a: Matchable,
  b: Matchable,
  topics: readonly TopicView[],
): { score: number; reasons: readonly string[] } | undefined => {
  const find = (code: string): TopicView | undefined => topics.find((topic) => topic.code === code);
  const branchOf = (code: string): string => find(code)?.parentCode ?? code;
  const reasons: string[] = [];
  let score = 0;
  if (a.topic_code === b.topic_code) {
    score += 4;
    reasons.push(`同一主题：${find(a.topic_code)?.name ?? a.topic_code}`);
  } else if (branchOf(a.topic_code) === branchOf(b.topic_code)) {
    score += 2;
    reasons.push(`主题相近：都属于${find(branchOf(a.topic_code))?.name ?? branchOf(a.topic_code)}`);
  }
  if (a.field === b.field) {
    score += 3;
    reasons.push(`同一领域：${fieldName(a.field)}`);
  }
  if (score === 0) return undefined;
  if (a.kind === b.kind) {
    score += 1;
    reasons.push(`都想做${contentKinds[a.kind]}`);
  }
  return { score, reasons };
};

export type PairRequestView = {
  id: string;
  side: PairSide;
  status: PairStatus;
  statusName: string;
  title: string;
  about: string;
  fieldName: string;
  topicName: string;
  kind: ContentKind;
  createdAt: Date;
};
export type PairMatch = PairRequestView & {
  score: number;
  reasons: readonly string[];
  iSaidYes: boolean;
  theySaidYes: boolean;
};

export const toPairView = (row: PairRequestsTable, topics: readonly TopicView[]): PairRequestView => ({
  id: row.id,
  side: row.side,
  status: row.status,
  statusName: pairStatusNames[row.status],
  title: row.title,
  about: row.about,
  fieldName: fieldName(row.field),
  topicName: topics.find((topic) => topic.code === row.topic_code)?.name ?? row.topic_code,
  kind: row.kind,
  createdAt: row.created_at,
});

/** A person's own requests, newest first. */
export const listOwnPairRequests = async (
  db: Db | Trx,
  personId: string,
): Promise<readonly PairRequestView[]> => {
  const topics = await listTopics(db);
  const rows = await db
    .selectFrom("pair_requests")
    .selectAll()
    .where("person_id", "=", personId)
    .orderBy("created_at", "desc")
    .limit(50)
    .execute();
  return rows.map((row) => toPairView(row, topics));
};

/** Results that seek a creator: everybody who is signed in may look at them. */
export const listOpenResults = async (
  db: Db | Trx,
  now: { size: number },
): Promise<readonly PairRequestView[]> => {
  const topics = await listTopics(db);
  const rows = await db
    .selectFrom("pair_requests")
    .selectAll()
    .where("side", "=", "result")
    .where("status", "=", "open")
    .orderBy("created_at", "desc")
    .limit(now.size)
    .execute();
  return rows.map((row) => toPairView(row, topics));
};

/** One own request with what fits it, best first, and who has said yes to whom. @throws AppError `commons.pair_not_found` */
export const getPairRequest = async (
  db: Db | Trx,
  personId: string,
  id: string,
): Promise<{ request: PairRequestView; matches: readonly PairMatch[]; contentId: string | undefined }> => {
  const row = await db
    .selectFrom("pair_requests")
    .selectAll()
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  if (row === undefined) throw notFound();
  const topics = await listTopics(db);
  const mineIsResult = row.side === "result";
  const said = await db
    .selectFrom("pairings")
    .selectAll()
    .where(mineIsResult ? "result_request_id" : "creator_request_id", "=", row.id)
    .execute();
  const saidOf = (otherId: string) =>
    said.find((one) => (mineIsResult ? one.creator_request_id : one.result_request_id) === otherId);
  const others = await db
    .selectFrom("pair_requests")
    .selectAll()
    .where("side", "=", mineIsResult ? "creator" : "result")
    .where("status", "=", "open")
    .where("person_id", "<>", personId)
    .orderBy("created_at", "desc")
    .limit(500)
    .execute();
  const matches = others
    .flatMap((other): readonly PairMatch[] => {
      const match = matchRequests(row, other, topics);
      if (match === undefined) return [];
      const pairing = saidOf(other.id);
      const yes = { result: pairing?.result_yes_at ?? null, creator: pairing?.creator_yes_at ?? null };
      return [
        {
          ...toPairView(other, topics),
          ...match,
          iSaidYes: (mineIsResult ? yes.result : yes.creator) !== null,
          theySaidYes: (mineIsResult ? yes.creator : yes.result) !== null,
        },
      ];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, 20);
  return {
    request: toPairView(row, topics),
    matches,
    contentId: said.find((one) => one.content_id !== null)?.content_id ?? undefined,
  };
};

/** Both requests with their rows locked in one order, so that two who say yes crosswise do not wait for each other. */
const lockBoth = async (trx: Trx, ids: readonly [string, string]): Promise<readonly PairRequestsTable[]> =>
  trx
    .selectFrom("pair_requests")
    .selectAll()
    .where("id", "in", [...ids])
    .orderBy("id")
    .forUpdate()
    .execute();

/**
 * Says yes to a fitting request. With the second yes both are paired and the joint draft is made, with both as its authors
 * and credited; of two who say yes to the same request at once one has it.
 * @returns `waiting` for the other's yes, or `paired`
 * @throws AppError `commons.pair_not_found` | `commons.pair_self` | `commons.pair_no_match` | `commons.pair_taken`
 */
export const sayYes = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; otherId: string },
): Promise<"waiting" | "paired"> => {
  const rows = await lockBoth(trx, [input.id, input.otherId]);
  const mine = rows.find((row) => row.id === input.id);
  const other = rows.find((row) => row.id === input.otherId);
  if (mine === undefined || mine.person_id !== ownerOf(actor)) throw notFound();
  if (other === undefined || other.side === mine.side) throw notFound();
  if (other.person_id === mine.person_id)
    throw new AppError<CommonsError>("commons.pair_self", { status: 409 });
  if (mine.status !== "open" || other.status !== "open")
    throw new AppError<CommonsError>("commons.pair_taken", { status: 409 });
  if (matchRequests(mine, other, await listTopics(trx)) === undefined)
    throw new AppError<CommonsError>("commons.pair_no_match", { status: 409 });
  const [result, creator] = mine.side === "result" ? [mine, other] : [other, mine];
  const now = context.clock.now();
  const said = mine.side === "result" ? { result_yes_at: now } : { creator_yes_at: now };
  const pairing = await trx
    .insertInto("pairings")
    .values({
      id: createId(context.clock),
      result_request_id: result.id,
      creator_request_id: creator.id,
      result_yes_at: null,
      creator_yes_at: null,
      content_id: null,
      created_at: now,
      ...said,
    })
    .onConflict((conflict) => conflict.constraint("pairings_once").doUpdateSet(said))
    .returningAll()
    .executeTakeFirstOrThrow();
  await auditAct(trx, context, actor, {
    action: "commons.own",
    unitId: mine.unit_id,
    record: { table: "pairings", id: pairing.id },
    reason: "同意配对",
  });
  if (pairing.result_yes_at === null || pairing.creator_yes_at === null) return "waiting";
  await makeJointDraft(trx, context, actor, { result, creator, pairingId: pairing.id });
  return "paired";
};

const makeJointDraft = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  parts: { result: PairRequestsTable; creator: PairRequestsTable; pairingId: string },
): Promise<void> => {
  const { result, creator, pairingId } = parts;
  for (const request of [result, creator]) {
    await step(trx, context, { machine: pairStates, table: "pair_requests", id: request.id, event: "pair" });
    await auditAct(trx, context, actor, {
      action: "commons.own",
      unitId: request.unit_id,
      record: { table: "pair_requests", id: request.id },
      reason: "配对成功",
    });
  }
  const draft = await createDraft(trx, context, actor, {
    unitId: result.unit_id,
    origin: "public",
    coAuthorIds: [result.person_id, creator.person_id],
    body: {
      ...emptyBody(creator.kind, result.title),
      topics: [result.topic_code],
      expertField: result.field,
      document: toDocument(`${result.about}\n\n${creator.about}`),
      rights: "双方同意湘江科普免费使用，署名见文首",
    },
  });
  await writeCredits(trx, context, draft.contentId, [
    { personId: result.person_id, part: "scientist", shownName: result.credited_as },
    { personId: creator.person_id, part: "creator", shownName: creator.credited_as },
  ]);
  await trx
    .updateTable("pairings")
    .set({ content_id: draft.contentId })
    .where("id", "=", pairingId)
    .execute();
  await recordFacts(trx, context.clock, [
    {
      kind: "commons.paired",
      occurredOn: toDistrictDate(context.clock.now()),
      unitId: result.unit_id,
      quantity: 1,
      measure: "对",
      topic: result.topic_code,
      planTags: ["R-05"],
      source: { table: "pairings", id: pairingId },
    },
  ]);
};
