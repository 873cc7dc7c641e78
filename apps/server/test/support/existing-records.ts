import { randomUUID } from "node:crypto";
import { listTemplates } from "#modules/contents/index.ts";
import { getCard } from "#modules/questions/index.ts";
import { buildActivityAt } from "./probes/activities.ts";
import { buildSideCopy } from "./probes/contents-studio.ts";
import { buildCertificateAt } from "./probes/certificates.ts";
import {
  buildApplicationAt,
  buildCallAt,
  buildContractAt,
  buildLogAt,
  buildPhotoAt,
} from "./probes/commissioners.ts";
import { buildShownScreen } from "./probes/channels.ts";
import { buildContent } from "./probes/contents.ts";
import { buildGrant } from "./probes/identity.ts";
import { buildOrganisation } from "./probes/organisations.ts";
import { buildPlanAt } from "./probes/plan-records.ts";
import { buildEvidenceAt, buildWorkPlanAt } from "./probes/plans.ts";
import { buildPackAt } from "./probes/packs.ts";
import { buildPolicy } from "./probes/policies.ts";
import { buildCard, buildQuestion } from "./probes/questions.ts";
import { buildRumour } from "./probes/rumours.ts";
import { buildOrderAt, buildSeries, buildSourcing } from "./probes/orders.ts";
import { buildDrawnAt, buildNoticeAt, buildRectificationAt, buildStepAt } from "./probes/inspections.ts";
import { buildPublishedAt, buildSchemeAt } from "./probes/assessments.ts";
import {
  buildMeetingAt,
  buildIssueAt,
  buildPaperAt,
  buildReportAt,
  buildResolutionAt,
} from "./probes/meetings.ts";
import { buildApplication } from "./probes/expert-desk.ts";
import { buildHistoryAt } from "./probes/histories.ts";
import { buildEntryAt, buildReviewAt, buildSchemeAt as buildRatesAt } from "./probes/honoraria.ts";
import { buildPaperAt as buildAdviceAt } from "./probes/advice.ts";
import { buildExpertOffer, buildTalkAt } from "./probes/lectures.ts";
import { buildAgreed } from "./probes/schools.ts";
import { buildStaffAt } from "./probes/personnel.ts";
import { buildDriveAt } from "./probes/recruitments.ts";
import { buildReturneeAt, buildVillageRequestAt } from "./probes/returnees.ts";
import { buildAdoptionAt, buildTechniqueAt } from "./probes/techniques.ts";
import { buildClaimAt } from "./probes/claims.ts";
import { buildComplaintAt } from "./probes/complaints.ts";
import { buildTeamAt } from "./probes/teams.ts";
import { buildFact } from "./probes/trust.ts";
import type { World } from "./whole-system.ts";

/** Parameters of a route's address that name records which exist; none for routes whose records no builder makes. */
export const buildParams = async (world: World): Promise<(url: string) => Record<string, string>> => {
  const organisation = await buildOrganisation(world, world.places.street, "verified");
  await buildGrant(world, { personId: world.personId, unitId: world.places.street.id, role: "volunteer" });
  const resolution = await buildResolutionAt(world, world.places.street);
  const drawn = await buildDrawnAt(world, world.places.street);
  const { inspection_no: drawnNo } = await world.system.context.db
    .selectFrom("inspections")
    .select("inspection_no")
    .where("id", "=", drawn)
    .executeTakeFirstOrThrow();
  const rectification = await buildRectificationAt(world, world.places.street);
  const assessment = await buildPublishedAt(world, world.places.street);
  const fact = await buildFact(world, world.places.street);
  const question = await buildQuestion(world, world.places.street);
  const card = await buildCard(world, world.places.street, "published");
  const { no: cardNo } = await getCard(world.system.context.db, card);
  const content = await buildContent(world, world.places.street, "published");
  const policy = await buildPolicy(world, world.places.street, "published");
  const rumour = await buildRumour(world, world.places.street, "published");
  const claim = await world.system.context.db
    .selectFrom("claims")
    .select("claim_no")
    .where("id", "=", rumour.claimId)
    .executeTakeFirstOrThrow();
  const order = await buildOrderAt(world, world.places.street);
  const plan = await buildPlanAt(world, world.places.street);
  const checklist = randomUUID();
  await world.system.context.db
    .insertInto("checklists")
    .values({
      id: checklist,
      unit_id: world.places.street.id,
      kind: "creation",
      title: "演示清单",
      source: null,
      created_at: world.system.clock.now(),
    })
    .execute();
  const activity = await buildActivityAt(world, world.places.street, "open");
  const technique = await buildTechniqueAt(world, world.places.street, "published");
  const adoption = await buildAdoptionAt(world, world.places.street);
  const byPrefix: readonly [string, Record<string, string>][] = [
    ["/api/contents/", { id: content.contentId }],
    ["/api/content-side-copies/", { id: await buildSideCopy(world, world.places.street) }],
    ["/api/content-templates/", { id: (await listTemplates(world.system.context.db))[0]?.id ?? "" }],
    ["/api/screens/", { id: (await buildShownScreen(world, world.places.street)).screenId }],
    ["/api/content-versions/", { id: content.versionId }],
    ["/api/evidence-packs/", { id: await buildPackAt(world, world.places.street) }],
    ["/api/policies/", { id: policy }],
    ["/api/rumour-claims/", { id: rumour.claimId }],
    ["/api/rumour-verdicts/", { id: rumour.verdictId }],
    ["/rumours/:no", { no: String(claim.claim_no) }],
    ["/rumours/months/", { month: "2026-11" }],
    ["/api/plan-documents/", { id: plan.documentId }],
    ["/api/plan-tasks/", { id: plan.taskIds[0] ?? "" }],
    ["/api/evidence/", { id: await buildEvidenceAt(world, world.places.street) }],
    ["/api/work-plans/", { id: (await buildWorkPlanAt(world, world.places.street)).id }],
    ["/api/checklists/", { id: checklist }],
    ["/api/orders/:id/school-", { id: await buildAgreed(world, world.places.street) }],
    ["/api/orders/", { id: order.id }],
    ["/api/sourcing-orders/", { id: await buildSourcing(world, world.places.street) }],
    ["/api/standing-orders/", { id: await buildSeries(world, world.places.street) }],
    ["/my/orders/", { id: order.id }],
    ["/my/team-orders/", { id: order.id }],
    ["/api/activities/", { id: activity.id }],
    ["/api/activity-sessions/", { id: activity.sessionId }],
    ["/api/registrations/", { id: activity.registrationId }],
    ["/activities/registrations/", { code: activity.code }],
    ["/activities/:no", { no: String(activity.no), sessionId: activity.sessionId }],
    ["/api/expert-applications/", { id: await buildApplication(world, world.places.street) }],
    ["/api/history-imports/", { id: await buildHistoryAt(world, world.places.street) }],
    ["/api/teams/", { id: (await buildTeamAt(world, world.places.street)).id }],
    ["/api/joint-issues/", { id: await buildIssueAt(world, world.places.street) }],
    ["/api/meetings/", { id: await buildMeetingAt(world, world.places.street) }],
    ["/api/meeting-papers/", { id: await buildPaperAt(world, world.places.street) }],
    ["/api/resolutions/", { id: resolution }],
    ["/api/resolution-reports/", { id: await buildReportAt(world, world.places.street) }],
    ["/api/score-schemes/", { id: await buildSchemeAt(world, world.places.street) }],
    ["/api/assessments/", { id: assessment.id }],
    ["/assessments/:no", { no: String(assessment.no) }],
    ["/api/inspections/", { id: drawn }],
    ["/inspections/:no", { no: String(drawnNo) }],
    ["/api/rectifications/", { id: rectification }],
    ["/api/rectification-steps/", { id: await buildStepAt(world, world.places.street) }],
    ["/api/unit-notices/", { id: await buildNoticeAt(world, world.places.street) }],
    ["/my/rectifications/", { id: rectification }],
    ["/my/issues/:id", { id: await buildIssueAt(world, world.places.street) }],
    ["/my/resolutions/", { id: resolution }],
    ["/api/units/", { id: world.places.street.id }],
    ["/api/organisations/", { id: organisation }],
    ["/organisations/", { id: organisation }],
    ["/api/questions/", { id: question }],
    ["/api/question-cards/", { id: card }],
    ["/ask/answers/:no", { no: String(cardNo) }],
    ["/api/facts/", { id: fact }],
    ["/api/people/", { id: world.personId }],
    ["/api/commissioner-contracts/", { id: await buildContractAt(world, world.places.street) }],
    ["/api/commissioner-logs/:id/photos/", await buildPhotoAt(world, world.places.street)],
    ["/api/returnees/", { id: await buildReturneeAt(world, world.places.street) }],
    ["/api/village-requests/", { id: await buildVillageRequestAt(world, world.places.street) }],
    ["/api/commissioner-calls/", { id: await buildCallAt(world, world.places.street) }],
    ["/commissioner-calls/", { id: await buildCallAt(world, world.places.street) }],
    [
      "/api/commissioner-applications/",
      { id: (await buildApplicationAt(world, world.places.street, "reviewed")).id },
    ],
    ["/api/commissioner-logs/", { id: await buildLogAt(world, world.places.street) }],
    ["/api/honoraria/", { id: await buildEntryAt(world, world.places.street) }],
    ["/api/honorarium-schemes/", { id: await buildRatesAt(world, world.places.street) }],
    ["/api/appointment-reviews/", { id: await buildReviewAt(world, world.places.street) }],
    ["/api/lecture-talks/", { id: await buildTalkAt(world, world.places.street) }],
    ["/my/expert/offers/", { id: await buildExpertOffer(world, order.id) }],
    ["/my/expert/advice/", { id: await buildAdviceAt(world, world.places.street) }],
    ["/api/advice-papers/", { id: await buildAdviceAt(world, world.places.street) }],
    ["/my/expert/talks/", { id: await buildTalkAt(world, world.places.street) }],
    ["/api/science-staff/", { id: await buildStaffAt(world, world.places.street) }],
    ["/api/complaints/", { id: await buildComplaintAt(world, world.places.street) }],
    ["/join/", { code: await buildDriveAt(world, world.places.street) }],
    ["/api/techniques/", { id: (await buildTechniqueAt(world, world.places.street)).id }],
    ["/api/technique-adoptions/", { id: adoption }],
    ["/techniques/", { no: String(technique.no) }],
    ["/my/techniques/", { id: technique.id }],
    ["/my/adoptions/", { id: adoption }],
    ["/my/commissioner/adoptions/", { id: adoption }],
    ["/api/claims/", { id: await buildClaimAt(world, world.places.street) }],
    ["/api/certificates/", { id: await buildCertificateAt(world, world.places.street, "issued") }],
    ["/api/figures/", { code: "organisations.verified", version: "1" }],
  ];
  return (url) => byPrefix.find(([prefix]) => url.startsWith(prefix))?.[1] ?? {};
};
