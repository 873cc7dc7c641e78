import type { Module } from "#kernel/module.ts";
import { certificatesModule } from "#modules/certificates/index.ts";
import { burdensModule } from "#modules/burdens/index.ts";
import { activitiesModule } from "#modules/activities/index.ts";
import { assessmentsModule } from "#modules/assessments/index.ts";
import { channelsModule } from "#modules/channels/index.ts";
import { commissionersModule } from "#modules/commissioners/index.ts";
import { commonsModule } from "#modules/commons/index.ts";
import { claimsModule } from "#modules/claims/index.ts";
import { complaintsModule } from "#modules/complaints/index.ts";
import { contentsModule } from "#modules/contents/index.ts";
import { honorariaModule } from "#modules/honoraria/index.ts";
import { historiesModule } from "#modules/histories/index.ts";
import { identityModule } from "#modules/identity/index.ts";
import { inspectionsModule } from "#modules/inspections/index.ts";
import { meetingsModule } from "#modules/meetings/index.ts";
import { occasionsModule } from "#modules/occasions/index.ts";
import { ordersModule } from "#modules/orders/index.ts";
import { organisationsModule } from "#modules/organisations/index.ts";
import { packsModule } from "#modules/packs/index.ts";
import { personnelModule } from "#modules/personnel/index.ts";
import { peopleModule } from "#modules/people/index.ts";
import { plansModule } from "#modules/plans/index.ts";
import { policiesModule } from "#modules/policies/index.ts";
import { questionsModule } from "#modules/questions/index.ts";
import { readersModule } from "#modules/readers/index.ts";
import { recruitmentsModule } from "#modules/recruitments/index.ts";
import { rumoursModule } from "#modules/rumours/index.ts";
import { returneesModule } from "#modules/returnees/index.ts";
import { techniquesModule } from "#modules/techniques/index.ts";
import { teamsModule } from "#modules/teams/index.ts";
import { trustModule } from "#modules/trust/index.ts";
import { site } from "#site/index.ts";
import { workbench } from "#site/workbench.ts";

/** All modules, in the order of ARCHITECTURE §3: each may use only the doors of those before it. */
export const modules: readonly Module[] = [
  organisationsModule,
  identityModule,
  peopleModule,
  trustModule,
  contentsModule,
  channelsModule,
  occasionsModule,
  policiesModule,
  commonsModule,
  readersModule,
  questionsModule,
  rumoursModule,
  teamsModule,
  recruitmentsModule,
  ordersModule,
  certificatesModule,
  commissionersModule,
  techniquesModule,
  returneesModule,
  claimsModule,
  historiesModule,
  personnelModule,
  honorariaModule,
  burdensModule,
  activitiesModule,
  complaintsModule,
  plansModule,
  meetingsModule,
  inspectionsModule,
  assessmentsModule,
  packsModule,
  site,
  workbench,
];
