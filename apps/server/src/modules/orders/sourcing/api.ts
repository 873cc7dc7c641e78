import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { listSearchMisses, listTopics } from "#modules/contents/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import {
  closed,
  emptyBody,
  id,
  idAnswer,
  idParams,
  moment,
  nullableMoment,
  nullableText,
  oneOf,
  text,
  unitQuery,
} from "../contract.ts";
import { listNeedCells } from "../coverage/figures.ts";
import { readOffers } from "./offers.ts";
import { getSourcing, listOpenSourcing, listSourcing } from "./queries.ts";
import { endSourcing, raiseSourcing, takeSourcing } from "./sourcing.ts";
import { sourcingStates } from "./state.ts";

const tie = Type.Object({ id, no: text, statusName: text });
const needsAnswer = Type.Object({
  topics: Type.Array(Type.Object({ code: nullableText, name: text, unmet: Type.Integer() })),
  streets: Type.Array(Type.Object({ id: nullableText, name: text, unmet: Type.Integer() })),
  cells: Type.Array(
    Type.Object({
      topic: nullableText,
      streetId: nullableText,
      unmet: Type.Integer(),
      audiences: Type.Record(Type.String(), Type.Integer()),
      offers: Type.Integer({
        description: "Verified teams that serve the street and can do something of the topic.",
      }),
      searches: Type.Integer({
        description: "Searches on the topic with that street chosen that found nothing.",
      }),
      sourcing: Type.Union([tie, Type.Null()]),
    }),
  ),
  searches: Type.Object(
    {
      cells: Type.Array(
        Type.Object({ topic: text, topicName: text, unitId: id, unitName: text, misses: Type.Integer() }),
      ),
      words: Type.Array(Type.Object({ words: text, misses: Type.Integer() })),
      total: Type.Integer(),
    },
    {
      description:
        "Searches of the portal in 90 days that found nothing; words only where ten readers or more had them.",
    },
  ),
});
const sourcingFields = {
  id,
  no: text,
  topic: text,
  topicName: text,
  streetUnitId: id,
  streetName: text,
  ownerUnitId: id,
  ownerName: text,
  raisedUnitId: id,
  raisedName: text,
  wanted: text,
  unmetCount: Type.Integer(),
  status: oneOf(sourcingStates.states, "状态"),
  statusName: text,
  dueAt: nullableMoment,
  late: Type.Boolean(),
  takeOvers: Type.Integer(),
  result: nullableText,
  createdAt: moment,
};
const resultBody = Type.Object(
  { result: Type.String({ minLength: 1, maxLength: 300, title: "结果" }) },
  closed,
);
const labels = { take: "接下来找", supply: "找到了", close: "找不到，了结" } as const;

/** Needs that nobody met, by topic × street, and the orders to source supply for them (G-05). */
export const registerSourcingRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/order-needs",
    access: { action: "orders.read" },
    summary:
      "Needs of a unit's stations that nobody met, by topic × street, most first, beside what is on offer",
    query: Type.Object(unitQuery),
    response: needsAnswer,
    handler: async (visit) => {
      const today = toDistrictDate(visit.now);
      const unit = await getUnit(db, visit.query.unit, today);
      visit.authorise(unit.path);
      const cells = await listNeedCells(db, { unitPath: unit.path, now: visit.now, today });
      const names = new Map((await listTopics(db)).map((topic) => [topic.code, topic.name]));
      const offers = await readOffers(db, { cells, today });
      const open = await listOpenSourcing(db);
      // A station stands under the unit whose people it serves: what they searched is its business.
      const area =
        unit.kind === "station" && unit.parentId !== null ? await getUnit(db, unit.parentId, today) : unit;
      const missed = await listSearchMisses(db, { unitPath: area.path, now: visit.now });
      const sumBy = <K>(keyOf: (cell: (typeof cells)[number]) => K): Map<K, number> => {
        const sums = new Map<K, number>();
        for (const cell of cells) sums.set(keyOf(cell), (sums.get(keyOf(cell)) ?? 0) + cell.unmet);
        return new Map([...sums].sort((a, b) => b[1] - a[1]));
      };
      return {
        topics: [...sumBy((cell) => cell.topic)].map(([code, unmet]) => ({
          code,
          name: code === null ? "没有主题" : (names.get(code) ?? code),
          unmet,
        })),
        streets: [...sumBy((cell) => cell.streetId)].map(([streetId, unmet]) => ({
          id: streetId,
          name: streetId === null ? "不在街道里" : (offers.streetNames.get(streetId) ?? ""),
          unmet,
        })),
        cells: cells.map((cell) => {
          const found = open.find((one) => one.topic === cell.topic && one.streetId === cell.streetId);
          return {
            ...cell,
            audiences: { ...cell.audiences },
            offers: offers.count(cell),
            searches:
              missed.cells.find((one) => one.topic === cell.topic && one.unitId === cell.streetId)?.misses ??
              0,
            sourcing:
              found === undefined ? null : { id: found.id, no: found.no, statusName: found.statusName },
          };
        }),
        searches: {
          cells: missed.cells.map((one) => ({ ...one, topicName: names.get(one.topic) ?? one.topic })),
          words: [...missed.words],
          total: missed.total,
        },
      };
    },
  });
  routes.read({
    url: "/api/sourcing-orders",
    access: { action: "orders.read" },
    summary: "Orders to source supply that my units own or raised",
    response: Type.Object({ rows: Type.Array(Type.Object(sourcingFields)) }),
    handler: async (visit) => ({ rows: [...(await listSourcing(db, visit.scope(), visit.now))] }),
  });
  /** Who owns it, else who raised it: both see how far it is. */
  const authoriseEither = (visit: Visit, paths: { ownerPath: string; raisedPath: string }): void =>
    visit.authorise(
      policy.decide(visit.actor, "orders.read", { unitPath: paths.ownerPath }).ok
        ? paths.ownerPath
        : paths.raisedPath,
    );
  routes.read({
    url: "/api/sourcing-orders/:id",
    access: { action: "orders.read" },
    summary: "One order to source supply with the orders it stands for and what can be done",
    params: idParams,
    response: Type.Object({
      ...sourcingFields,
      orders: Type.Array(Type.Object({ id, no: text, title: text, statusName: text })),
      nextActions: Type.Array(
        Type.Object({ action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) }),
      ),
    }),
    handler: async (visit) => {
      const { ownerPath, raisedPath, ...view } = await getSourcing(db, visit.params.id, visit.now);
      authoriseEither(visit, { ownerPath, raisedPath });
      const may = policy.decide(visit.actor, "orders.dispatch", { unitPath: ownerPath }).ok;
      return {
        ...view,
        orders: [...view.orders],
        nextActions: (["take", "supply", "close"] as const)
          .filter((event) => sourcingStates.next(view.status, event) !== undefined)
          .map((action) => ({
            action,
            label: labels[action],
            allowed: may,
            ...(may ? {} : { reason: `由${view.ownerName}来办。` }),
          })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/sourcing-orders",
    access: { action: "orders.dispatch" },
    summary:
      "Raise an order to source supply for one topic in one street; while it is open there is no second",
    body: Type.Object(
      {
        unitId: id,
        topic: Type.String({ minLength: 2, maxLength: 60, title: "主题" }),
        streetId: { ...id, title: "街道" },
        wanted: Type.String({ minLength: 1, maxLength: 300, title: "要找什么" }),
      },
      closed,
    ),
    response: Type.Object({ id, no: text }),
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      return raiseSourcing(trx, act(visit), visit.person(), visit.body);
    },
  });
  const shared = {
    method: "POST",
    access: { action: "orders.dispatch" },
    params: idParams,
    response: idAnswer,
  } as const;
  routes.write({
    ...shared,
    url: "/api/sourcing-orders/:id/take",
    summary: "Somebody looks for it now",
    body: emptyBody,
    handler: async (visit, trx) => {
      visit.authorise((await getSourcing(trx, visit.params.id, visit.now)).ownerPath);
      await takeSourcing(trx, act(visit), visit.person(), visit.params.id);
      return { id: visit.params.id };
    },
  });
  for (const [event, summary] of [
    ["supply", "It is found: who does it now"],
    ["close", "Nobody can do it, with the reason"],
  ] as const)
    routes.write({
      ...shared,
      url: `/api/sourcing-orders/:id/${event}`,
      summary,
      body: resultBody,
      handler: async (visit, trx) => {
        visit.authorise((await getSourcing(trx, visit.params.id, visit.now)).ownerPath);
        await endSourcing(trx, act(visit), visit.person(), {
          id: visit.params.id,
          event,
          result: visit.body.result,
        });
        return { id: visit.params.id };
      },
    });
};
