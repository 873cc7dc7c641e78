import { suggestTeams } from "@kepu/dispatch";
import type { WorkingTeam } from "#modules/teams/index.ts";
import {
  type OrderNeed,
  orderRules,
  praiseWords,
  refusalWords,
  slotOf,
  toBoardOrder,
  toBoardTeam,
  zoneOf,
} from "./batch/to-board.ts";

import { lessFittingMinutes, missedWords } from "./pests/fit.ts";

export type { OrderNeed } from "./batch/to-board.ts";

/** What a team has to do already. */
export type TeamLoad = {
  /** Visits in the wanted half day. */
  sameHalf: number;
  /** Orders taken in the last 30 days. */
  recent: number;
  /** It has said no to this order, or let it lapse, in this round. */
  refusedBefore: boolean;
  /** Of its members too few can go, by what they said of themselves. */
  isShort: boolean;
};

export type Candidate = { team: WorkingTeam; cost: number; reasons: readonly string[]; load: TeamLoad };
type RefusedTeam = { team: WorkingTeam; reasons: readonly string[] };
export type Ranking = { candidates: readonly Candidate[]; refused: readonly RefusedTeam[] };

/**
 * Ranks the teams for one order: who can, best first, with the reasons; and who cannot, with every reason. What is possible
 * and what it costs is `@kepu/dispatch`'s to say, the same that assigns a whole board, so that one truth ranks. Ties are
 * broken by id, so that the same teams always come in the same order.
 */
export const rankTeams = (
  need: OrderNeed,
  teams: readonly WorkingTeam[],
  loadOf: (teamId: string) => TeamLoad,
): Ranking => {
  const slot = slotOf(need.day, need.half);
  const loads = new Map(teams.map((team) => [team.id, loadOf(team.id)]));
  const order = toBoardOrder({
    id: "order",
    need,
    lessFitting: Object.fromEntries(
      teams.map((team) => [team.id, lessFittingMinutes(need.pests, team)] as const),
    ),
    refusedBy: teams
      .filter((team) => loads.get(team.id)?.refusedBefore === true || loads.get(team.id)?.isShort === true)
      .map((team) => team.id),
  });
  const [suggestion] = suggestTeams(
    {
      orders: [order],
      teams: teams.map((team) =>
        toBoardTeam(team, {
          days: [{ day: need.day, halves: [need.half], badgeHolders: team.badgeHolders }],
          busy: { [slot]: loads.get(team.id)?.sameHalf ?? 0 },
          recent: loads.get(team.id)?.recent ?? 0,
          zone: zoneOf(team.unitPath, [need.streetPath]),
        }),
      ),
      rules: orderRules,
    },
    "order",
  );
  const byId = new Map(teams.map((team) => [team.id, team]));
  const known = (teamId: string): { team: WorkingTeam; load: TeamLoad } => {
    const [team, load] = [byId.get(teamId), loads.get(teamId)];
    if (team === undefined || load === undefined) throw new Error(`no team ${teamId} on this board`);
    return { team, load };
  };
  return {
    candidates: (suggestion?.candidates ?? []).map((one) => {
      const { team, load } = known(one.team);
      const reasons = praiseWords(need, team, {
        wayMinutes: one.travelMinutes,
        isSameStreet: zoneOf(team.unitPath, [need.streetPath]) === need.streetPath,
        isMeasured: false,
        recent: load.recent,
        free: team.capacity - load.sameHalf,
      });
      return { team, cost: one.cost, reasons, load };
    }),
    refused: (suggestion?.refused ?? []).map((one) => {
      const { team, load } = known(one.team);
      return {
        team,
        reasons: [...refusalWords(need, team, one.refusals, load), ...missedWords(need.pests, team)],
      };
    }),
  };
};
