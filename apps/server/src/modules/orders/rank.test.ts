import assert from "node:assert/strict";
import { test } from "node:test";
import type { WorkingTeam } from "#modules/teams/index.ts";
import { type OrderNeed, rankTeams, type TeamLoad } from "./rank.ts";

const need: OrderNeed = {
  placePath: "1.2.3",
  streetPath: "1.2",
  // A Wednesday.
  day: "2026-11-25",
  half: "morning",
  skill: "science-talk",
  pests: [],
  badges: ["children"],
  effort: "normal",
  demands: [],
  volunteers: 2,
};
const team = (id: string, change: Partial<WorkingTeam> = {}): WorkingTeam => ({
  id,
  name: id,
  kind: "society",
  leaderPersonId: `leader-${id}`,
  capacity: 2,
  effort: "normal",
  unitPath: "1.2.9",
  areaPaths: ["1.2"],
  skills: ["science-talk"],
  times: [{ weekday: 3, half: "morning" }],
  memberCount: 4,
  badgeHolders: { children: 2 },
  treats: { pestIds: [], crops: [] },
  absences: [],
  terms: [],
  ...change,
});
const idle: TeamLoad = { sameHalf: 0, recent: 0, refusedBefore: false, isShort: false };

test("each thing that a team lacks is a reason of its own, and all of them are said", () => {
  const cases: readonly [Partial<WorkingTeam>, Partial<TeamLoad>, string][] = [
    [{ areaPaths: ["1.4", "1.20"] }, {}, "服务范围不到这里"],
    [{ skills: ["farming"] }, {}, "不会讲科学"],
    [{ times: [{ weekday: 3, half: "afternoon" }] }, {}, "周三上午不在可服务的时间"],
    [
      { absences: [{ id: "x", fromOn: "2026-11-20", untilOn: "2026-11-25", reason: "期末考试" }] },
      {},
      "那天不来：期末考试",
    ],
    [
      {
        terms: [
          {
            id: "x",
            name: "秋季学期",
            fromOn: "2026-09-01",
            untilOn: "2027-01-20",
            times: [{ weekday: 3, half: "evening" }],
          },
        ],
      },
      {},
      "周三上午不在可服务的时间",
    ],
    [{ effort: "light" }, {}, "只做轻便的，这项偏重"],
    [{ memberCount: 1 }, {}, "要 2 人，队里只有 1 人"],
    [{ badgeHolders: { children: 1 } }, {}, "有儿童服务培训证的队员 1 人，要 2 人"],
    [{ badgeHolders: {} }, {}, "有儿童服务培训证的队员 0 人，要 2 人"],
    [{}, { sameHalf: 2 }, "这个半天已经排满"],
    [{}, { refusedBefore: true }, "这一轮已经婉拒或超时过"],
    [{}, { isShort: true }, "这次去得了的队员不够"],
  ];
  for (const [change, load, reason] of cases) {
    const { candidates, refused } = rankTeams(need, [team("a", change)], () => ({ ...idle, ...load }));
    assert.deepEqual(candidates, []);
    assert.deepEqual(refused[0]?.reasons, [reason]);
  }
  const { refused } = rankTeams(
    need,
    [team("a", { skills: [], memberCount: 0, badgeHolders: {} })],
    () => idle,
  );
  assert.equal(refused[0]?.reasons.length, 3);
});

test("near comes before far, and who had less to do lately before who had more; ties are always broken alike", () => {
  const teams = [
    team("far", { unitPath: "1.7", areaPaths: ["1"] }),
    team("busy"),
    team("near"),
    team("also-near"),
  ];
  const loads: Readonly<Record<string, TeamLoad>> = { busy: { ...idle, recent: 5 } };
  const order = (list: readonly WorkingTeam[]) =>
    rankTeams(need, list, (id) => loads[id] ?? idle).candidates.map((one) => one.team.id);
  assert.deepEqual(order(teams), ["also-near", "near", "busy", "far"]);
  assert.deepEqual(order(teams.toReversed()), order(teams));
});

test("every candidate carries reasons", () => {
  const [first] = rankTeams(need, [team("a")], () => idle).candidates;
  assert.deepEqual(first?.reasons, [
    "就在本街道（镇）",
    "会讲科学",
    "近 30 天没有接过单",
    "这个半天还能接 2 单",
    "有儿童服务培训证的队员 2 人",
  ]);
});
