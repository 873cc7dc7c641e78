import { systemActor } from "#kernel/actor.ts";
import { createTestClock, toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  findFilm,
  notePlays,
  noteScreenVisit,
  planShowing,
  pollUpstream,
  registerScreen,
  subscribeUpstream,
} from "#modules/channels/index.ts";
import type { SeededDistrict } from "./organisations.ts";

const actor = systemActor("demo");
const hourMs = 3_600_000;
const host = "feeds.example";

/** A feed that nobody serves: its three items are written here and marked, and read by the real reader. */
const demoFeed = (now: Date): string => {
  const items = [
    ["a", "（演示）冬天开空调，屋里为什么越来越干", "（演示）别的单位发布的一条消息，用来看来源怎么标。", 5],
    ["b", "（演示）新研究：常走路的老人睡得更稳", "（演示）这条可以一键成选题，草稿里会带上来源网址。", 20],
    ["c", "（演示）雾大的早上，先看能见度再出门", "（演示）来源把它撤下以后，这里也会在半小时内撤下。", 40],
  ] as const;
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>演示上游</title><link>https://${host}/</link><description>演示</description>${items
    .map(
      ([guid, title, summary, hours]) =>
        `<item><guid>${guid}</guid><title>${title}</title><link>https://${host}/${guid}</link><pubDate>${new Date(now.getTime() - hours * hourMs).toUTCString()}</pubDate><description>${summary}</description></item>`,
    )
    .join("")}</channel></rss>`;
};

/** Two screens, one that came by just now and one silent for two days, and a subscription to another publisher. */
export const seedChannelsDemo = async (context: Context, district: SeededDistrict): Promise<void> => {
  const now = context.clock.now();
  const past = { ...context, clock: createTestClock(now) };
  await inTransaction(context.db, async (trx) => {
    const lobby = await registerScreen(trx, past, actor, {
      unitId: district.root.id,
      name: "（演示）政务大厅一楼终端",
    });
    const station = await registerScreen(trx, past, actor, {
      unitId: district.root.id,
      name: "（演示）社区活动室终端",
    });
    await noteScreenVisit(trx, now, { screenId: lobby.id, removed: [] });
    await noteScreenVisit(trx, new Date(now.getTime() - 50 * hourMs), { screenId: station.id, removed: [] });
    const film = await findFilm(trx, now, ["scientific-spirit", "first-aid"]);
    const [park] = district.parks;
    if (film !== undefined && park !== undefined) {
      const hall = await registerScreen(trx, past, actor, { unitId: park.id, name: "（演示）园区大厅终端" });
      await registerScreen(trx, past, actor, { unitId: park.id, name: "（演示）园区食堂终端" });
      const day = toDistrictDate(now);
      const showingId = await planShowing(trx, past, actor, { unitId: park.id, no: film.no, day });
      await notePlays(trx, now, { screenId: hall.id, played: [{ showingId, on: day, times: 3 }] });
    }
    await subscribeUpstream(trx, { ...past, hosts: [host] }, actor, {
      name: "演示上游（演示，不联网）",
      url: `https://${host}/demo.xml`,
      keepDays: 30,
      topic: "health",
    });
  });
  await pollUpstream({
    db: context.db,
    clock: past.clock,
    fetchFeed: async () => ({ ok: true, text: demoFeed(now) }),
  });
};
