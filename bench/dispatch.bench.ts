import { assignBoard, checkPlan, type Plan } from "../packages/dispatch/src/index.ts";
import { drawBoard } from "../packages/dispatch/src/testing/draw-board.ts";
import { assignExactly } from "../packages/dispatch/src/node/index.ts";
import type { BenchRow } from "./row.ts";

/** 1,000 orders × 300 teams beside greedy, and a small board beside HiGHS. */
export const rows = async (): Promise<BenchRow[]> => {
  const board = drawBoard({ orders: 1000, teams: 300, pairs: 0.2, slots: 10, seed: 7 });
  const greedy = assignBoard(board, { method: "greedy" });
  const begun = performance.now();
  const plan = assignBoard(board);
  const seconds = (performance.now() - begun) / 1000;
  const small = drawBoard({ orders: 60, teams: 30, pairs: 0.2, slots: 10, seed: 7 });
  const exact = await assignExactly(small);
  const served = (one: Plan): number => checkPlan(board, one.assignments).servedShare * 100;
  return [
    { name: "dispatch: 1,000 × 300, time", value: seconds, unit: "s", target: "≤ 2 s", ok: seconds <= 2 },
    {
      name: "dispatch: 1,000 × 300, gap",
      value: plan.gap * 100,
      unit: "%",
      target: "≤ 1 %",
      ok: plan.gap <= 0.01,
    },
    { name: "dispatch: served", value: served(plan), unit: "% of orders" },
    { name: "dispatch: baseline greedy, served", value: served(greedy), unit: "% of orders" },
    { name: "dispatch: greedy costs more by", value: (greedy.cost / plan.cost - 1) * 100, unit: "%" },
    {
      name: "dispatch: 60 × 30, above HiGHS by",
      value: (assignBoard(small).cost / exact.cost - 1) * 100,
      unit: "%",
    },
  ];
};
