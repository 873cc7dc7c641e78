import { inTransaction } from "#kernel/db.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import type { System } from "#server/compose.ts";
import { seedContents } from "./contents.ts";
import { seedOrganisations } from "./organisations.ts";
import { seedPeople } from "./people.ts";
import type { SignIn } from "./sign-in.ts";

/**
 * Makes the demonstration district through the real commands, while the site serves. A start that was interrupted here
 * leaves half a district: it says so, because half a district would show wrong numbers.
 */
export const seedDemo = async (system: System): Promise<readonly SignIn[]> => {
  const { context } = system;
  const district = await seedOrganisations({ db: context.db, cipher: context.cipher });
  if (district === undefined) {
    context.log.warn(
      "the demonstration was interrupted when it was made; remove the data folder and start again",
    );
    return [];
  }
  const { signIns, staff } = await seedPeople(context, district);
  await seedContents(context, district, staff);
  await system.jobs.deliver();
  await inTransaction(context.db, invalidatePages);
  return signIns;
};
