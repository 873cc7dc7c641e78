import { createTestClock, toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import {
  beginMeeting,
  checkReport,
  classifyIssue,
  closeMeeting,
  decideItem,
  fileIssue,
  listAgenda,
  mergeIssue,
  planMeeting,
  recordAttendance,
  reportResolution,
} from "#modules/meetings/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import type { DemoStaff } from "./people.ts";

const dayMs = 86_400_000;

const pastIssues = [
  {
    kind: "problem",
    category: "people",
    title: "暑期点单多，社区科普讲师不够用（演示）",
    body: "七月、八月的点单是平时的两倍，街道的讲师排不开，有六个社区等了两周。希望从学会和高校借人。",
  },
  {
    kind: "proposal",
    category: "places",
    title: "把科普角放进社区老年食堂（演示）",
    body: "老人每天来吃饭，停留半小时。想放一块屏和一个书架，先在两个食堂试。",
  },
  {
    kind: "opinion",
    category: "coordination",
    title: "科普活动和文明实践活动的报名表合成一张（演示）",
    body: "同一场活动要填两张表，内容一样。建议共用一次登记。",
  },
] as const;

const openIssues = [
  {
    kind: "problem",
    title: "村里的大屏夏天太热常死机（演示）",
    body: "露天的屏在三十八度以上会自己关机，想换到村部走廊里。",
  },
  {
    kind: "proposal",
    title: "给网格员每人一张辟谣二维码卡（演示）",
    body: "居民常把传言发给网格员，他们想有一张卡，扫码就能查。",
  },
  {
    kind: "proposal",
    title: "辟谣二维码卡也发给网格员（演示）",
    body: "网格员入户时常被问到传言真假，有一张能扫码查的卡就好答。",
  },
] as const;

/**
 * A joint meeting of two months ago with three resolutions (one done, one under way, one overdue), and issues that wait
 * for the next, whose agenda shows the overdue one first.
 */
export const seedMeetings = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  const supervisor = staff.get("demo.supervisor");
  const street = staff.get("demo.street");
  const department = staff.get("demo.department");
  const [place, second] = district.places;
  const [, bureau] = district.departments;
  if (!supervisor || !street || !department || !place || !second || !bureau) return;
  const now = context.clock.now();
  const clock = createTestClock(new Date(now.getTime() - 60 * dayMs));
  const past = { ...context, clock };
  const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(context.db, work);
  const inDays = (days: number): string => toDistrictDate(new Date(now.getTime() + days * dayMs));

  for (const { category, ...issue } of pastIssues) {
    const issueId = await act((trx) => fileIssue(trx, past, street, { unitId: place.id, ...issue }));
    await act((trx) => classifyIssue(trx, past, supervisor, { issueId, category }));
  }
  const meetingId = await act((trx) =>
    planMeeting(trx, past, supervisor, {
      unitId: district.root.id,
      title: "第三季度科学素质工作联席会议（演示）",
      place: "演示大道 1 号 二楼会议室",
      heldAt: new Date(clock.now().getTime() + 2 * dayMs),
    }),
  );
  clock.advanceMs(2 * dayMs);
  const owners = [
    { unitId: place.id, dueOn: inDays(-6), words: "从学会和高校借四名讲师，列出排班表" },
    { unitId: second.id, dueOn: inDays(40), words: "在两个老年食堂各放一块屏和一个书架" },
    { unitId: bureau.id, dueOn: inDays(-20), words: "两张报名表合成一张，登记一次两处共用" },
  ] as const;
  const resolutions: string[] = [];
  await act(async (trx) => {
    await beginMeeting(trx, past, supervisor, meetingId);
    await recordAttendance(trx, past, supervisor, {
      meetingId,
      units: [
        ...district.departments.map((unit) => ({ unitId: unit.id, presence: "present" as const })),
        { unitId: place.id, presence: "present" },
        { unitId: second.id, presence: "excused" },
      ],
    });
    for (const [index, item] of (await listAgenda(trx, meetingId)).entries()) {
      const owner = owners[index];
      if (owner === undefined) break;
      const id = await decideItem(trx, past, supervisor, {
        itemId: item.id,
        outcome: "resolution",
        decision: owner.words,
        ownerUnitId: owner.unitId,
        dueOn: owner.dueOn,
      });
      if (id !== undefined) resolutions.push(id);
    }
    await closeMeeting(trx, past, supervisor, {
      meetingId,
      minutes: "会议逐项研究了三个议题，都形成了决议，明确了责任单位和完成日期。（演示）",
    });
  });
  clock.advanceMs(25 * dayMs);
  const [, , merged] = resolutions;
  if (merged !== undefined) {
    const reportId = await act((trx) =>
      reportResolution(trx, past, department, {
        resolutionId: merged,
        body: "两张表已合成一张，九月起共用。（演示）",
        evidenceLink: "/workbench/orders",
      }),
    );
    clock.advanceMs(dayMs);
    await act((trx) => checkReport(trx, past, supervisor, { reportId, verdict: "accept" }));
  }

  const waiting: string[] = [];
  for (const [index, issue] of openIssues.entries())
    waiting.push(
      await act((trx) =>
        fileIssue(trx, context, index === 2 ? department : street, {
          unitId: index === 2 ? bureau.id : place.id,
          ...issue,
        }),
      ),
    );
  const [, card, twin] = waiting;
  if (card !== undefined && twin !== undefined)
    await act((trx) => mergeIssue(trx, context, supervisor, { issueId: twin, intoId: card }));
  await act((trx) =>
    planMeeting(trx, context, supervisor, {
      unitId: district.root.id,
      title: "年底科学素质工作联席会议（演示）",
      place: "演示大道 1 号 二楼会议室",
      heldAt: new Date(now.getTime() + 9 * dayMs),
    }),
  );
};
