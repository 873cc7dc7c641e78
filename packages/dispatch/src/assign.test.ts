import fc from "fast-check";
import assert from "node:assert/strict";
import { test } from "node:test";
import { assignBoard } from "./assign.ts";
import type { Board } from "./board.ts";
import { checkPlan } from "./check-plan.ts";
import { DispatchError } from "./errors.ts";
import { describeDispatchError } from "./messages.ts";
import { assignExactly } from "./node/index.ts";
import { parseBoard } from "./parse-board.ts";
import { suggestTeams } from "./suggest.ts";
import { drawBoard } from "./testing/draw-board.ts";

/** Least price of all plans by trying each; the checker prices them. */
const bruteForce = (board: Board): number => {
  let best = Infinity;
  const go = (index: number, chosen: { order: string; slot: string; teams: string[] }[]): void => {
    const order = board.orders[index];
    if (order === undefined) {
      const report = checkPlan(board, chosen);
      if (report.violations.length === 0) best = Math.min(best, report.cost);
      return;
    }
    go(index + 1, chosen);
    for (const slot of order.slots)
      for (const lead of board.teams)
        for (const other of order.needs.length === 2 ? board.teams : [undefined])
          go(index + 1, [
            ...chosen,
            { order: order.id, slot, teams: [lead.id, ...(other === undefined ? [] : [other.id])] },
          ]);
  };
  go(0, []);
  return best;
};

test("every plan holds all rules, costs what the checker counts, and lies above its bound", () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 30 }), (seed, orders) => {
      const board = drawBoard({ orders, teams: 12, pairs: 0.3, slots: 6, seed });
      for (const method of ["search", "greedy"] as const) {
        const plan = assignBoard(board, { method });
        const report = checkPlan(board, plan.assignments);
        assert.deepEqual(report.violations, []);
        assert.equal(report.cost, plan.cost);
        assert.ok(plan.bound <= plan.cost);
        assert.equal(plan.assignments.length + plan.outranked.length + plan.gaps.length, orders);
      }
    }),
    { numRuns: 20 },
  );
});

test("without pairs small boards are solved as brute force solves them", () => {
  for (let seed = 0; seed < 6; seed += 1) {
    const drawn = drawBoard({ orders: 3, teams: 3, pairs: 0, slots: 2, seed });
    const [first] = drawn.teams;
    assert.ok(first !== undefined);
    const board = {
      ...drawn,
      orders: drawn.orders.map((order, index) => ({ ...order, lessFitting: { [first.id]: index * 35 } })),
    };
    const plan = assignBoard(board);
    assert.deepEqual([plan.cost, plan.gap], [bruteForce(board), 0]);
  }
});

test("HiGHS finds no better plan than the bound allows, and the same cost where there are no pairs", async () => {
  for (const pairs of [0, 0.4]) {
    const board = drawBoard({ orders: 20, teams: 12, pairs, slots: 6, seed: 3 });
    const plan = assignBoard(board);
    const exact = await assignExactly(board);
    assert.deepEqual(checkPlan(board, exact.assignments).violations, []);
    assert.ok(
      plan.bound <= exact.cost && exact.cost <= plan.cost,
      `${plan.bound} ${exact.cost} ${plan.cost}`,
    );
    if (pairs === 0) assert.equal(plan.cost, exact.cost);
  }
});

test("the same board gives the same plan; replanned without news nothing changes", () => {
  const board = drawBoard({ orders: 40, teams: 15, pairs: 0.2, slots: 8, seed: 5 });
  const plan = assignBoard(board);
  assert.deepEqual(assignBoard(board), plan);
  const again = assignBoard({ ...board, previous: plan.assignments });
  assert.equal(again.changes, 0);
});

test("when a team falls away only its own orders change, where changes are dear", () => {
  const board = drawBoard({ orders: 20, teams: 15, pairs: 0, slots: 8, seed: 6 });
  const plan = assignBoard(board);
  const lost = plan.assignments[0]?.teams[0] ?? "";
  const hit = plan.assignments.filter(({ teams }) => teams.includes(lost)).length;
  const again = assignBoard({
    ...board,
    teams: board.teams.filter(({ id }) => id !== lost),
    previous: plan.assignments,
    rules: { changeMinutes: 10_000 },
  });
  assert.ok(hit > 0);
  assert.equal(again.changes, hit);
});

test("an order no team can serve is a skill gap with what the nearest team lacks", () => {
  const board: Board = {
    orders: [{ id: "o", slots: ["d/am"], needs: [{ skills: { 天文: 3 } }] }],
    teams: [{ id: "t", kind: "team", slots: ["d/am"], skills: { 天文: 1 } }],
  };
  const refusal = { code: "level", values: { wanted: "天文", least: 3, found: 1 } };
  assert.deepEqual(assignBoard(board).gaps, [{ order: "o", need: 0, nearest: [{ refusal, teams: 1 }] }]);
  assert.deepEqual(suggestTeams(board, "o")[0]?.refused, [{ team: "t", refusals: [refusal] }]);
});

test("bad boards are refused with a code and a Chinese sentence", () => {
  const order = { id: "o", slots: ["d/am"], needs: [{}] };
  const team = { id: "t", kind: "team", slots: ["d/am"] };
  for (const [board, code] of [
    [null, "field_invalid"],
    [{ orders: [order] }, "field_invalid"],
    [{ orders: [{ ...order, priority: 9 }], teams: [] }, "field_invalid"],
    [{ orders: [{ ...order, typo: 1 }], teams: [] }, "field_invalid"],
    [{ orders: [order, order], teams: [] }, "id_repeated"],
    [{ orders: [{ ...order, refusedBy: ["x"] }], teams: [team] }, "id_unknown"],
    [{ orders: [{ ...order, needs: [{}, {}] }], teams: [team] }, "pair_kinds_equal"],
  ] as const)
    assert.throws(
      () => parseBoard(board),
      (error) =>
        error instanceof DispatchError &&
        error.code === `dispatch.${code}` &&
        /请/u.test(describeDispatchError(error)) &&
        !describeDispatchError(error).includes("？"),
    );
});

test("a team that fits an order less comes after those that fit it, and is named only where it is on the board", () => {
  const board: Board = {
    orders: [{ id: "o", slots: ["d/am"], zone: "z", needs: [{}], lessFitting: { near: 50 } }],
    teams: [
      { id: "near", kind: "team", slots: ["d/am"], zone: "z" },
      { id: "far", kind: "team", slots: ["d/am"], zone: "y" },
    ],
  };
  const order = suggestTeams(board, "o")[0]?.candidates.map((one) => [one.team, one.cost]);
  assert.deepEqual(order, [
    ["far", 20],
    ["near", 50],
  ]);
  assert.deepEqual(assignBoard(board).assignments[0]?.teams, ["far"]);
  assert.throws(
    () => parseBoard({ ...board, teams: board.teams.slice(1) }),
    (error) => error instanceof DispatchError && error.code === "dispatch.id_unknown",
  );
});
