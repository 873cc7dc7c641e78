import type { Actor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { getDocument, listSuggestions } from "./documents.ts";
import { createUnitMatcher, ownersOf } from "./owners.ts";
import type { SuggestedTarget } from "./suggest.ts";
import { setTarget } from "./targets.ts";
import { makeTasks, type NewTask, type TaskUnitInput } from "./tasks.ts";

export type ProposedTask = NewTask & {
  nodeId: string;
  units: readonly TaskUnitInput[];
  /** Printed names of units that the tree does not have. */
  unknownNames: readonly string[];
  targets: readonly SuggestedTarget[];
};

/** The tasks that a draft's own words suggest, with owners found in the tree; nothing is written. */
export const proposeTasks = async (
  db: Db | Trx,
  input: { documentId: string; now: Date; defaultLeadUnitId?: string | undefined },
): Promise<readonly ProposedTask[]> => {
  const document = await getDocument(db, input.documentId);
  const match = await createUnitMatcher(db, document.unitPath, toDistrictDate(input.now));
  const { defaultLeadUnitId } = input;
  const last = document.validTo ?? "9999-12-31";
  return (await listSuggestions(db, document.id)).map((one): ProposedTask => {
    const { units, unknown } = ownersOf(one, match);
    const needsLead = defaultLeadUnitId !== undefined && !units.some((unit) => unit.part === "lead");
    const isInside = one.dueOn !== null && one.dueOn <= last && one.dueOn >= (document.validFrom ?? "");
    return {
      clauseId: one.clauseId,
      nodeId: one.nodeId,
      code: one.code,
      title: one.title,
      ...(isInside && one.dueOn !== null ? { dueOn: one.dueOn } : {}),
      audiences: one.audiences,
      pillars: one.pillars,
      units: needsLead ? [{ unitId: defaultLeadUnitId, part: "lead" }, ...units] : units,
      unknownNames: unknown,
      targets: one.targets,
    };
  });
};

/**
 * Makes the proposed tasks with the targets that their sentences print. A share (%) whose start the plan does not say is
 * left out: somebody has to say from where it begins.
 * @returns how many tasks and targets were made, and how many shares wait for a start
 */
export const applyProposal = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { documentId: string; tasks: readonly ProposedTask[] },
): Promise<{ taskIds: readonly string[]; targets: number; withoutStart: number }> => {
  const taskIds = await makeTasks(trx, context, actor, input);
  let targets = 0;
  let withoutStart = 0;
  for (const [index, task] of input.tasks.entries())
    for (const target of task.targets) {
      if (target.measure === "%" && target.frequency === null) {
        withoutStart += 1;
        continue;
      }
      await setTarget(trx, context, actor, {
        taskId: taskIds[index] ?? "",
        title: target.title,
        comparison: target.comparison,
        value: target.value,
        measure: target.measure,
        subject: target.subject,
        ...(target.frequency === null ? {} : { frequency: target.frequency }),
        sentenceId: target.sentenceId,
      });
      targets += 1;
    }
  return { taskIds, targets, withoutStart };
};
