import { sql } from "kysely";
import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { giveConsent, hasConsent, withdrawConsent } from "#modules/people/index.ts";
import { requireOneself } from "./commands.ts";
import type { TeamsError } from "./errors.ts";
import { type BadgeKind, type Demand, demandCodes, type Effort } from "./vocabulary.ts";

const consent = "volunteer_health";

const open = (context: Pick<ActContext, "cipher">, sealed: Buffer | null): readonly Demand[] => {
  if (sealed === null) return [];
  const words = context.cipher.decrypt(sealed).split(",");
  return demandCodes.filter((code) => words.includes(code));
};

/** What each of these persons said his health does not allow; who said nothing is not in it. For checks, never to be shown. */
export const listHealthLimits = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Demand[]>> => {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("volunteer_limits")
    .select(["person_id", "cannot_sealed"])
    .where("person_id", "in", [...personIds])
    .where("cannot_sealed", "is not", null)
    .execute();
  return new Map(rows.map((row) => [row.person_id, open(context, row.cannot_sealed)]));
};

export type MemberLimits = {
  teamId: string;
  personId: string;
  effort: Effort;
  visitsAWeek: number | null;
  cannot: readonly Demand[];
  badges: readonly { kind: BadgeKind; expiresOn: string }[];
};

/** All members of those of these teams in which somebody set himself a limit, by team. For checks, never to be shown. */
export const listLimitedTeams = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  teamIds: readonly string[],
): Promise<ReadonlyMap<string, readonly MemberLimits[]>> => {
  if (teamIds.length === 0) return new Map();
  const limited = db
    .selectFrom("team_members as other")
    .innerJoin("volunteer_limits as set", "set.person_id", "other.person_id")
    .select("other.team_id")
    .where("other.left_at", "is", null)
    .where("other.team_id", "in", [...teamIds])
    .where((eb) =>
      eb.or([
        eb("set.effort", "=", "light"),
        eb("set.visits_a_week", "is not", null),
        eb("set.cannot_sealed", "is not", null),
      ]),
    );
  const rows = await db
    .selectFrom("team_members as member")
    .leftJoin("volunteer_limits as own", "own.person_id", "member.person_id")
    .select([
      "member.team_id",
      "member.person_id",
      "own.effort",
      "own.visits_a_week",
      "own.cannot_sealed",
      sql<
        MemberLimits["badges"]
      >`(select coalesce(json_agg(json_build_object('kind', b.kind, 'expiresOn', b.expires_on)), '[]')
        from volunteer_badges b where b.person_id = member.person_id and b.status = 'verified')`.as("badges"),
    ])
    .where("member.left_at", "is", null)
    .where("member.team_id", "in", limited)
    .execute();
  return Map.groupBy(
    rows.map((row) => ({
      teamId: row.team_id,
      personId: row.person_id,
      effort: row.effort ?? "normal",
      visitsAWeek: row.visits_a_week,
      cannot: open(context, row.cannot_sealed),
      badges: row.badges,
    })),
    (row) => row.teamId,
  );
};

/** One's own words, as one's own page shows them. */
export const findHealthLimits = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<readonly Demand[]> => (await listHealthLimits(db, context, [personId])).get(personId) ?? [];

/**
 * A volunteer says in closed words what his health does not allow (E-03); nobody is asked for a diagnosis. It is health data,
 * so it takes a consent of its own (个人信息保护法 第二十九条), lies sealed, and goes with the consent when he ticks nothing.
 * @throws AppError `teams.health_consent` where something is ticked without consent
 */
export const setHealthLimits = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { cannot: readonly Demand[]; agrees: boolean },
): Promise<void> => {
  requireOneself(actor);
  const { personId } = actor;
  const agreed = await hasConsent(trx, personId, consent);
  if (input.cannot.length > 0 && !agreed) {
    if (!input.agrees)
      throw new AppError<TeamsError>("teams.health_consent", { fields: { agrees: "teams.health_consent" } });
    await giveConsent(trx, context, actor, {
      personId,
      purpose: consent,
      givenByPersonId: personId,
      method: "web",
    });
  }
  if (input.cannot.length === 0 && agreed)
    await withdrawConsent(trx, context, actor, { personId, purpose: consent, byPersonId: personId });
  const values = {
    cannot_sealed: input.cannot.length === 0 ? null : context.cipher.encrypt(input.cannot.join(",")),
    updated_at: context.clock.now(),
  };
  await trx
    .insertInto("volunteer_limits")
    .values({ person_id: personId, effort: "normal", visits_a_week: null, ...values })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet(values))
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "teams.limits",
    record: { table: "volunteer_limits", id: personId },
    requestId: context.requestId,
  });
};
