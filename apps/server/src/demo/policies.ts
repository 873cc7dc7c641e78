import { inTransaction } from "#kernel/db.ts";
import type { Context } from "#kernel/context.ts";
import { draftPolicy, publishPolicy } from "#modules/policies/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import type { DemoStaff } from "./people.ts";
import { realPolicies } from "./policies/real-policies.ts";

/** Real documents with true facts, drafted by the demonstration's editor and published by its supervisor. */
export const seedPolicies = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  const [author, publisher] = [staff.get("demo.editor"), staff.get("demo.supervisor")];
  if (author === undefined || publisher === undefined)
    throw new Error("the demonstration has no editor or no supervisor");
  for (const policy of realPolicies)
    await inTransaction(context.db, async (trx) => {
      const id = await draftPolicy(trx, context, author, { ...policy, unitId: district.root.id });
      await publishPolicy(trx, context, publisher, { id });
    });
};
