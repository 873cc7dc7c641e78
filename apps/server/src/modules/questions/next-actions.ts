import type { PersonActor } from "#kernel/actor.ts";
import type { Policy } from "#kernel/policy.ts";

/** A step that a record's state allows, with the action that the policy knows it by. */
export type Step = {
  event: string;
  label: string;
  action: string;
  /** Why the record itself does not allow it to this person. */
  obstacle?: string | undefined;
};

/** What a person can do now, and why not where he cannot. */
export const nextActionsOf = (
  policy: Policy,
  actor: PersonActor,
  { steps, unitPath }: { steps: readonly Step[]; unitPath: string },
) =>
  steps.map(({ event, label, action, obstacle }) => {
    const reason = policy.decide(actor, action, { unitPath }).ok ? obstacle : "您的岗位不办这一步。";
    return {
      action: event,
      label,
      allowed: reason === undefined,
      ...(reason === undefined ? {} : { reason }),
    };
  });
