import { type Board, wayMinutes } from "./board.ts";
import { DispatchError } from "./errors.ts";
import { spareLevels } from "./model.ts";
import { parseBoard, rulesOf } from "./parse-board.ts";
import { listRefusals, openSlots, type Refusal } from "./refusals.ts";

export type Candidate = {
  readonly team: string;
  /** Sum of the four reasons; the least is best. */
  readonly cost: number;
  readonly travelMinutes: number;
  readonly loadMinutes: number;
  readonly spareLevelMinutes: number;
  readonly lessFittingMinutes: number;
  /** Half days of the order in which the team has room. */
  readonly slots: readonly string[];
};

export type Suggestion = {
  /** Cheapest first, equal ones by id. */
  readonly candidates: readonly Candidate[];
  /** Every team that cannot, with all reasons; who lacks least first. */
  readonly refused: readonly { readonly team: string; readonly refusals: readonly Refusal[] }[];
};

const compareIds = (a: { readonly team: string }, b: { readonly team: string }): number =>
  a.team < b.team ? -1 : 1;

/**
 * Candidates for one order, per need, with what each costs and why the others cannot. The other orders of the board are not
 * looked at: for them there is `assignBoard`.
 *
 * @throws {DispatchError} dispatch.order_unknown and those of `parseBoard`
 * @example suggestTeams({ orders: [{ id: "o", slots: ["d/am"], needs: [{}] }], teams: [{ id: "t", kind: "team", slots: ["d/am"] }] }, "o")[0].candidates[0].team; // => "t"
 */
export const suggestTeams = (board: Board, orderId: string): readonly Suggestion[] => {
  const { orders, teams } = parseBoard(board);
  const rules = rulesOf(board);
  const order = orders.find(({ id }) => id === orderId);
  if (order === undefined) throw new DispatchError("dispatch.order_unknown", { id: orderId });
  return order.needs.map((need) => {
    const candidates: Candidate[] = [];
    const refused: { team: string; refusals: readonly Refusal[] }[] = [];
    for (const team of teams) {
      const refusals = listRefusals({ order, need, team, rules });
      if (refusals.length > 0) {
        refused.push({ team: team.id, refusals });
        continue;
      }
      const parts = {
        travelMinutes: wayMinutes(team, order, rules),
        loadMinutes: rules.fairnessMinutes * (team.recent ?? 0),
        spareLevelMinutes: rules.spareLevelMinutes * spareLevels(need.skills, team.skills),
        lessFittingMinutes: order.lessFitting?.[team.id] ?? 0,
      };
      const cost =
        parts.travelMinutes + parts.loadMinutes + parts.spareLevelMinutes + parts.lessFittingMinutes;
      candidates.push({ team: team.id, cost, ...parts, slots: openSlots(order, team) });
    }
    return {
      candidates: candidates.sort((a, b) => a.cost - b.cost || compareIds(a, b)),
      refused: refused.sort((a, b) => a.refusals.length - b.refusals.length || compareIds(a, b)),
    };
  });
};
