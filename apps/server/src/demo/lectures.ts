import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { admitTalk, offerTalk } from "#modules/orders/index.ts";
import { listExperts } from "#modules/people/index.ts";
import { addMember, listTeams } from "#modules/teams/index.ts";
import { type DemoStaff, requireStaff, residentActor } from "./people.ts";

const talks = [
  {
    title: "星星离我们有多远（演示）",
    about: "从月亮讲到银河，用生活里的远近打比方，听完会认北斗星。",
    topic: "space",
    audiences: ["elder", "worker"],
    minutes: 60,
  },
  {
    title: "家里的电为什么会跳闸（演示）",
    about: "用几样家里的电器讲清楚电流和保险，顺带说用电安全。",
    topic: "safety",
    audiences: ["elder", "farmer"],
    minutes: 45,
  },
  {
    title: "给孩子讲月亮的脸（演示）",
    about: "一只球、一盏灯，和孩子一起看明白月亮为什么有圆有缺。",
    topic: "space",
    audiences: ["youth"],
    minutes: 45,
  },
] as const;

/** The retired teacher joins the senior team and offers three talks; two can be ordered, the one for children waits. */
export const seedLectures = async (context: Context, staff: DemoStaff): Promise<void> => {
  const { db } = context;
  const experts = await listExperts(db, context, { scope: "everywhere", page: 1, size: 200 });
  const lecturer = experts.rows.find((expert) => expert.publicTitle.startsWith("退休物理教师"));
  const { rows: teams } = await listTeams(db, { scope: "everywhere", kind: "senior" }, { page: 1, size: 10 });
  const team = teams.find((one) => one.status === "verified");
  if (lecturer === undefined || team === undefined)
    throw new Error("the demonstration has a senior expert and a senior team");
  const speaker = residentActor(lecturer.personId);
  await inTransaction(db, async (trx) => {
    await addMember(trx, context, residentActor(team.leaderPersonId), {
      teamId: team.id,
      personId: speaker.personId,
    });
    for (const talk of talks) {
      const id = await offerTalk(trx, context, speaker, talk);
      if (!talk.audiences.some((one) => one === "youth"))
        await admitTalk(trx, context, requireStaff(staff, "demo.supervisor"), { id, badges: [] });
    }
  });
};
