import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { endGrant, listGrantsOf } from "./grants.ts";
import type { IdentityError } from "./messages.ts";
import { endSessionsOf } from "./sessions.ts";

/** What of a person's work a module can hand to somebody else: tasks, drafts, delegations. */
export type HandoverSource = {
  /** `orders.tasks` */
  name: string;
  /** Chinese name of what moves, for the preview. */
  title: string;
  count: (trx: Db | Trx, move: { fromPersonId: string; unitPath: string }) => Promise<number>;
  /** Moves all of it in the transaction and says how many there were. */
  move: (
    trx: Trx,
    context: ActContext,
    move: { fromPersonId: string; toPersonId: string; unitPath: string },
  ) => Promise<number>;
};

const sources = new Map<string, HandoverSource>();

/** Called by a module when it is loaded. Two sources of one name are a programming mistake. */
export const registerHandoverSource = (source: HandoverSource): void => {
  if (sources.has(source.name) && sources.get(source.name) !== source)
    throw new Error(`two handover sources are named ${source.name}`);
  sources.set(source.name, source);
};

export type HandoverItem = { name: string; title: string; count: number };
export type HandoverInput = {
  fromPersonId: string;
  toPersonId: string;
  unitId: string;
  unitPath: string;
  reason: string;
};

const grantsTitle = "岗位（交出后结束）";

/** What would move and end; nothing is changed. */
export const previewHandover = async (
  trx: Db | Trx,
  context: ActContext,
  input: HandoverInput,
): Promise<readonly HandoverItem[]> => {
  await requireReceiver(trx, input);
  const grants = await grantsToEnd(trx, context, input);
  const items: HandoverItem[] = [{ name: "identity.grants", title: grantsTitle, count: grants.length }];
  for (const source of sources.values())
    items.push({ name: source.name, title: source.title, count: await source.count(trx, input) });
  return items;
};

const requireReceiver = async (trx: Db | Trx, input: HandoverInput): Promise<void> => {
  if (input.fromPersonId === input.toPersonId)
    throw new AppError<IdentityError>("identity.handover_same_person", { status: 409 });
  const receiver = await trx
    .selectFrom("persons")
    .select("status")
    .where("id", "=", input.toPersonId)
    .executeTakeFirst();
  if (receiver?.status !== "active")
    throw new AppError<IdentityError>("identity.handover_receiver", { status: 409 });
};

const grantsToEnd = async (trx: Db | Trx, context: ActContext, input: HandoverInput) => {
  const grants = await listGrantsOf(trx, context, input.fromPersonId);
  const below = (path: string): boolean => path === input.unitPath || path.startsWith(`${input.unitPath}.`);
  return grants.filter(
    (grant) => (grant.state === "in_force" || grant.state === "future") && below(grant.unitPath),
  );
};

/**
 * A post changes hands in one step: every module's open work at the unit and below moves to the receiver, the giver's roles
 * there end and his sessions end, all in one transaction. The receiver's own roles are granted separately: by whom and for
 * how long is a decision of its own.
 * @throws AppError `identity.handover_same_person` | `identity.handover_receiver` (409) · refusals as for endGrant (403)
 */
export const handOver = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: HandoverInput,
): Promise<readonly HandoverItem[]> => {
  await requireReceiver(trx, input);
  // Two handovers of one person at once would each move half: the second waits here and finds nothing left.
  await trx
    .selectFrom("persons")
    .select("id")
    .where("id", "in", [input.fromPersonId, input.toPersonId])
    .orderBy("id")
    .forUpdate()
    .execute();
  const moved: HandoverItem[] = [];
  for (const source of sources.values())
    moved.push({ name: source.name, title: source.title, count: await source.move(trx, context, input) });
  const grants = await grantsToEnd(trx, context, input);
  for (const grant of grants)
    await endGrant(trx, context, actor, { grantId: grant.id, reason: input.reason });
  moved.unshift({ name: "identity.grants", title: grantsTitle, count: grants.length });
  await endSessionsOf(trx, input.fromPersonId);
  const id = createId(context.clock);
  await trx
    .insertInto("handovers")
    .values({
      id,
      from_person_id: input.fromPersonId,
      to_person_id: input.toPersonId,
      unit_id: input.unitId,
      reason: input.reason.trim(),
      moved: JSON.stringify(moved),
      by_person_id: actor.personId,
      at: context.clock.now(),
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "identity.handover",
    unitId: input.unitId,
    record: { table: "handovers", id },
    reason: input.reason,
    requestId: context.requestId,
  });
  return moved;
};
