import { type Need, type Order, type Rules, type Team, wayMinutes } from "./board.ts";

export type RefusalCode =
  | "refused"
  | "kind"
  | "skill"
  | "level"
  | "badge"
  | "language"
  | "people"
  | "effort"
  | "area"
  | "travel"
  | "slot"
  | "full"
  | "most";

export type Refusal = {
  readonly code: RefusalCode;
  readonly values: Readonly<Record<string, string | number>>;
};

/** Half days in which the team still has room for the order. */
export const openSlots = (order: Order, team: Team): readonly string[] =>
  order.slots.filter((slot) => team.slots.includes(slot) && (team.busy?.[slot] ?? 0) < (team.capacity ?? 1));

type Check = (order: Order, need: Need, team: Team, rules: Rules) => Refusal | undefined;

const reason = (code: RefusalCode, values: Refusal["values"] = {}): Refusal => ({ code, values });

const checkSkills: Check = (_order, need, team) => {
  for (const wanted in need.skills) {
    const least = need.skills[wanted] ?? 1;
    const found = team.skills?.[wanted] ?? 0;
    if (found === 0) return reason("skill", { wanted });
    if (found < least) return reason("level", { wanted, least, found });
  }
  return undefined;
};

const checkBadges: Check = (_order, need, team) => {
  const least = need.people ?? 1;
  for (const wanted of need.badges ?? []) {
    const found = team.badges?.[wanted] ?? 0;
    if (found < least) return reason("badge", { wanted, least, found });
  }
  return undefined;
};

const checkLanguages: Check = (_order, need, team) => {
  const wanted = need.languages?.find((language) => team.languages?.includes(language) !== true);
  return wanted === undefined ? undefined : reason("language", { wanted });
};

const checkTravel: Check = (order, _need, team, rules) => {
  if (team.radiusMinutes === undefined) return undefined;
  const found = wayMinutes(team, order, rules);
  return found > team.radiusMinutes ? reason("travel", { found, most: team.radiusMinutes }) : undefined;
};

const checkArea: Check = ({ area }, _need, team) => {
  if (team.areas === undefined) return undefined;
  const isServed =
    area !== undefined && team.areas.some((path) => area === path || area.startsWith(`${path}.`));
  return isServed ? undefined : reason("area");
};

const checkSlots: Check = (order, _need, team) => {
  if (!order.slots.some((slot) => team.slots.includes(slot))) return reason("slot");
  return openSlots(order, team).length === 0 ? reason("full") : undefined;
};

// The cheapest and most often decisive first: most pairs of a large board end at the kind or the skill.
const checks: readonly Check[] = [
  (_order, { kind }, team) =>
    kind !== undefined && team.kind !== kind ? reason("kind", { wanted: kind }) : undefined,
  checkSkills,
  checkTravel,
  checkArea,
  checkSlots,
  checkBadges,
  checkLanguages,
  (_order, { people = 1 }, team) =>
    (team.people ?? 1) < people ? reason("people", { least: people, found: team.people ?? 1 }) : undefined,
  (_order, need, team) => (team.effort === "light" && need.effort !== "light" ? reason("effort") : undefined),
  (order, _need, team) => (order.refusedBy?.includes(team.id) === true ? reason("refused") : undefined),
  (_order, _need, team) => (team.most === 0 ? reason("most") : undefined),
];

type Question = { readonly order: Order; readonly need: Need; readonly team: Team; readonly rules: Rules };

/** Every reason why the team cannot meet the need; none where it can. */
export const listRefusals = ({ order, need, team, rules }: Question): readonly Refusal[] =>
  checks.map((check) => check(order, need, team, rules)).filter((found) => found !== undefined);

/** Whether the team can meet the need; the same rules as `listRefusals`, ended at the first reason. */
export const canServe = ({ order, need, team, rules }: Question): boolean =>
  checks.every((check) => check(order, need, team, rules) === undefined);
