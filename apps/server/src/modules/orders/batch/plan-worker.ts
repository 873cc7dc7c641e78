// Worker thread of plan.ts: assigns one board and answers once. It has nothing but the board, so that solving holds up no
// request.
import { parentPort, workerData } from "node:worker_threads";
import { assignBoard, type Board, DispatchError, describeDispatchError, suggestTeams } from "@kepu/dispatch";
import type { PlanAnswer } from "./plan.ts";

const solve = (board: Board): PlanAnswer => {
  const plan = assignBoard(board);
  const chosen = new Map(plan.assignments.map((one) => [one.order, one.teams[0]]));
  const looks = board.orders.map((order) => {
    const [suggestion] = suggestTeams({ ...board, orders: [order], previous: [] }, order.id);
    const candidates = suggestion?.candidates ?? [];
    return {
      order: order.id,
      candidates: candidates.length,
      refused: suggestion?.refused.length ?? 0,
      chosen: candidates.find((one) => one.team === chosen.get(order.id)) ?? null,
    };
  });
  const { assignments, outranked, gaps, gap, weakAreaShare } = plan;
  return { ok: true, assignments, outranked, gaps, gap, weakAreaShare, looks };
};

const answer = (): PlanAnswer => {
  try {
    return solve(workerData as Board); // plan.ts sends a board and nothing else
  } catch (error) {
    if (!(error instanceof DispatchError)) throw error;
    return { ok: false, sentence: describeDispatchError(error) };
  }
};

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, no window
parentPort?.postMessage(answer());
