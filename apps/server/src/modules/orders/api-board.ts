import { audienceNames } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Db } from "#kernel/db.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getMaskedNames, getPersonName } from "#modules/identity/index.ts";
import { getUnit, listHomeUnits } from "#modules/organisations/index.ts";
import { halves, listTeamsById } from "#modules/teams/index.ts";
import { listAttachments } from "./attachments/attach.ts";
import { listBoard, nextActionsFor, toBoardRow } from "./board.ts";
import * as contract from "./contract.ts";
import { nextWords } from "./deadlines.ts";
import { doors } from "./doors.ts";
import { readTies } from "./together/ties.ts";
import { getOrder, type HistoryEntry, listHistory, listVisits, openSealed } from "./queries.ts";
import { listOrderPests } from "./pests/recorded.ts";
import { rankFor } from "./ranking.ts";
import { listSourcingOf } from "./sourcing/queries.ts";
import { listRatings } from "./ratings.ts";
import { dispatchStatusNames, orderStates } from "./state.ts";
import { toConsentView } from "./schools/api.ts";
import { readConsent } from "./schools/consents.ts";
import { submitOrder } from "./submit.ts";
import { dispatchModes } from "./vocabulary.ts";

const listDispatches = async (db: Db, orderId: string) => {
  const rows = await db
    .selectFrom("order_dispatches")
    .selectAll()
    .where("order_id", "=", orderId)
    .orderBy("offered_at", "desc")
    .orderBy("id", "desc")
    .execute();
  const teamIds = rows.flatMap((row) => row.answered_team_id ?? row.team_id ?? []);
  const teams = new Map((await listTeamsById(db, teamIds)).map((team) => [team.id, team.name]));
  return rows.map((row) => ({
    id: row.id,
    modeName: dispatchModes[row.mode],
    teamName: teams.get(row.answered_team_id ?? row.team_id ?? "") ?? null,
    statusName: dispatchStatusNames[row.status],
    offeredAt: row.offered_at,
    answerBy: row.answer_by,
    reason: row.reason,
  }));
};

const whoText = (entry: HistoryEntry, names: ReadonlyMap<string, string>): string => {
  if (entry.by === "system") return "系统按时限";
  const name = names.get(entry.byPersonId ?? "") ?? "";
  return entry.onBehalf === "yes" ? `${name}（代办）` : name;
};

/** The station's board and one order, for those whose area it lies in; names and addresses only where asked for. */
export const registerBoardReads = (routes: Routes, context: Context): void => {
  const { db, policy } = context;
  routes.read({
    url: "/api/orders",
    access: { action: "orders.read" },
    summary: "The board: orders of my area, what is due first on top",
    query: contract.boardQuery,
    response: contract.boardPage,
    handler: async (visit) => {
      const {
        page = 1,
        size = 50,
        sort = "dueAt",
        status,
        near,
        topic,
        audience,
        item,
        unit,
        owner,
        entry,
        half,
        did,
        from,
        to,
        q,
      } = visit.query;
      const today = toDistrictDate(visit.now);
      const pathOf = async (unitId: string | undefined): Promise<string | undefined> =>
        unitId === undefined ? undefined : (await getUnit(db, unitId, today)).path;
      const wanted = status?.split(",") ?? [];
      const listed = await listBoard(
        db,
        {
          scope: visit.scope(),
          statuses: orderStates.states.filter((one) => wanted.includes(one)),
          near,
          topic,
          audience,
          itemCode: item,
          unitPath: await pathOf(unit),
          ownerPath: await pathOf(owner),
          entry,
          half,
          did: did === undefined ? undefined : { what: did, from: from ?? today, to: to ?? today },
          q,
          sort,
        },
        { page, size, now: visit.now },
      );
      return { rows: [...listed.rows], total: listed.total, page, size };
    },
  });

  routes.read({
    url: "/api/orders/:id",
    access: { action: "orders.read" },
    summary:
      "One order with its history, offers, visits, ratings and what can be done; no name, phone or address",
    params: contract.idParams,
    response: contract.orderAnswer,
    handler: async (visit) => {
      const order = await getOrder(db, visit.params.id);
      visit.authorise(order.owner_path);
      const details = openSealed(context, order).details ?? null;
      if (details !== null)
        await recordAudit(db, context, {
          actor: visit.actor,
          action: "orders.details",
          outcome: "read",
          unitId: order.owner_unit_id,
          record: { table: "orders", id: order.id },
          requestId: visit.requestId,
        });
      const [history, visits] = [await listHistory(db, order.id), await listVisits(db, order.id)];
      const names = await getMaskedNames(
        db,
        context.cipher,
        history.flatMap((entry) => entry.byPersonId ?? []),
      );
      const teamIds = [
        ...visits.map((one) => one.teamId),
        ...(order.team_id === null ? [] : [order.team_id]),
      ];
      const teams = new Map((await listTeamsById(db, teamIds)).map((team) => [team.id, team.name]));
      const row = toBoardRow({ ...order, at_risk: false }, teams.get(order.team_id ?? ""), visit.now);
      return {
        ...row,
        wantedHalf: halves[order.wanted_half],
        audienceName: order.audience === null ? null : audienceNames[order.audience],
        itemCode: order.item_code,
        ...(await readTies(db, order)),
        sourcing: [...(await listSourcingOf(db, order.id))],
        onPaper: order.channel === "paper",
        attachments: await listAttachments(db, order.id),
        pests: ((await listOrderPests(db, [order.id])).get(order.id) ?? []).map(({ id, name, word }) => ({
          id,
          name,
          word,
        })),
        schoolConsent: toConsentView(await readConsent(db, order)),
        details,
        betterDoor: order.better_door,
        endReason: order.end_reason,
        next: nextWords[order.status],
        dispatches: await listDispatches(db, order.id),
        visits: visits.map((one) => ({
          id: one.id,
          teamName: teams.get(one.teamId) ?? "",
          startsAt: one.startsAt,
          endsAt: one.endsAt,
          status: one.status,
          peopleServed: one.peopleServed,
          closedByClock: one.closedByClock,
          assigned: one.members.length,
          signedIn: one.members.filter((member) => member.signedInAt !== null).length,
        })),
        ratings: (await listRatings(db, context, order.id)).map((rating) => ({
          round: rating.round,
          stars: rating.stars,
          comment: rating.comment ?? null,
          at: rating.at,
          reply: rating.reply ?? null,
        })),
        history: history.map((entry) => ({
          id: entry.id,
          at: entry.at,
          eventName: entry.eventName,
          who: whoText(entry, names),
          teamName: entry.teamName ?? null,
          ownerName: entry.ownerName,
          reason: entry.reason,
        })),
        nextActions: [...nextActionsFor(policy, visit.actor, order)],
      };
    },
  });

  routes.read({
    url: "/api/orders/:id/candidates",
    access: { action: "orders.dispatch" },
    summary:
      "Teams that can take the order, best first, with the reasons; and those that cannot, with every reason",
    params: contract.idParams,
    response: contract.candidatesAnswer,
    handler: async (visit) => {
      const order = await getOrder(db, visit.params.id);
      visit.authorise(order.owner_path);
      const { candidates, refused } = await rankFor(db, context, { order, now: visit.now });
      return {
        candidates: candidates.map(({ team, cost, reasons }) => ({
          teamId: team.id,
          teamName: team.name,
          cost,
          reasons: [...reasons],
        })),
        refused: refused.map(({ team, reasons }) => ({
          teamId: team.id,
          teamName: team.name,
          reasons: [...reasons],
        })),
      };
    },
  });

  routes.read({
    url: "/api/orders/:id/contact",
    access: { action: "orders.contact" },
    summary: "Whom to call and where to go; each reading is audited",
    params: contract.idParams,
    response: contract.contactAnswer,
    handler: async (visit) => {
      const order = await getOrder(db, visit.params.id);
      visit.authorise(order.owner_path);
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "orders.contact",
        outcome: "read",
        unitId: order.owner_unit_id,
        record: { table: "orders", id: order.id },
        requestId: visit.requestId,
      });
      const { contactName, contactPhone, address } = openSealed(context, order);
      const helped = order.channel === "helper" ? order.requester_person_id : null;
      return {
        name: contactName ?? null,
        phone: contactPhone ?? null,
        address: address ?? null,
        orderedBy: await getPersonName(db, context.cipher, order.ordered_by_person_id),
        onBehalfOf: helped === null ? null : await getPersonName(db, context.cipher, helped),
      };
    },
  });
};

/** An order taken on the phone or from paper: one screen, what the caller says in the order he says it. */
export const registerCallRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const access = { action: "orders.take_call" } as const;
  routes.read({
    url: "/api/order-places",
    access,
    summary: "Streets, communities and parks that somebody may name on the phone",
    response: contract.homesAnswer,
    handler: async (visit) => ({ rows: [...(await listHomeUnits(db, toDistrictDate(visit.now)))] }),
  });
  routes.read({
    url: "/api/order-doors",
    access,
    summary: "Where what is no science service is done",
    response: contract.doorsAnswer,
    handler: () =>
      Promise.resolve({ rows: doors.map(({ code, need, where, note }) => ({ code, need, where, note })) }),
  });
  routes.write({
    method: "POST",
    url: "/api/orders",
    access,
    summary: "Take an order from a call or a paper slip",
    body: contract.callBody,
    response: contract.callAnswer,
    handler: async (visit, trx) => {
      const { body } = visit;
      return submitOrder(trx, { clock, cipher, requestId: visit.requestId }, visit.person(), {
        itemCode: body.itemCode,
        details: body.details,
        audience: body.audience,
        placeUnitId: body.placeUnitId,
        address: body.address,
        peopleCount: body.peopleCount,
        wantedOn: body.wantedOn,
        wantedHalf: body.wantedHalf,
        contactName: body.contactName,
        contactPhone: body.contactPhone,
        // A caller is not identified: the order belongs to the number that was left, not to an account.
        requesterPersonId: undefined,
        channel: body.channel,
      });
    },
  });
};
