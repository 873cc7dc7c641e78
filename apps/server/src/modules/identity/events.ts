import { systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import { type EventHandler, onEvent } from "#kernel/events.ts";
import { getOrganisationContact } from "#modules/organisations/index.ts";
import { grantRole } from "./grants.ts";
import { createPerson, findPersonByPhone } from "./persons.ts";

/** A verified organisation's contact becomes its administrator: from then on he signs in with a code to that phone. */
export const identityEvents = (context: Context): readonly EventHandler[] => [
  onEvent({
    event: "organisations.verified",
    consumer: "identity.first_administrator",
    handle: async (trx, payload) => {
      const actor = systemActor("organisation verified");
      const contact = await getOrganisationContact(trx, context.cipher, payload.organisationId);
      await recordAudit(trx, context, {
        actor,
        action: "identity.read_contact",
        outcome: "read",
        unitId: payload.unitId,
        record: { table: "organisations", id: payload.organisationId },
      });
      const known = await findPersonByPhone(trx, context.cipher, contact.phone);
      // A contact whose account was stopped gets no new powers by the way; an administrator decides.
      if (known !== undefined && known.status !== "active") return;
      const personId =
        known?.id ??
        (await createPerson(trx, context, actor, {
          fullName: contact.name,
          phone: contact.phone,
          unitId: payload.unitId,
        }));
      const holds = await trx
        .selectFrom("role_grants")
        .select("id")
        .where("person_id", "=", personId)
        .where("unit_id", "=", payload.unitId)
        .where("role", "=", "org_admin")
        .where("ended_at", "is", null)
        .executeTakeFirst();
      if (holds !== undefined) return;
      await grantRole(trx, context, actor, {
        personId,
        role: "org_admin",
        unitId: payload.unitId,
        reason: "单位自行登记并通过核实",
      });
    },
  }),
];
