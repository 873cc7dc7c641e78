import { inTransaction } from "#kernel/db.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import type { System } from "#server/compose.ts";
import { seedActivities } from "./activities.ts";
import { seedChannelsDemo } from "./channels.ts";
import { seedCommons } from "./commons.ts";
import { seedContents } from "./contents.ts";
import { seedAssessments } from "./assessments.ts";
import { seedAdvice, seedExperts } from "./experts.ts";
import { seedHonoraria } from "./honoraria.ts";
import { seedInspections } from "./inspections.ts";
import { seedKindergartenOrder, seedLectures, seedSchoolOrder } from "./lectures.ts";
import { seedMeetings } from "./meetings.ts";
import { seedOrderViews } from "./order-views.ts";
import { seedOrders } from "./orders.ts";
import { seedOrganisations } from "./organisations.ts";
import { seedPacks } from "./packs.ts";
import { seedPeople } from "./people.ts";
import { seedPlans } from "./plans.ts";
import { seedPolicies } from "./policies.ts";
import { seedQuestions } from "./questions.ts";
import { seedRumours } from "./rumours.ts";
import type { SignIn } from "./sign-in.ts";

/**
 * Makes the demonstration district through the real commands, while the site serves, in an empty database: what an
 * interrupted start left of one is taken away before (interrupted-demo.ts).
 */
export const seedDemo = async (system: System): Promise<readonly SignIn[]> => {
  const { context } = system;
  const district = await seedOrganisations({ db: context.db, cipher: context.cipher });
  if (district === undefined) throw new Error("the demonstration needs an empty database");
  const { signIns, staff } = await seedPeople(context, district);
  const desk = await seedContents(context, district, staff);
  await seedQuestions(context, staff);
  await seedExperts(context, staff);
  await seedRumours(context, district, staff);
  await seedOrderViews(await seedOrders(context, district, staff), staff);
  await seedActivities(context, district, staff);
  if (staff.size > 0) {
    await seedLectures(context, staff);
    await seedSchoolOrder(context, district, staff);
    await seedKindergartenOrder(context, district, staff);
    await seedAdvice(context, staff);
    await seedHonoraria(context, district, staff);
  }
  await seedMeetings(context, district, staff);
  await seedInspections(context, district, staff);
  await seedAssessments(context, district, staff);
  await seedPolicies(context, district, staff);
  await system.jobs.deliver();
  if (staff.size > 0) await seedChannelsDemo(context, district);
  if (desk !== undefined) await seedCommons(desk, staff, async () => void (await system.jobs.deliver()));
  if (staff.size > 0) await seedPlans(context, district, staff);
  await seedPacks(context, district, staff);
  await inTransaction(context.db, invalidatePages);
  return signIns;
};
