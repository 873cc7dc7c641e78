import { inTransaction } from "#kernel/db.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { removeDeletedBytes } from "#kernel/stored-files.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { declareUnitUse } from "#modules/organisations/index.ts";
import { registerExpertActSource } from "#modules/people/index.ts";
import { registerBoardReads, registerCallRoutes } from "./api-board.ts";
import { registerDeskRoutes, registerMenuRoutes } from "./api-desk.ts";
import { registerAttachmentRoutes } from "./attachments/api.ts";
import { attachmentPurpose } from "./attachments/attach.ts";
import { registerPlanRoute } from "./batch/api.ts";
import { countForStation } from "./board.ts";
import { listExpertVisits } from "./expert-acts.ts";
import { orderFactKinds } from "./facts.ts";
import { registerHubRoutes } from "./hub/api.ts";
import { registerLectureRoutes } from "./lectures/api.ts";
import { registerLecturePages } from "./lectures/portal.tsx";
import { registerOfferPages } from "./offers/portal.tsx";
import { seedItems } from "./menu.ts";
import { ordersMessages, ordersNames } from "./messages.ts";
import { ordersNumericInputs } from "./numeric-inputs.ts";
import { sendNotices } from "./notices.ts";
import { actOnOverdue, clearOldDrafts } from "./overdue.ts";
import { toBoardPath, toSourcingPath } from "./paths.ts";
import { ordersDataSource } from "./personal-data.ts";
import { ordersPlanRows } from "./plan-rows.ts";
import { ordersPolicy } from "./policy.ts";
import { registerOrderingPages } from "./portal-order.tsx";
import { registerOwnOrderPages } from "./portal-own.tsx";
import { registerWorkPages } from "./portal-work.tsx";
import { registerReplyPages } from "./replies/portal.tsx";
import { registerSeriesRoutes } from "./series/api.ts";
import { seedCalendar } from "./series/calendar.ts";
import { generateAll } from "./series/commands.ts";
import { registerSchoolRoutes } from "./schools/api.ts";
import { registerLibraryPage } from "./schools/portal.tsx";
import { registerMapRoutes } from "./map/api.ts";
import { registerSourcingRoutes } from "./sourcing/api.ts";
import { countOpenSourcing } from "./sourcing/queries.ts";
import { passLateSourcingUp, toSourcingNo } from "./sourcing/sourcing.ts";
import { registerWatchRoutes } from "./watch/api.ts";
import { registerTogetherRoutes } from "./together/api.ts";
import { toOrderNo } from "./vocabulary.ts";
import "./tables.ts";
import { volunteersDataSource } from "./volunteers/personal-data.ts";
import { registerRollPages } from "./rolls/portal.tsx";
import { forgetRollNames } from "./rolls/queries.ts";
import { registerVolunteerPages } from "./volunteers/portal.tsx";

declareUnitUse({
  name: "orders",
  label: "个没办完的点单",
  count: async (db, unitId) => {
    const row = await db
      .selectFrom("orders")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("owner_unit_id", "=", unitId)
      .where("due_at", "is not", null)
      .executeTakeFirstOrThrow();
    return row.count;
  },
});

export const ordersModule: Module = {
  name: "orders",
  policy: ordersPolicy,
  messages: ordersMessages,
  names: ordersNames,
  guardedTables: [
    {
      table: "orders",
      columns: [
        "id",
        "order_no",
        "status",
        "round",
        "owner_unit_id",
        "item_code",
        "topic",
        "audience",
        "requester_person_id",
        "ordered_by_person_id",
        "proxy_act_id",
        "place_unit_id",
        "people_count",
        "team_id",
      ],
    },
    { table: "visit_swaps", columns: ["id", "visit_id", "from_person_id", "to_person_id", "status"] },
    {
      table: "sourcing_orders",
      columns: [
        "id",
        "sourcing_no",
        "topic",
        "street_unit_id",
        "owner_unit_id",
        "unmet_count",
        "status",
        "result",
      ],
    },
    { table: "order_ratings", columns: ["id", "order_id", "round", "visit_id", "stars", "proof"] },
    {
      table: "lecture_talks",
      columns: [
        "id",
        "expert_id",
        "title",
        "topic",
        "audiences",
        "minutes",
        "status",
        "item_code",
        "decided_by_person_id",
      ],
    },
    {
      table: "order_expert_offers",
      columns: ["id", "order_id", "expert_id", "person_id", "field", "status"],
    },
    {
      table: "school_consents",
      columns: [
        "id",
        "order_id",
        "standing_id",
        "agreed_on",
        "classes",
        "guardians_told_on",
        "given_by_person_id",
      ],
    },
    {
      table: "training_rolls",
      columns: ["id", "visit_id", "status", "signed_by_person_id"],
    },
    { table: "service_items", columns: ["code", "title", "badges", "skill", "is_open"], idColumn: "code" },
  ],
  factKinds: orderFactKinds,
  planRows: ordersPlanRows,
  personalData: [ordersDataSource, volunteersDataSource],
  jobs: (context) => [
    {
      name: "orders.act_on_overdue",
      title: "到时没办的点单：转上级、算超时、结束",
      everySeconds: 20,
      run: async () => void (await actOnOverdue(context)),
    },
    {
      name: "orders.pass_sourcing_up",
      title: "到时没办的找供给单转到区里",
      everySeconds: 300,
      run: async () => void (await passLateSourcingUp(context)),
    },
    {
      name: "orders.send_notices",
      title: "发点单的短信（夜里不发，一天有上限）",
      everySeconds: 5,
      run: async () => void (await sendNotices(context)),
    },
    {
      name: "orders.generate_standing",
      title: "把常态化服务未来五周的安排变成单",
      schedule: "37 2 * * *",
      run: async () => void (await generateAll(context)),
    },
    {
      name: "orders.remove_files",
      title: "删掉已经停用的点单照片、语音",
      schedule: "47 3 * * *",
      run: async () => void (await removeDeletedBytes(context, attachmentPurpose)),
    },
    {
      name: "orders.forget_roll_names",
      title: "到课名单满一年，删掉姓名，只留人数",
      schedule: "27 4 * * *",
      run: async () => void (await inTransaction(context.db, (trx) => forgetRollNames(trx, context))),
    },
    {
      name: "orders.clear_drafts",
      title: "清除放了 7 天的点单草稿",
      schedule: "17 4 * * *",
      run: async () => inTransaction(context.db, (trx) => clearOldDrafts(trx, context)),
    },
  ],
  numericInputs: ordersNumericInputs,
  routes: (routes, context) => {
    registerExpertActSource("orders", listExpertVisits);
    registerRecordResolver({
      sourceTable: "visits",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("visits as visit")
          .innerJoin("orders as made", "made.id", "visit.order_id")
          .select(["visit.id", "made.id as order_id", "made.order_no", "made.title"])
          .where("visit.id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `${toOrderNo(row.order_no)} ${row.title}`, href: toBoardPath(row.order_id) },
          ]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "orders",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("orders")
          .select(["id", "order_no", "title"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `${toOrderNo(row.order_no)} ${row.title}`, href: toBoardPath(row.id) },
          ]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "sourcing_orders",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("sourcing_orders")
          .select(["id", "sourcing_no", "wanted"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `${toSourcingNo(row.sourcing_no)} ${row.wanted}`, href: toSourcingPath(row.id) },
          ]),
        );
      },
    });
    registerWaitingSource("orders.sourcing", async ({ db, policy }, actor) => {
      const { count, dueAt } = await countOpenSourcing(db, policy.scopeOf(actor, "orders.dispatch"));
      return [
        {
          kind: "orders.sourcing",
          title: "要找供给的单",
          href: "/workbench/sourcing-orders",
          count,
          ...(dueAt === undefined ? {} : { dueAt }),
        },
      ];
    });
    registerWaitingSource("orders.station", async ({ db, policy }, actor) => {
      const { count, dueAt } = await countForStation(db, policy.scopeOf(actor, "orders.dispatch"));
      return [
        {
          kind: "orders.station",
          title: "等站点办的点单",
          href: "/workbench/orders",
          count,
          ...(dueAt === undefined ? {} : { dueAt }),
        },
      ];
    });
    registerOrderingPages(routes, context);
    registerOwnOrderPages(routes, context);
    registerWorkPages(routes, context);
    registerReplyPages(routes, context);
    registerRollPages(routes, context);
    registerVolunteerPages(routes, context);
    registerBoardReads(routes, context);
    registerWatchRoutes(routes, context);
    registerMapRoutes(routes, context);
    registerSourcingRoutes(routes, context);
    registerLectureRoutes(routes, context);
    registerLecturePages(routes, context);
    registerOfferPages(routes, context);
    registerSchoolRoutes(routes, context);
    registerLibraryPage(routes, context);
    registerPlanRoute(routes, context);
    registerTogetherRoutes(routes, context);
    registerHubRoutes(routes, context);
    registerSeriesRoutes(routes, context);
    registerAttachmentRoutes(routes, context);
    registerCallRoutes(routes, context);
    registerDeskRoutes(routes, context);
    registerMenuRoutes(routes, context);
  },
  plugins: async (app, context) => {
    app.addHook("onReady", async () => {
      await seedItems(context.db, context);
      await seedCalendar(context.db, context.clock);
    });
  },
};

export {
  confirmOwnOrder,
  giveUpOrder,
  recategoriseOrder,
  reopenOwnOrder,
  screenOrder,
  sendElsewhere,
  withdrawOrder,
} from "./desk.ts";
export { acceptOffer, declineOffer, dispatchOrder, giveBackOrder } from "./dispatching.ts";
export { type LateSignOutcome, listVisitsToSign, takeLateSign } from "./offline-signs.ts";
export type { OrdersError } from "./errors.ts";
export { findItem, type ItemView, listItems, listMostAsked } from "./menu.ts";
export { actOnOverdue } from "./overdue.ts";
export { findOrderParties } from "./order-parties.ts";
export { findVisitWork, listServedVisits, type ServedVisit } from "./visit-access.ts";
export { ordersPaths, toOwnOrderPath } from "./paths.ts";
export { listOwnOrders, listVisitTitles, type OrderRow, readOrderCode } from "./queries.ts";
export { admitTalk, offerTalk, refuseTalk } from "./lectures/talks.ts";
export { giveOwnConsent, recordConsent } from "./schools/consents.ts";
export { rankOrder } from "./ranking.ts";
export { type OrderNeed, type Ranking, rankTeams, type TeamLoad } from "./rank.ts";
export { rateOrder } from "./ratings.ts";
export { listTeamRatings, replyToRating } from "./replies/rating-replies.ts";
export { orderStates, type OrderStatus } from "./state.ts";
export { mergeOrder } from "./together/merge.ts";
export { splitOrder } from "./together/split.ts";
export { previewSeries } from "./series/preview.ts";
export { type DeskDay, listDeskDays } from "./series/queries.ts";
export { generateOrders, type NewSeries, startSeries } from "./series/commands.ts";
export { importStreetMap } from "./map/street-shapes.ts";
export { callSubstitute } from "./watch/arrivals.ts";
export { endSourcing, raiseSourcing, takeSourcing } from "./sourcing/sourcing.ts";
export { sendUp } from "./hub/exchange.ts";
export { type NewOrder, submitOrder } from "./submit.ts";
export { assignMember, missVisit, scheduleVisit, signIn, signOut, substituteTeam } from "./visits.ts";
export { finishVisit } from "./finishing.ts";
export { enterGroup, enterNames, signRoll } from "./rolls/rolls.ts";
export { listVisitNeeds, type VisitNeed } from "./visit-need.ts";
export { acceptSwap, endSwap, offerSwap } from "./volunteers/swaps.ts";
export { toOrderNo } from "./vocabulary.ts";
