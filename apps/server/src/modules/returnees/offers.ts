import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { listHomeUnits } from "#modules/organisations/index.ts";
import type { ReturneesError } from "./errors.ts";
import { dropMatch } from "./matches.ts";
import { type HelpSkill, type IncentiveKind, returneeStates, type ReturneeKind } from "./state.ts";

const refuse = (field: string, code: ReturneesError, status = 422): AppError<ReturneesError> =>
  new AppError<ReturneesError>(code, { status, fields: { [field]: code } });

/** A register of help, not of gifts: whoever writes of money or land is told where that goes. */
const money = /捐|出资|投资|入股|万元|出钱|出地|流转/u;

/**
 * Somebody says, with his consent, what he can do for his village (返乡人才、新乡贤): one offer a person, never money or land.
 * @throws AppError `returnees.consent` | `returnees.skills` | `returnees.about` | `returnees.money` | `returnees.place` | `returnees.registered`
 */
export const registerReturnee = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: {
    unitId: string;
    kind: ReturneeKind;
    skills: readonly HelpSkill[];
    hoursAMonth: number;
    about: string;
    agrees: boolean;
  },
): Promise<string> => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<ReturneesError>("returnees.not_while_helping", { status: 403 });
  const now = context.clock.now();
  if (input.skills.length === 0) throw refuse("skills", "returnees.skills");
  const about = requireText<ReturneesError>("returnees.about", input.about, { least: 10, field: "about" });
  if (money.test(about)) throw refuse("about", "returnees.money");
  if (!(await listHomeUnits(trx, toDistrictDate(now))).some((home) => home.id === input.unitId))
    throw refuse("unitId", "returnees.place");
  if (!input.agrees) throw refuse("agrees", "returnees.consent");
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("returnees")
      .values({
        id,
        person_id: actor.personId,
        unit_id: input.unitId,
        kind: input.kind,
        skills: [...new Set(input.skills)],
        hours_a_month: input.hoursAMonth,
        about_sealed: context.cipher.encrypt(about),
        consented_at: now,
        status: "offered",
        status_changed_at: now,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "returnees_once"))
      throw new AppError<ReturneesError>("returnees.registered", { status: 409, cause: error });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "returnees.register",
    unitId: input.unitId,
    record: { table: "returnees", id },
    requestId: context.requestId,
  });
  return id;
};

/**
 * Takes the offer back: its words are deleted, and a village that asked or was promised help looks for somebody else.
 * @throws AppError `returnees.not_found`
 */
export const withdrawReturnee = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  personId: string,
): Promise<void> => {
  const found = await trx
    .selectFrom("returnees")
    .select(["id", "unit_id"])
    .where("person_id", "=", personId)
    .where("status", "=", "offered")
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) throw new AppError<ReturneesError>("returnees.not_found", { status: 404 });
  const live = await trx
    .selectFrom("returnee_matches")
    .select("id")
    .where("returnee_id", "=", found.id)
    .where("status", "in", ["proposed", "agreed"])
    .execute();
  for (const { id } of live) await dropMatch(trx, context, actor, { matchId: id, event: "cancel" });
  await applyTransition(trx as never, {
    machine: returneeStates,
    table: "returnees",
    id: found.id,
    event: "withdraw",
    now: context.clock.now(),
    set: { about_sealed: null },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "returnees.withdraw",
    unitId: found.unit_id,
    record: { table: "returnees", id: found.id },
    requestId: context.requestId,
  });
};

/**
 * Writes down an honour that was given or a policy that was told: which, by what document, when and by whom.
 * @throws AppError `returnees.not_found` | `returnees.incentive_text` | `returnees.incentive_day` | `returnees.own_offer`
 */
export const noteIncentive = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { returneeId: string; kind: IncentiveKind; title: string; document: string; givenOn: string },
): Promise<string> => {
  const found = await trx
    .selectFrom("returnees")
    .select(["id", "unit_id", "person_id"])
    .where("id", "=", input.returneeId)
    .where("status", "=", "offered")
    .executeTakeFirst();
  if (found === undefined) throw new AppError<ReturneesError>("returnees.not_found", { status: 404 });
  if (found.person_id === actor.personId)
    throw new AppError<ReturneesError>("returnees.own_offer", { status: 403 });
  const text = (value: string, field: string): string =>
    requireText<ReturneesError>("returnees.incentive_text", value, { least: 2, field });
  if (input.givenOn > toDistrictDate(context.clock.now())) throw refuse("givenOn", "returnees.incentive_day");
  const id = createId(context.clock);
  await trx
    .insertInto("returnee_incentives")
    .values({
      id,
      returnee_id: found.id,
      kind: input.kind,
      title: text(input.title, "title"),
      document: text(input.document, "document"),
      given_on: input.givenOn,
      by_person_id: actor.personId,
      created_at: context.clock.now(),
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "returnees.incentive",
    unitId: found.unit_id,
    record: { table: "returnee_incentives", id },
    requestId: context.requestId,
  });
  return id;
};
