import { createHash } from "node:crypto";
import type { PersonActor } from "#kernel/actor.ts";
import { canonicalJson } from "#kernel/canonical-json.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { maskName } from "#modules/identity/index.ts";
import { listVisitsToSign } from "#modules/orders/index.ts";
import { lockSession } from "./activity-writes.ts";
import { type LineAnswer, mayWorkAt, type SessionLine, takeSessionLine } from "./on-site.ts";
import { isOwnTicket, signTicket, type Ticket } from "./on-site-tickets.ts";
import { takeVisitLine, type VisitLine } from "./on-site-visits.ts";
import { getSession, listRegistrations } from "./queries.ts";

const dayMs = 86_400_000;
/** Sessions and visits that begin within this time are given to a device. */
const aheadMs = 3 * dayMs;
const behindMs = dayMs;
const mostSessions = 20;

/** How a device finds a code in its list without having the codes: the first letters of a salted digest. */
const digestOf = (salt: string, code: string): string =>
  createHash("sha256").update(`${salt}${code}`).digest("hex");
/** Enough to tell the codes of one list apart; the code itself cannot be worked out from it. */
const rowMarkLength = 10;
/** One byte of an order's six digits: a slip shows on the spot, and 3,900 codes still fit. */
const codeMarkLength = 2;

/** The same for one person and target, so that a list that did not change is the same list. */
const saltOf = ({ cipher }: Pick<ActContext, "cipher">, personId: string, targetId: string): string =>
  cipher.blindIndex("on-site-salt", `${personId} ${targetId}`).toString("hex").slice(0, 16);

type Signed = { issuedAt: Date; digest: string; signature: string };

const sign = (context: ActContext, personId: string, targetId: string, rows: unknown): Signed => {
  const issuedAt = context.clock.now();
  const digest = createHash("sha256").update(canonicalJson(rows)).digest("hex");
  return {
    issuedAt,
    digest,
    signature: signTicket(context.cipher, personId, { targetId, issuedAt, digest }),
  };
};

const sessionOf = async (context: Context, personId: string, sessionId: string) => {
  const { db } = context;
  const { activity, session } = await getSession(db, sessionId);
  const poolId = session.seats?.poolId;
  const salt = saltOf(context, personId, sessionId);
  const listed = poolId === undefined ? [] : await listRegistrations(db, context, poolId);
  const rows = listed
    .filter((one) => one.status === "confirmed" || one.status === "offered" || one.status === "waiting")
    .map((one) => ({
      id: one.id,
      name: one.contactName === undefined ? "已删除" : maskName(one.contactName),
      peopleCount: one.peopleCount,
      status: one.status,
      mark: digestOf(salt, one.code).slice(0, rowMarkLength),
    }));
  return {
    sessionId,
    title: activity.title,
    place: `${session.placeName} ${session.address}`,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    audiences: [...activity.audiences],
    salt,
    rows,
    ...sign(context, personId, sessionId, [salt, rows]),
  };
};

/** What a person may sign on site in the next days: sessions with their lists, and his own visits. */
export const listWork = async (context: Context, actor: PersonActor, now: Date) => {
  const { db, policy } = context;
  const [from, to] = [new Date(now.getTime() - behindMs), new Date(now.getTime() + aheadMs)];
  const near = await db
    .selectFrom("activity_sessions as session")
    .innerJoin("activities as activity", "activity.id", "session.activity_id")
    .innerJoin("org_units as unit", "unit.id", "activity.unit_id")
    .select(["session.id", "unit.path", "activity.team_id"])
    .where("session.status", "in", ["planned", "held"])
    .where("activity.status", "!=", "draft")
    .where("session.ends_at", ">", from)
    .where("session.starts_at", "<", to)
    .orderBy("session.starts_at")
    .orderBy("session.id")
    .limit(500)
    .execute();
  const sessions = [];
  for (const row of near) {
    if (sessions.length >= mostSessions) break;
    if (await mayWorkAt(db, policy, actor, { unitPath: row.path, teamId: row.team_id }))
      sessions.push(await sessionOf(context, actor.personId, row.id));
  }
  const own = await listVisitsToSign(db, context, { personId: actor.personId, from, to });
  const visits = own.map(({ code, ...visit }) => {
    const salt = saltOf(context, actor.personId, visit.orderId);
    const mark = digestOf(salt, code).slice(0, codeMarkLength);
    return { ...visit, salt, mark, ...sign(context, actor.personId, visit.orderId, [salt, mark]) };
  });
  return { sessions, visits };
};

/** A line as a device sends it; what it is about stands in the ticket. */
export type SentLine = {
  targetId: string;
  line: SessionLine | VisitLine;
};
export type Batch = {
  deviceId: string;
  deviceSentAt: Date;
  tickets: readonly (Ticket & { signature: string; behindMs: number })[];
  lines: readonly SentLine[];
};

const orderOfLines = (left: SentLine, right: SentLine): number =>
  left.targetId.localeCompare(right.targetId) ||
  left.line.deviceAt.getTime() - right.line.deviceAt.getTime() ||
  left.line.id.localeCompare(right.line.id);

/**
 * Takes in what a device has kept. A ticket of the server's own shows that this person was given this list: who left the team
 * since still brings home what he signed. Lines are taken target by target, so that two devices never wait crosswise.
 */
export const takeBatch = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  batch: Batch,
): Promise<readonly LineAnswer[]> => {
  const tickets = new Map(
    batch.tickets
      .filter((ticket) => isOwnTicket(context.cipher, actor.personId, ticket))
      .map((ticket) => [ticket.targetId, ticket]),
  );
  const answers: LineAnswer[] = [];
  for (const { targetId, line } of batch.lines.toSorted(orderOfLines)) {
    const ticket = tickets.get(targetId);
    if (ticket === undefined) {
      answers.push({ id: line.id, outcome: "refused", flags: ["no_ticket"] });
      continue;
    }
    const sending = { deviceId: batch.deviceId, deviceSentAt: batch.deviceSentAt, ticket };
    answers.push(
      line.kind === "in" || line.kind === "undo"
        ? await takeSessionLine(trx, context, actor, {
            line,
            sending,
            held: await lockSession(trx, line.sessionId),
          })
        : await takeVisitLine(trx, context, actor, { line, sending }),
    );
  }
  return answers;
};
