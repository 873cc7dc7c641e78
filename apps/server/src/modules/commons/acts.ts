import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { applyTransition, type StateMachine } from "#kernel/transitions.ts";
import type { TextDocument } from "#modules/contents/index.ts";
import { findRootUnit } from "#modules/organisations/index.ts";
import { expertFields, findSigningTerm, isExpertField } from "#modules/people/index.ts";
import type { CommonsError } from "./messages.ts";
import type { commonsPolicy } from "./policy.ts";

/** Whose matter it is: the elder's while a helper acts for him, else the person's own. */
export const ownerOf = (person: PersonActor): string => person.onBehalfOf?.personId ?? person.personId;

/** What residents bring in comes to the district's own desk. */
export const deskUnit = async (db: Db | Trx): Promise<{ id: string; path: string; name: string }> => {
  const root = await findRootUnit(db);
  if (root === undefined) throw new AppError("http.not_found", { status: 404 });
  return root;
};

export const auditAct = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: {
    action: keyof typeof commonsPolicy;
    unitId: string;
    record: { table: string; id: string };
    reason?: string | undefined;
  },
): Promise<void> => {
  await recordAudit(trx, context, { actor, ...act, requestId: context.requestId });
};

/** Who helps or checks is an expert of the field, in term today. @throws AppError `commons.not_expert` */
export const requireExpert = async (
  trx: Trx,
  context: ActContext,
  expert: { personId: string; field: string },
  refusal: { status?: number; fields?: Readonly<Record<string, string>> },
): Promise<void> => {
  const term = await findSigningTerm(trx, { ...expert, day: toDistrictDate(context.clock.now()) });
  if (term === undefined)
    throw new AppError<CommonsError>("commons.not_expert", {
      ...refusal,
      values: { field: isExpertField(expert.field) ? expertFields[expert.field] : expert.field },
    });
};

/** One step of a record's life by its state table. @throws AppError `state.conflict` */
export const step = async <State extends string, Event extends string>(
  trx: Trx,
  context: ActContext,
  change: {
    machine: StateMachine<State, Event>;
    table: "submissions" | "pair_requests" | "result_briefs" | "collections" | "placements";
    id: string;
    event: Event;
    set?: Record<string, unknown>;
  },
): Promise<State> => {
  const { to } = await applyTransition(trx as never, { ...change, now: context.clock.now() }); // generic over all modules' tables
  return to;
};

/** Plain words as paragraphs: a blank line or a line break begins a new one. */
export const toDocument = (words: string): TextDocument =>
  words
    .split(/\n+/u)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((text) => ({ type: "paragraph" as const, content: [{ type: "text" as const, text }] }));
