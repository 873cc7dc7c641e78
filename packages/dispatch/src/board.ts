/** Metres east and north of any fixed point of the district. */
export type Place = { readonly east: number; readonly north: number };

/** What one team must bring to an order. */
export type Need = {
  /** The sort of team, e.g. `expert`; any where it is left out. */
  readonly kind?: string | undefined;
  /** Skill → least level (1 basic … 3 expert). */
  readonly skills?: Readonly<Record<string, number>> | undefined;
  /** Each badge must be held by as many members as people are needed. */
  readonly badges?: readonly string[] | undefined;
  /** Languages and dialects; all are needed. */
  readonly languages?: readonly string[] | undefined;
  /** 1 where it is left out. */
  readonly people?: number | undefined;
  /** `normal` where it is left out: teams that do only light tasks cannot. */
  readonly effort?: "light" | "normal" | undefined;
};

export type Order = {
  readonly id: string;
  /** Half days that suit the resident, e.g. `2026-12-01/am`. */
  readonly slots: readonly string[];
  /** Path of units, e.g. `district.street.village`. */
  readonly area?: string | undefined;
  readonly at?: Place | undefined;
  /** Name of the zone it lies in; stands for the way where a place is not known. */
  readonly zone?: string | undefined;
  /** 1 (can wait) … 5 (urgent); 1 where it is left out. */
  readonly priority?: number | undefined;
  /** In a grassroots or weak area of the allocation rule (实施方案: 推动优质科普资源向基层倾斜). */
  readonly isWeakArea?: boolean | undefined;
  /** One need, or two of different kinds (expert + volunteers), met by two teams in the same half day. */
  readonly needs: readonly Need[];
  /** Teams that declined it or let it lapse in this round. */
  readonly refusedBy?: readonly string[] | undefined;
  /** Team → minutes that it costs more than its way, where others fit this order better; none where it is left out. */
  readonly lessFitting?: Readonly<Record<string, number>> | undefined;
};

export type Team = {
  readonly id: string;
  readonly kind: string;
  readonly skills?: Readonly<Record<string, number>> | undefined;
  /** Badge → members who hold it. */
  readonly badges?: Readonly<Record<string, number>> | undefined;
  readonly languages?: readonly string[] | undefined;
  /** Members; 1 where it is left out. */
  readonly people?: number | undefined;
  readonly effort?: "light" | "normal" | undefined;
  /** Paths served, each with everything below; everywhere where it is left out. */
  readonly areas?: readonly string[] | undefined;
  readonly at?: Place | undefined;
  /** Name of the zone it comes from. */
  readonly zone?: string | undefined;
  /** Longest way one way; no bound where it is left out. */
  readonly radiusMinutes?: number | undefined;
  readonly slots: readonly string[];
  /** Orders in one half day; 1 where it is left out. */
  readonly capacity?: number | undefined;
  /** Visits that already stand, per half day: they are never moved. */
  readonly busy?: Readonly<Record<string, number>> | undefined;
  /** New orders in this plan at most; no bound where it is left out. */
  readonly most?: number | undefined;
  /** Orders done lately, the start of the load that is shared out. */
  readonly recent?: number | undefined;
};

/** Served in `slot` by `teams`, one for each need in its order. */
export type Assignment = {
  readonly order: string;
  readonly slot: string;
  readonly teams: readonly string[];
};

/** All costs are in minutes of travel one way, whole numbers. */
export type Rules = {
  readonly travelSpeedKmh: number;
  /** Way by road ÷ straight line. */
  readonly detour: number;
  /** Way into another zone, where a place is not known. */
  readonly otherZoneMinutes: number;
  /** A team's n-th order costs (recent + n − 1) times this: convex, so that load is shared. */
  readonly fairnessMinutes: number;
  /** Each level above the one needed, so that experts are kept for what needs them. */
  readonly spareLevelMinutes: number;
  /** An order left unserved costs this times its priority. */
  readonly unservedMinutes: number;
  /** Factor on it in weak areas. */
  readonly weakAreaFactor: number;
  /** Allocation rule: least share of weak areas among the orders served, 0 … 1. */
  readonly weakAreaShare: number;
  /** Each need of an order of the standing plan that gets another team or half day, or none. */
  readonly changeMinutes: number;
};

/** What is to be assigned at once. */
export type Board = {
  readonly orders: readonly Order[];
  readonly teams: readonly Team[];
  /** The standing plan, where it is replanned. */
  readonly previous?: readonly Assignment[] | undefined;
  readonly rules?: Partial<Rules> | undefined;
};

export const usualRules: Rules = {
  travelSpeedKmh: 25,
  detour: 1.3,
  otherZoneMinutes: 20,
  fairnessMinutes: 8,
  spareLevelMinutes: 5,
  unservedMinutes: 240,
  weakAreaFactor: 1.5,
  weakAreaShare: 0,
  changeMinutes: 120,
};

/**
 * Minutes one way, rounded; 0 where a place is not known.
 *
 * @example travelMinutes({ east: 0, north: 0 }, { east: 3000, north: 4000 }, usualRules); // => 16
 */
export const travelMinutes = (from: Place | undefined, to: Place | undefined, rules: Rules): number =>
  from === undefined || to === undefined
    ? 0
    : Math.round(
        (Math.hypot(from.east - to.east, from.north - to.north) * rules.detour * 60) /
          (rules.travelSpeedKmh * 1000),
      );

/** Minutes one way: by places where both are known, else by zones, else 0. */
export const wayMinutes = (team: Team, order: Order, rules: Rules): number => {
  if (team.at !== undefined && order.at !== undefined) return travelMinutes(team.at, order.at, rules);
  return team.zone === undefined || order.zone === undefined || team.zone === order.zone
    ? 0
    : rules.otherZoneMinutes;
};
