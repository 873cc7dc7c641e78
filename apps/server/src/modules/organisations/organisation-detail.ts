import type { Actor } from "#kernel/actor.ts";
import type { Db } from "#kernel/db.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import type { Policy } from "#kernel/policy.ts";
import {
  getOrganisationContact,
  listOrganisationEvents,
  maskContact,
  type OrganisationView,
} from "./organisation-queries.ts";
import { eventNames, type OrganisationEvent, organisationStates, statusNames } from "./state.ts";
import { toNextAction } from "./unit-detail.ts";

const staffEvents = [
  "begin_review",
  "verify",
  "return",
  "reject",
  "suspend",
  "reinstate",
] as const satisfies readonly OrganisationEvent[];

/** An application with its history, the masked contact and what may be done next, with the reason where it may not. */
export const toOrganisationDetail = async (
  db: Db,
  options: { organisation: OrganisationView; actor: Actor; policy: Policy; cipher: FieldCipher },
) => {
  const { organisation, actor, policy, cipher } = options;
  return {
    ...organisation,
    contact: maskContact(await getOrganisationContact(db, cipher, organisation.id)),
    history: await listOrganisationEvents(db, organisation.id),
    nextActions: staffEvents.map((event) => {
      const isOpen = organisationStates.next(organisation.status, event) !== undefined;
      const { action: _checked, ...shown } = toNextAction(policy, actor, {
        action:
          event === "suspend" || event === "reinstate" ? "organisations.suspend" : "organisations.review",
        label: eventNames[event],
        unitPath: organisation.homeUnitPath,
        obstacle: isOpen
          ? undefined
          : `现在是“${statusNames[organisation.status]}”，不能${eventNames[event]}。`,
      });
      return { ...shown, action: event };
    }),
  };
};
