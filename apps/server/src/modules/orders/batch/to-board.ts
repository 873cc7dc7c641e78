import type { Order, Place, Refusal, Team } from "@kepu/dispatch";
import {
  absenceOn,
  type BadgeKind,
  badgeKinds,
  comesAt,
  type Demand,
  type Effort,
  type Half,
  halves,
  type Skill,
  skills,
  weekdayOf,
  weekdays,
  type WorkingTeam,
} from "#modules/teams/index.ts";
import { fitWords, pestWords } from "../pests/fit.ts";
import type { OrderPest } from "../pests/recorded.ts";

/** What an order asks of a team. */
export type OrderNeed = {
  placePath: string;
  streetPath: string;
  day: string;
  half: Half;
  skill: Skill | undefined;
  /** Pests that it names; teams that treat them are put forward. */
  pests: readonly OrderPest[];
  badges: readonly BadgeKind[];
  effort: Effort;
  /** What it asks of a body (E-03). */
  demands: readonly Demand[];
  volunteers: number;
  at?: Place | undefined;
};

/** Ten orders lately weigh as much as the way from another street. */
export const orderRules = { fairnessMinutes: 3, otherZoneMinutes: 30 } as const;

export const slotOf = (day: string, half: Half): string => `${day}/${half}`;

/** A badge counts on the day of the visit: it is another thing on another day. */
const badgeOn = (badge: BadgeKind, day: string): string => `${badge}@${day}`;

const isBelow = (path: string, ancestor: string): boolean =>
  path === ancestor || path.startsWith(`${ancestor}.`);

/** The street that a path lies in, of those asked about; itself where it lies in none of them. */
export const zoneOf = (path: string, streetPaths: Iterable<string>): string => {
  for (const street of streetPaths) if (isBelow(path, street)) return street;
  return path;
};

/** An order in the words of `@kepu/dispatch`. */
export const toBoardOrder = (
  order: { id: string; need: OrderNeed; refusedBy: readonly string[] } & Pick<
    Order,
    "priority" | "isWeakArea" | "lessFitting"
  >,
): Order => {
  const { need } = order;
  return {
    id: order.id,
    slots: [slotOf(need.day, need.half)],
    area: need.placePath,
    zone: need.streetPath,
    at: need.at,
    priority: order.priority,
    isWeakArea: order.isWeakArea,
    refusedBy: order.refusedBy,
    lessFitting: order.lessFitting,
    needs: [
      {
        skills: need.skill === undefined ? {} : { [need.skill]: 1 },
        badges: need.badges.map((badge) => badgeOn(badge, need.day)),
        people: need.volunteers,
        effort: need.effort,
      },
    ],
  };
};

/** Days that a board is about, with the half days asked for and the badges that hold then. */
export type BoardDay = { day: string; halves: readonly Half[]; badgeHolders: WorkingTeam["badgeHolders"] };

/** A team in the words of `@kepu/dispatch`, for the days that the board is about. */
export const toBoardTeam = (
  team: WorkingTeam,
  input: {
    days: readonly BoardDay[];
    busy: Readonly<Record<string, number>>;
    recent: number;
    zone: string;
    at?: Place | undefined;
  },
): Team => ({
  id: team.id,
  kind: team.kind,
  skills: Object.fromEntries(team.skills.map((skill) => [skill, 1])),
  badges: Object.fromEntries(
    input.days.flatMap(({ day, badgeHolders }) =>
      // The keys are badge kinds: the type of the record says so.
      Object.entries(badgeHolders).map(([badge, holders]) => [badgeOn(badge as BadgeKind, day), holders]),
    ),
  ),
  people: team.memberCount,
  effort: team.effort,
  areas: team.areaPaths,
  zone: input.zone,
  at: input.at,
  slots: input.days.flatMap(({ day, halves: wanted }) =>
    wanted
      .filter(() => absenceOn(team.absences, day) === undefined)
      .filter((half) => comesAt(team, { day, half }))
      .map((half) => slotOf(day, half)),
  ),
  capacity: team.capacity,
  busy: input.busy,
  recent: input.recent,
});

/** One sentence for every limit, so that it tells nothing about anybody (E-03). */
const shortWords = "这次去得了的队员不够";

/** Every refusal of the library in the words of the house; a missing badge is said for each badge. */
export const refusalWords = (
  need: OrderNeed,
  team: WorkingTeam,
  refusals: readonly Refusal[],
  kept: { refusedBefore: boolean; isShort: boolean },
): readonly string[] =>
  refusals.flatMap(({ code }): readonly string[] => {
    switch (code) {
      case "refused":
        return [
          ...(kept.refusedBefore ? ["这一轮已经婉拒或超时过"] : []),
          ...(kept.isShort ? [shortWords] : []),
        ];
      case "area":
        return ["服务范围不到这里"];
      case "skill":
      case "level":
        if (need.skill === undefined) return [];
        return [
          `不会${skills[need.skill]}${need.pests[0] === undefined ? "" : `（${pestWords(need.pests[0])}）`}`,
        ];
      case "slot": {
        const absence = absenceOn(team.absences, need.day);
        if (absence !== undefined) return [`那天不来：${absence.reason}`];
        return [`${weekdays[weekdayOf(need.day) - 1] ?? ""}${halves[need.half]}不在可服务的时间`];
      }
      case "full":
        return ["这个半天已经排满"];
      case "effort":
        return ["只做轻便的，这项偏重"];
      case "people":
        return [`要 ${need.volunteers} 人，队里只有 ${team.memberCount} 人`];
      case "badge":
        return need.badges
          .filter((badge) => (team.badgeHolders[badge] ?? 0) < need.volunteers)
          .map(
            (badge) =>
              `有${badgeKinds[badge]}的队员 ${team.badgeHolders[badge] ?? 0} 人，要 ${need.volunteers} 人`,
          );
      case "kind":
      case "language":
      case "travel":
      case "most":
        // The boards of this module ask for none of these.
        return [];
      default: {
        const never: never = code;
        return never;
      }
    }
  });

/** Why a team is put forward: the way, what it can do, how much it had to do lately, how much room it has. */
export const praiseWords = (
  need: OrderNeed,
  team: WorkingTeam,
  facts: { wayMinutes: number; isSameStreet: boolean; isMeasured: boolean; recent: number; free: number },
): readonly string[] => [
  ...fitWords(need.pests, team),
  facts.isSameStreet ? "就在本街道（镇）" : "从外街道（镇）来",
  ...(facts.isMeasured ? [`路上约 ${facts.wayMinutes} 分钟`] : []),
  ...(need.skill === undefined ? [] : [`会${skills[need.skill]}`]),
  facts.recent === 0 ? "近 30 天没有接过单" : `近 30 天接了 ${facts.recent} 单`,
  `这个半天还能接 ${facts.free} 单`,
  ...need.badges.map((badge) => `有${badgeKinds[badge]}的队员 ${team.badgeHolders[badge] ?? 0} 人`),
];
