import { audienceNames } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { maskName } from "#modules/identity/index.ts";
import { toSessionInput } from "./api.ts";
import { cancelSession, changeSession } from "./commands.ts";
import * as contract from "./contract.ts";
import { sessionActions, toSessionRow } from "./desk-views.ts";
import type { ActivitiesError } from "./errors.ts";
import { listPhotos } from "./evidence.ts";
import { decideHeadCount, getHeadCount, listHeadCounts, withdrawHeadCount } from "./head-counts.ts";
import { listLines } from "./line-queries.ts";
import { signInAtDesk } from "./on-site.ts";
import { toPhotoPath } from "./paths.ts";
import { getRegistration, getSession, listRegistrations } from "./queries.ts";
import { correctSession, countAttended, holdSession, reportSession } from "./reporting.ts";
import { headCountStatusNames, registrationStatusNames } from "./state.ts";
import { entries, headCountMethods, toActivityNo } from "./vocabulary.ts";

const edit = { action: "activities.edit" } as const;
const reporting = { action: "activities.report_people" } as const;

/** One session at the desk: who registered, who came, what is reported. */
export const registerSessionApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const enter = async (visit: Visit<{ id: string }>, trx: Trx) => {
    visit.authorise((await getSession(trx, visit.params.id)).activity.unitPath);
    return act(visit);
  };

  routes.read({
    url: "/api/activity-sessions/:id",
    access: { action: "activities.read" },
    summary: "One session: who registered, by masked name, what was signed in on site, what can be done",
    params: contract.idParams,
    response: contract.sessionAnswer,
    handler: async (visit) => {
      const { activity, session } = await getSession(db, visit.params.id);
      visit.authorise(activity.unitPath);
      const poolId = session.seats?.poolId;
      const registrations = poolId === undefined ? [] : await listRegistrations(db, context, poolId);
      const lines = await listLines(db, session.id);
      const counted = new Map(
        lines.flatMap((line) =>
          line.outcome === "counted" && line.registrationId !== null
            ? [[line.registrationId, line.peopleCount] as const]
            : [],
        ),
      );
      const attended = await countAttended(db, session.id);
      const heads = await listHeadCounts(db, session.id);
      return {
        session: toSessionRow(session),
        activity: {
          id: activity.id,
          no: toActivityNo(activity.no),
          title: activity.title,
          status: activity.status,
          entryName: entries[activity.entry],
          unitId: activity.unitId,
          unitName: activity.unitName,
          audiences: [...activity.audiences],
        },
        registrations: registrations.map((one) => ({
          id: one.id,
          status: one.status,
          statusName: registrationStatusNames[one.status],
          peopleCount: one.peopleCount,
          minorsCount: one.minorsCount,
          audience: one.audience,
          contactName: one.contactName === undefined ? "已删除" : maskName(one.contactName),
          answerBy: one.answerBy,
          createdAt: one.createdAt,
          came: counted.get(one.id) ?? null,
        })),
        lines: [...lines],
        attended: attended.map(({ audience, people }) => ({
          audience,
          audienceName: audience === null ? "不分" : audienceNames[audience],
          people,
        })),
        photos: (await listPhotos(db, { kind: "session", id: session.id })).map((photo) => ({
          id: photo.id,
          href: toPhotoPath(photo.id),
          placesBlurred: photo.places_blurred,
          createdAt: photo.created_at,
        })),
        heads: heads.map((count) => ({
          id: count.id,
          status: count.status,
          statusName: headCountStatusNames[count.status],
          methodName: headCountMethods[count.method],
          peopleCount: count.people_count,
          from: count.counted_from,
          to: count.counted_to,
          photoId: count.photo_id,
          reason: count.reason,
          own: count.counted_by_person_id === visit.person().personId,
        })),
        nextActions: [
          ...sessionActions(policy, visit.actor, {
            activity,
            session,
            now: visit.now,
            counted: attended.length > 0 || heads.some((count) => count.status === "confirmed"),
          }),
        ],
      };
    },
  });
  routes.read({
    url: "/api/registrations/:id/contact",
    access: { action: "activities.contact" },
    summary: "Whom to call about a registration; each reading is audited",
    params: contract.idParams,
    response: contract.contactAnswer,
    handler: async (visit) => {
      const registration = await getRegistration(db, context, visit.params.id);
      const session = await db
        .selectFrom("activity_sessions")
        .select("id")
        .where("pool_id", "=", registration.poolId)
        .executeTakeFirst();
      if (session === undefined)
        throw new AppError<ActivitiesError>("activities.session_not_found", { status: 404 });
      const { activity } = await getSession(db, session.id);
      visit.authorise(activity.unitPath);
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "activities.contact",
        outcome: "read",
        unitId: activity.unitId,
        record: { table: "registrations", id: registration.id },
        requestId: visit.requestId,
      });
      return { name: registration.contactName ?? null, phone: registration.contactPhone ?? null };
    },
  });
  routes.write({
    method: "PATCH",
    url: "/api/activity-sessions/:id",
    access: edit,
    summary: "Move a session or change how many may come; who registered is told",
    params: contract.idParams,
    body: contract.sessionBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await changeSession(trx, await enter(visit, trx), visit.person(), {
        sessionId: visit.params.id,
        input: toSessionInput(visit.body),
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/activity-sessions/:id/cancel",
    access: edit,
    summary: "Call one session off; everybody on its lists is told",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await cancelSession(trx, await enter(visit, trx), visit.actor, {
        sessionId: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
  const shared = { method: "POST", access: reporting, params: contract.idParams } as const;
  routes.write({
    ...shared,
    url: "/api/activity-sessions/:id/lines",
    summary: "Sign somebody in at the desk; the line's own id makes a repetition harmless",
    body: contract.deskLineBody,
    response: contract.lineAnswer,
    handler: async (visit, trx) => {
      const { body } = visit;
      const answer = await signInAtDesk(trx, await enter(visit, trx), visit.person(), {
        id: body.lineId,
        kind: "in",
        sessionId: visit.params.id,
        registrationId: body.registrationId,
        peopleCount: body.peopleCount,
        audience: body.audience,
        method: "desk",
        deviceAt: visit.now,
      });
      return { ...answer, flags: [...answer.flags] };
    },
  });
  routes.write({
    ...shared,
    url: "/api/activity-sessions/:id/undo-line",
    summary: "Take a line back that was a mistake; both stay readable",
    body: contract.deskUndoBody,
    response: contract.lineAnswer,
    handler: async (visit, trx) => {
      const answer = await signInAtDesk(trx, await enter(visit, trx), visit.person(), {
        id: visit.body.lineId,
        kind: "undo",
        sessionId: visit.params.id,
        undoesId: visit.body.undoesId,
        deviceAt: visit.now,
      });
      return { ...answer, flags: [...answer.flags] };
    },
  });
  routes.write({
    ...shared,
    url: "/api/head-counts/:id/decide",
    summary: "A second person agrees with counted heads, or not",
    body: contract.decideBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const count = await getHeadCount(trx, visit.params.id);
      visit.authorise((await getSession(trx, count.session_id)).activity.unitPath);
      await decideHeadCount(trx, act(visit), visit.person(), {
        countId: count.id,
        decision: visit.body.decision,
        reason: visit.body.reason,
      });
      return { id: count.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/head-counts/:id/withdraw",
    summary: "Take counted heads back; a confirmed count with its fact",
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const count = await getHeadCount(trx, visit.params.id);
      visit.authorise((await getSession(trx, count.session_id)).activity.unitPath);
      await withdrawHeadCount(trx, act(visit), visit.person(), {
        countId: count.id,
        reason: visit.body.reason,
      });
      return { id: count.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/activity-sessions/:id/hold",
    summary: "The session took place",
    body: contract.emptyBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await holdSession(trx, await enter(visit, trx), visit.actor, visit.params.id);
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/activity-sessions/:id/report",
    summary: "Report who came: facts by audience, theme, entry and street",
    body: contract.reportBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await reportSession(trx, await enter(visit, trx), visit.actor, {
        sessionId: visit.params.id,
        flagsSeen: visit.body.flagsSeen === "yes",
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/activity-sessions/:id/correct",
    summary: "Take a report back to mend it: its facts are reversed",
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await correctSession(trx, await enter(visit, trx), visit.actor, {
        sessionId: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
};
