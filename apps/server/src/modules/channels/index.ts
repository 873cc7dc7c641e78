import type { FastifyInstance } from "fastify";
import type { Context } from "#kernel/context.ts";
import { onEvent } from "#kernel/events.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerChannelRoutes } from "./api.ts";
import { countUnclearedRecalls, type LookAt, queueDeliveries, runDeliveries } from "./deliveries.ts";
import { channelsMessages } from "./messages.ts";
import { channelsNumericInputs } from "./numeric-inputs.ts";
import { runOutsideDeliveries } from "./outside/deliver.ts";
import { openPlatforms } from "./outside/platforms.ts";
import { channelsPolicy } from "./policy.ts";
import { seedChannels } from "./seed.ts";
import { createFeedFetcher, pollUpstream } from "./upstream.ts";
import { countShowings } from "./showings.ts";
import "./tables.ts";

/** The application of each composed system: a channel's page is asked for through the same routes that readers use. */
const apps = new WeakMap<Context, FastifyInstance>();

const lookAtOwn =
  (context: Context): LookAt =>
  async (path) => {
    const app = apps.get(context);
    if (app === undefined) throw new Error("deliveries run before the application is ready");
    const answer = await app.inject({
      method: "GET",
      url: path,
      headers: { host: new URL(context.config.publicUrl).host },
    });
    return { status: answer.statusCode, body: answer.rawPayload };
  };

/** One set of platforms for each composed system: they keep their tokens. */
const deliverOutside = (context: Context): (() => Promise<void>) => {
  const { db, clock, config } = context;
  const platforms = openPlatforms(config, clock);
  return async () =>
    void (await runOutsideDeliveries({
      db,
      clock,
      platforms,
      lookAt: lookAtOwn(context),
      publicUrl: config.publicUrl,
    }));
};

export const channelsModule: Module = {
  name: "channels",
  policy: channelsPolicy,
  messages: channelsMessages,
  guardedTables: [
    { table: "channels", columns: ["code", "name", "kind", "target", "is_open"], idColumn: "code" },
    { table: "screens", columns: ["id", "unit_id", "name", "retired_at"] },
    { table: "film_showings", columns: ["id", "content_id", "unit_id", "week_on", "status"] },
    { table: "upstream_feeds", columns: ["id", "name", "url", "keep_days", "is_open"] },
  ],
  factKinds: [
    {
      kind: "channels.film_played",
      name: "专题片在终端放映",
      measure: "次",
      from: "一次放映的那一周过去两天后，按各终端自己报的次数合计",
      sourceTable: "film_showings",
    },
  ],
  planRows: [
    {
      id: "W-02",
      state: "works",
      where: "工作台—终端放映 · /api/screens/sync",
      note: "专题片（视频、有声故事、漫画）排到园区站点的终端，只放那一周；园区约好劳模工匠报告会，同一周自动排上；终端自己报放了几次，没放的点名，过后计数：films.test.ts。演示内容里没有视频，演示排的是漫画。",
    },
    {
      id: "I-05",
      state: "partly",
      where: "/workbench/deliveries · /workbench/outside-posts",
      note: "门户、Atom、RSS、JSON Feed、科普终端、纸质海报六个渠道，失败重试，撤稿逐渠道举证：deliveries.test.ts。微信公众号（草稿、发布、状态、删除）和百家号（发布、状态、撤回）按公开接口对接，默认关闭，演示存在本机：outside.test.ts、docs/outside-platforms.md；每篇在哪个平台、到哪一步、回执、地址、撤下的证明一页看清：sent.test.ts。缺：与真实帐号的联调，视频平台，正文图片外发。",
    },
    {
      id: "I-16",
      state: "partly",
      where: "/upstream · /topics/… · 工作台—上游来源",
      note: "白名单来源的 RSS/Atom/JSON Feed 订阅、来源标注、到期与撤回跟随：upstream.test.ts。门户单列、写明来源（upstream.test.ts）。缺：落到科普e站的专栏。",
    },
  ],
  events: ({ clock }) => [
    onEvent({
      event: "contents.published",
      consumer: "channels.publish",
      handle: async (trx, { contentId, versionId }) =>
        queueDeliveries(trx, clock, { contentId, versionId, act: "publish" }),
    }),
    onEvent({
      event: "contents.recalled",
      consumer: "channels.recall",
      handle: async (trx, { contentId, versionId }) =>
        queueDeliveries(trx, clock, { contentId, versionId, act: "recall" }),
    }),
    onEvent({
      event: "contents.expired",
      consumer: "channels.expire",
      handle: async (trx, { contentId, versionId }) =>
        queueDeliveries(trx, clock, { contentId, versionId, act: "recall" }),
    }),
  ],
  jobs: (context) => [
    {
      name: "channels.deliver",
      title: "送达各渠道、核对回执",
      everySeconds: 2,
      run: async () =>
        void (await runDeliveries({ db: context.db, clock: context.clock, lookAt: lookAtOwn(context) })),
    },
    {
      name: "channels.deliver_outside",
      title: "外发到公众号、百家号，核对状态",
      everySeconds: 5,
      run: deliverOutside(context),
    },
    {
      name: "channels.count_films",
      title: "放映的一周过后，按终端报的次数计数",
      schedule: "7 3 * * *",
      run: async () => void (await countShowings(context)),
    },
    {
      name: "channels.poll_upstream",
      title: "读取上游来源",
      everySeconds: 60,
      run: async () =>
        void (await pollUpstream({
          db: context.db,
          clock: context.clock,
          fetchFeed: createFeedFetcher(context.config.upstreamHosts),
        })),
    },
  ],
  numericInputs: channelsNumericInputs,
  routes: (routes, context) => {
    registerWaitingSource("channels.uncleared", async ({ db, policy, clock }, actor) => {
      const scope = policy.scopeOf(actor, "channels.act_on_delivery");
      const count = await countUnclearedRecalls(db, clock.now(), scope);
      return [
        {
          kind: "channels.uncleared",
          title: "撤稿还没有清除干净的渠道",
          href: "/workbench/deliveries?act=recall",
          count,
        },
      ];
    });
    registerRecordResolver({
      sourceTable: "film_showings",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("film_showings as showing")
          .innerJoin("org_units as unit", "unit.id", "showing.unit_id")
          .select(["showing.id", "showing.week_on", "unit.name"])
          .where("showing.id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `${row.name} ${row.week_on} 起一周的放映`, href: "/workbench/film-showings" },
          ]),
        );
      },
    });
    registerChannelRoutes(routes, context);
  },
  plugins: async (app, context) => {
    apps.set(context, app);
    app.addHook("onReady", async () => seedChannels(context));
  },
};

export {
  endUpstream,
  type FetchFeed,
  listUpstreamItems,
  type OfferedItem,
  pollUpstream,
  pitchUpstreamItem,
  subscribeUpstream,
} from "./upstream.ts";
export { noteScreenVisit } from "./screen-posters.ts";
export { countShowings, findFilm, listFilmsFor, listShowings, notePlays, planShowing } from "./showings.ts";
export { registerScreen } from "./screens.ts";
export { type Delivered, listDelivered } from "./delivered.ts";
export { runDeliveries } from "./deliveries.ts";
