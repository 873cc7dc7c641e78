import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { listOwnRegistrations } from "./queries.ts";
import { registrationStatusNames } from "./state.ts";

/** A resident's registrations; what was counted of an activity stays, by number alone. */
export const activitiesDataSource: PersonalDataSource = {
  title: "活动报名",
  exportOf: async (trx, context, personId) => ({
    registrations: (await listOwnRegistrations(trx, context, personId)).map(
      ({ registration, activity, session }) => ({
        activity: activity.title,
        startsAt: session.startsAt,
        status: registrationStatusNames[registration.status],
        peopleCount: registration.peopleCount,
        minorsCount: registration.minorsCount,
        contactName: registration.contactName,
        contactPhone: registration.contactPhone,
        createdAt: registration.createdAt,
      }),
    ),
  }),
  erase: async (trx, _context, personId) => {
    await trx
      .updateTable("registrations")
      .set({
        contact_name_sealed: null,
        contact_phone_sealed: null,
        contact_phone_index: null,
        person_id: null,
      })
      .where("person_id", "=", personId)
      .execute();
  },
};
