// A child signs in by nothing of its own: its guardian gives it a device (Y-00).
import type { FastifyReply, FastifyRequest } from "fastify";
import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Config } from "#kernel/config.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { endSessionsOf, giveDevice, readPersonalFields } from "#modules/identity/index.ts";
import { requireOwnChild } from "./children.ts";
import { giveConsent, hasConsent, withdrawConsent } from "./consents.ts";
import type { PeopleError } from "./errors.ts";
import { adultAgeYears, ageOn } from "./vocabulary.ts";

/**
 * Gives the device to a child: the guardian's session on it ends, the child's begins. The first time the guardian agrees to
 * it; a consent that was withdrawn is asked for again.
 * @throws AppError `people.child_not_yours` (404) | `people.consent_needed` (422) | `people.child_grown` (409)
 */
export const startChildSession = async (
  trx: Trx,
  context: ActContext & { config: Config },
  guardian: PersonActor,
  input: {
    childPersonId: string;
    agreed: "yes" | undefined;
    visit: { request: FastifyRequest; reply: FastifyReply };
  },
): Promise<void> => {
  const { childPersonId } = input;
  await requireOwnChild(trx, guardian, childPersonId);
  const { birthDate } = await readPersonalFields(trx, context.cipher, childPersonId);
  if (birthDate !== undefined && ageOn(birthDate, toDistrictDate(context.clock.now())) >= adultAgeYears)
    throw new AppError<PeopleError>("people.child_grown", { status: 409 });
  if (!(await hasConsent(trx, childPersonId, "child_sign_in"))) {
    if (input.agreed !== "yes")
      throw new AppError<PeopleError>("people.consent_needed", {
        fields: { agreed: "people.consent_needed" },
      });
    await giveConsent(trx, context, guardian, {
      personId: childPersonId,
      purpose: "child_sign_in",
      givenByPersonId: guardian.personId,
      method: "web",
    });
  }
  await giveDevice(trx, context, input.visit, childPersonId);
  await recordAudit(trx, context, {
    actor: guardian,
    action: "people.child_signed_in",
    record: { table: "children", id: childPersonId },
    requestId: context.requestId,
  });
};

/**
 * Ends the child's signing in: every device of the child at once, the consent, and today's number. What it saved is deleted
 * by the caller, in the same transaction.
 * @throws AppError `people.child_not_yours` (404) | `people.consent_unknown` (409)
 */
export const endChildSessions = async (
  trx: Trx,
  context: ActContext,
  guardian: PersonActor,
  childPersonId: string,
): Promise<void> => {
  await requireOwnChild(trx, guardian, childPersonId);
  await withdrawConsent(trx, context, guardian, {
    personId: childPersonId,
    purpose: "child_sign_in",
    byPersonId: guardian.personId,
  });
  await endSessionsOf(trx, childPersonId);
  await trx.deleteFrom("child_days").where("person_id", "=", childPersonId).execute();
};
