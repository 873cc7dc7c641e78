import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { weekOf } from "#kernel/form-burden.ts";
import { findLimits, listLimitedTeams, type MemberLimits } from "#modules/teams/index.ts";
import type { OrderNeed } from "../batch/to-board.ts";
import { halfOf, halfStarts } from "../vocabulary.ts";
import { type Asked, demandsAt, listUnfit } from "./demands.ts";

const dayMs = 86_400_000;

/** The moment at which a half day begins. */
export const beginningOf = ({ day, half }: Pick<OrderNeed, "day" | "half">): Date =>
  new Date(`${day}T${halfStarts[half]}:00+08:00`);

const mondayOf = (at: Date): Date => new Date(`${weekOf(at)}T00:00:00+08:00`);

/** Visits of these persons that stand, between two moments. */
const listStandingVisits = async (
  db: Db | Trx,
  input: { personIds: readonly string[]; from: Date; to: Date },
): Promise<readonly { personId: string; startsAt: Date }[]> =>
  input.personIds.length === 0
    ? []
    : db
        .selectFrom("visit_members as member")
        .innerJoin("visits as visit", "visit.id", "member.visit_id")
        .select(["member.person_id as personId", "visit.starts_at as startsAt"])
        .where("member.person_id", "in", [...input.personIds])
        .where("visit.status", "in", ["planned", "under_way", "finished"])
        .where("visit.starts_at", ">=", input.from)
        .where("visit.starts_at", "<", input.to)
        .execute();

/** So many visits a person has in the week of a moment. */
export const countWeek = async (
  db: Db | Trx,
  input: { personId: string; startsAt: Date },
): Promise<number> => {
  const from = mondayOf(input.startsAt);
  const to = new Date(from.getTime() + 7 * dayMs);
  return (await listStandingVisits(db, { personIds: [input.personId], from, to })).length;
};

/**
 * Of these persons those who are not to be asked for a visit: it asks of them what they said they cannot do, or their week is
 * full (E-03). Who asks learns the consequence alone.
 */
export const listNotAsked = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: Asked & { personIds: readonly string[] },
): Promise<ReadonlySet<string>> => {
  const found = new Set(await listUnfit(db, context, input));
  for (const personId of input.personIds) {
    const { visitsAWeek } = await findLimits(db, personId);
    if (visitsAWeek !== null && (await countWeek(db, { personId, startsAt: input.startsAt })) >= visitsAWeek)
      found.add(personId);
  }
  return found;
};

/** Which teams cannot man a service at that time because of what their members said of themselves. */
type ShortOf = (need: OrderNeed) => ReadonlySet<string>;

/**
 * Teams that have people and badges enough, but not once those are left out whom their own limits keep from going (E-03): of all
 * members, or of those who are free in that half day. Such a team is not offered the service; whose limit it is nobody reads.
 */
export const readShort = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { teamIds: readonly string[]; days: readonly string[] },
): Promise<ShortOf> => {
  const teams = await listLimitedTeams(db, context, input.teamIds);
  const days = input.days.toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (teams.size === 0 || first === undefined || last === undefined) return () => new Set();
  const visits = await listStandingVisits(db, {
    personIds: [...teams.values()].flatMap((members) => members.map((one) => one.personId)),
    from: mondayOf(new Date(`${first}T12:00:00+08:00`)),
    to: new Date(new Date(`${last}T12:00:00+08:00`).getTime() + 7 * dayMs),
  });
  const byPerson = Map.groupBy(visits, (visit) => visit.personId);
  return (need) => {
    const startsAt = beginningOf(need);
    const week = weekOf(startsAt);
    const asked = demandsAt(need.demands, startsAt);
    const isFit = (one: MemberLimits): boolean =>
      !one.cannot.some((word) => asked.includes(word)) &&
      !(need.effort === "normal" && one.effort === "light") &&
      (one.visitsAWeek === null ||
        (byPerson.get(one.personId) ?? []).filter((visit) => weekOf(visit.startsAt) === week).length <
          one.visitsAWeek);
    const isFree = (one: MemberLimits): boolean =>
      !(byPerson.get(one.personId) ?? []).some(
        (visit) => toDistrictDate(visit.startsAt) === need.day && halfOf(visit.startsAt) === need.half,
      );
    const holdsAll = (one: MemberLimits): boolean =>
      need.badges.every((badge) =>
        one.badges.some((held) => held.kind === badge && held.expiresOn >= need.day),
      );
    const isShort = (members: readonly MemberLimits[]): boolean => {
      const holders = members.filter(holdsAll);
      return holders.length >= need.volunteers && holders.filter(isFit).length < need.volunteers;
    };
    return new Set(
      [...teams].filter(([, all]) => isShort(all) || isShort(all.filter(isFree))).map(([teamId]) => teamId),
    );
  };
};
