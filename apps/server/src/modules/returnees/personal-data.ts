import { systemActor } from "#kernel/actor.ts";
import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { withdrawReturnee } from "./offers.ts";
import { findOwnOffer, listOwnMatches } from "./queries.ts";

export const returneesDataSource: PersonalDataSource = {
  title: "返乡人才、新乡贤",
  exportOf: async (trx, context, personId) => ({
    offer: await findOwnOffer(trx, context, personId),
    asked: await listOwnMatches(trx, personId),
  }),
  erase: async (trx, context, personId) => {
    if ((await findOwnOffer(trx, context, personId)) !== undefined)
      await withdrawReturnee(trx, context, systemActor("returnees.erase"), personId);
  },
};
