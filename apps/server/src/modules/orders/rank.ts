import {
  type BadgeKind,
  badgeKinds,
  type Effort,
  type Half,
  halves,
  type Skill,
  skills,
  weekdayOf,
  weekdays,
  type WorkingTeam,
} from "#modules/teams/index.ts";

/** What an order asks of a team. */
export type OrderNeed = {
  placePath: string;
  streetPath: string;
  day: string;
  half: Half;
  skill: Skill | undefined;
  badges: readonly BadgeKind[];
  effort: Effort;
  volunteers: number;
};

/** What a team has to do already. */
export type TeamLoad = {
  /** Visits in the wanted half day. */
  sameHalf: number;
  /** Orders taken in the last 30 days. */
  recent: number;
  /** It has said no to this order, or let it lapse, in this round. */
  refusedBefore: boolean;
};

/** Every reason why the team cannot take the order, in words; none where it can. */
export const refusalsOf = (need: OrderNeed, team: WorkingTeam, load: TeamLoad): readonly string[] => {
  const found: string[] = [];
  if (load.refusedBefore) found.push("这一轮已经婉拒或超时过");
  if (!team.areaPaths.some((path) => need.placePath === path || need.placePath.startsWith(`${path}.`)))
    found.push("服务范围不到这里");
  if (need.skill !== undefined && !team.skills.includes(need.skill)) found.push(`不会${skills[need.skill]}`);
  const weekday = weekdayOf(need.day);
  if (!team.times.some((time) => time.weekday === weekday && time.half === need.half))
    found.push(`${weekdays[weekday - 1] ?? ""}${halves[need.half]}不在可服务的时间`);
  if (need.effort === "normal" && team.effort === "light") found.push("只做轻便的，这项偏重");
  if (team.memberCount < need.volunteers)
    found.push(`要 ${need.volunteers} 人，队里只有 ${team.memberCount} 人`);
  for (const badge of need.badges) {
    const holders = team.badgeHolders[badge] ?? 0;
    if (holders < need.volunteers)
      found.push(`有${badgeKinds[badge]}的队员 ${holders} 人，要 ${need.volunteers} 人`);
  }
  if (load.sameHalf >= team.capacity) found.push("这个半天已经排满");
  return found;
};

export type Candidate = { team: WorkingTeam; score: number; reasons: readonly string[]; load: TeamLoad };
export type RefusedTeam = { team: WorkingTeam; reasons: readonly string[] };
export type Ranking = { candidates: readonly Candidate[]; refused: readonly RefusedTeam[] };

const isBelow = (path: string, ancestor: string): boolean =>
  path === ancestor || path.startsWith(`${ancestor}.`);

/**
 * Points of a team that can take the order, with the reasons: near before far, and who had fewer orders lately before who
 * had more (fairness of load); a member to spare helps. Whole numbers, so that two servers rank alike.
 */
const praise = (need: OrderNeed, team: WorkingTeam, load: TeamLoad): { score: number; reasons: string[] } => {
  const reasons: string[] = [];
  let score = 100;
  if (isBelow(team.unitPath, need.streetPath)) {
    score += 30;
    reasons.push("就在本街道（镇）");
  } else reasons.push("从外街道（镇）来");
  if (need.skill !== undefined) reasons.push(`会${skills[need.skill]}`);
  score -= Math.min(30, load.recent * 3);
  reasons.push(load.recent === 0 ? "近 30 天没有接过单" : `近 30 天接了 ${load.recent} 单`);
  const free = team.capacity - load.sameHalf;
  score += Math.min(6, free * 2);
  reasons.push(`这个半天还能接 ${free} 单`);
  for (const badge of need.badges)
    reasons.push(`有${badgeKinds[badge]}的队员 ${team.badgeHolders[badge] ?? 0} 人`);
  if (team.memberCount > need.volunteers * 2) score += 4;
  return { score, reasons };
};

/**
 * Ranks the teams for one order: who can, best first, with the reasons; and who cannot, with every reason. Ties are broken
 * by id, so that the same teams always come in the same order. This is the seam for `@kepu/dispatch`: what assigns a whole
 * board takes the same needs, teams and loads.
 */
export const rankTeams = (
  need: OrderNeed,
  teams: readonly WorkingTeam[],
  loadOf: (teamId: string) => TeamLoad,
): Ranking => {
  const candidates: Candidate[] = [];
  const refused: RefusedTeam[] = [];
  for (const team of teams) {
    const load = loadOf(team.id);
    const reasons = refusalsOf(need, team, load);
    if (reasons.length > 0) refused.push({ team, reasons });
    else candidates.push({ team, load, ...praise(need, team, load) });
  }
  const byId = (a: { team: WorkingTeam }, b: { team: WorkingTeam }): number =>
    a.team.id < b.team.id ? -1 : 1;
  return {
    candidates: candidates.sort((a, b) => b.score - a.score || byId(a, b)),
    refused: refused.sort((a, b) => a.reasons.length - b.reasons.length || byId(a, b)),
  };
};
