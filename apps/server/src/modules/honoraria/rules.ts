import type { Actor, PersonActor } from "#kernel/actor.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import type { HonorariaError } from "./errors.ts";

/** @throws AppError `honoraria.person_only` */
export const requirePerson = (actor: Actor): PersonActor => {
  if (actor.kind !== "person") throw new AppError<HonorariaError>("honoraria.person_only", { status: 403 });
  return actor;
};

/**
 * Who decides is neither the one who made it nor the expert it is about.
 * @throws AppError `honoraria.second_person` | `honoraria.own`
 */
export const requireOther = (
  actor: PersonActor,
  other: { madeByPersonId: string; expertPersonId?: string },
): void => {
  if (actor.personId === other.madeByPersonId)
    throw new AppError<HonorariaError>("honoraria.second_person", { status: 403 });
  if (actor.personId === other.expertPersonId)
    throw new AppError<HonorariaError>("honoraria.own", { status: 403 });
};

export const requireReason = (reason: string): string =>
  requireText<HonorariaError>("honoraria.reason_needed", reason);

export const refuse = (field: string, code: HonorariaError, status = 422): AppError<HonorariaError> =>
  new AppError<HonorariaError>(code, { status, fields: { [field]: code } });
