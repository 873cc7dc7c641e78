import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { isRealDay, mondayOf, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { PeopleError } from "./errors.ts";
import { findExpertOf } from "./experts.ts";

/** Questions at one time, where an expert has said nothing else. */
const usualOpenLimit = 10;
const longestAwayDays = 366;
const dayMs = 86_400_000;

export type ExpertProfile = {
  isSenior: boolean;
  openLimit: number;
  awayFrom: string | null;
  awayUntil: string | null;
};

const noProfile: ExpertProfile = {
  isSenior: false,
  openLimit: usualOpenLimit,
  awayFrom: null,
  awayUntil: null,
};

export const findProfile = async (db: Db | Trx, expertId: string): Promise<ExpertProfile> => {
  const row = await db
    .selectFrom("expert_profiles")
    .select([
      "is_senior as isSenior",
      "open_limit as openLimit",
      "away_from as awayFrom",
      "away_until as awayUntil",
    ])
    .where("expert_id", "=", expertId)
    .executeTakeFirst();
  return row ?? noProfile;
};

const writeProfile = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  change: { expertId: string; set: Partial<ExpertProfile> },
): Promise<void> => {
  const next = { ...(await findProfile(trx, change.expertId)), ...change.set };
  const values = {
    is_senior: next.isSenior,
    open_limit: next.openLimit,
    away_from: next.awayFrom,
    away_until: next.awayUntil,
    updated_at: context.clock.now(),
  };
  await trx
    .insertInto("expert_profiles")
    .values({ expert_id: change.expertId, ...values })
    .onConflict((conflict) => conflict.column("expert_id").doUpdateSet(values))
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "people.expert_profile",
    record: { table: "expert_profiles", id: change.expertId },
    requestId: context.requestId,
  });
};

/** Takes the expert's row, so that two acts that ask for his load go one after the other. @throws AppError `people.expert_not_found` (404) */
export const lockExpert = async (trx: Trx, expertId: string): Promise<void> => {
  const row = await trx
    .selectFrom("experts")
    .select("id")
    .where("id", "=", expertId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PeopleError>("people.expert_not_found", { status: 404 });
};

const requireOwnExpert = async (trx: Trx, actor: PersonActor): Promise<string> => {
  const expertId = await findExpertOf(trx, actor.personId);
  if (expertId === undefined || actor.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.expert_only", { status: 403 });
  return expertId;
};

/**
 * An expert says how many questions he takes at one time and from when to when he is away.
 * @throws AppError `people.expert_only` | `people.expert_day` | `people.expert_away` | `people.expert_limit`
 */
export const setOwnProfile = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { openLimit: number; awayFrom?: string | undefined; awayUntil?: string | undefined },
): Promise<void> => {
  const expertId = await requireOwnExpert(trx, actor);
  const { awayFrom = null, awayUntil = null, openLimit } = input;
  const unreal = Object.entries({ awayFrom, awayUntil }).filter(([, day]) => day !== null && !isRealDay(day));
  if (unreal.length > 0)
    throw new AppError<PeopleError>("people.expert_day", {
      fields: Object.fromEntries(unreal.map(([field]) => [field, "people.expert_day"])),
    });
  const latest = toDistrictDate(new Date(context.clock.now().getTime() + longestAwayDays * dayMs));
  if (
    (awayFrom === null) !== (awayUntil === null) ||
    (awayFrom !== null && awayUntil !== null && (awayUntil < awayFrom || awayUntil > latest))
  )
    throw new AppError<PeopleError>("people.expert_away", { fields: { awayUntil: "people.expert_away" } });
  if (!Number.isInteger(openLimit) || openLimit < 0 || openLimit > 50)
    throw new AppError<PeopleError>("people.expert_limit", { fields: { openLimit: "people.expert_limit" } });
  await writeProfile(trx, context, actor, { expertId, set: { openLimit, awayFrom, awayUntil } });
};

/** Puts an expert into the senior group (老专家) or takes him out. */
export const setSenior = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { expertId: string; senior: "yes" | "no" },
): Promise<void> =>
  writeProfile(trx, context, actor, {
    expertId: input.expertId,
    set: { isSenior: input.senior === "yes" },
  });

export type ExpertInterest = { id: string; organisation: string; relation: string; declaredAt: Date };

/** @throws AppError `people.expert_only` | `people.expert_interest` */
export const declareInterest = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { organisation: string; relation: string },
): Promise<string> => {
  const expertId = await requireOwnExpert(trx, actor);
  const [organisation, relation] = [input.organisation.trim(), input.relation.trim()];
  if (organisation.length < 2 || relation.length < 2)
    throw new AppError<PeopleError>("people.expert_interest", {
      fields: { organisation: "people.expert_interest" },
    });
  const id = createId(context.clock);
  await trx
    .insertInto("expert_interests")
    .values({
      id,
      expert_id: expertId,
      organisation,
      relation,
      declared_at: context.clock.now(),
      ended_at: null,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "people.expert_profile",
    record: { table: "expert_interests", id },
    requestId: context.requestId,
  });
  return id;
};

/** A declared interest ends; that it stood stays on record. @throws AppError `people.expert_only` | `people.expert_not_found` */
export const endInterest = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  interestId: string,
): Promise<void> => {
  const expertId = await requireOwnExpert(trx, actor);
  const ended = await trx
    .updateTable("expert_interests")
    .set({ ended_at: context.clock.now() })
    .where("id", "=", interestId)
    .where("expert_id", "=", expertId)
    .where("ended_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (ended === undefined) throw new AppError<PeopleError>("people.expert_not_found", { status: 404 });
  await recordAudit(trx, context, {
    actor,
    action: "people.expert_profile",
    record: { table: "expert_interests", id: interestId },
    requestId: context.requestId,
  });
};

/** Interests that stand, by expert. */
export const listInterests = async (
  db: Db | Trx,
  expertIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ExpertInterest[]>> => {
  if (expertIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("expert_interests")
    .select(["id", "expert_id", "organisation", "relation", "declared_at as declaredAt"])
    .where("expert_id", "in", [...expertIds])
    .where("ended_at", "is", null)
    .orderBy("declared_at")
    .execute();
  return Map.groupBy(rows, (row) => row.expert_id);
};

export type ReadyExpert = {
  id: string;
  personId: string;
  publicTitle: string;
  unitId: string;
  unitName: string;
  isSenior: boolean;
  openLimit: number;
  away: boolean;
  onDuty: boolean;
  interests: readonly string[];
};

/** Experts appointed in a field on a day, with what decides whether one can be asked. */
export const listReadyExperts = async (
  db: Db | Trx,
  input: { field: string; day: string; expertId?: string | undefined },
): Promise<readonly ReadyExpert[]> => {
  let query = db
    .selectFrom("expert_terms as term")
    .innerJoin("experts as expert", "expert.id", "term.expert_id")
    .innerJoin("org_units as unit", "unit.id", "expert.unit_id")
    .leftJoin("expert_profiles as profile", "profile.expert_id", "expert.id")
    .select((eb) => [
      "expert.id",
      "expert.person_id",
      "expert.public_title",
      "expert.unit_id",
      "unit.name as unit_name",
      "profile.is_senior",
      "profile.open_limit",
      "profile.away_from",
      "profile.away_until",
      eb
        .exists(
          eb
            .selectFrom("expert_duties as duty")
            .select("duty.id")
            .whereRef("duty.expert_id", "=", "expert.id")
            .where("duty.kind", "=", "questions")
            .where("duty.week_starts_on", "=", mondayOf(input.day)),
        )
        .as("on_duty"),
    ])
    .where("term.field", "=", input.field)
    .where("term.starts_on", "<=", input.day)
    .where("term.ends_on", ">=", input.day)
    .where((eb) => eb.or([eb("term.ended_on", "is", null), eb("term.ended_on", ">", input.day)]));
  if (input.expertId !== undefined) query = query.where("expert.id", "=", input.expertId);
  const rows = await query.orderBy("expert.public_title").orderBy("expert.id").execute();
  const interests = await listInterests(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    publicTitle: row.public_title,
    unitId: row.unit_id,
    unitName: row.unit_name,
    isSenior: row.is_senior ?? false,
    openLimit: row.open_limit ?? usualOpenLimit,
    away:
      row.away_from !== null &&
      row.away_until !== null &&
      row.away_from <= input.day &&
      row.away_until >= input.day,
    onDuty: Boolean(row.on_duty),
    interests: (interests.get(row.id) ?? []).map((interest) => interest.organisation),
  }));
};
