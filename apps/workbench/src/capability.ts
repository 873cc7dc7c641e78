/** One possible next step of a record, as the server decided it. */
export type NextAction = { action: string; label: string; allowed: boolean; reason?: string | undefined };

/** What /api/me says that matters for what is shown. */
export type Rights = { actions: readonly string[] };

/**
 * Pages and buttons → the policy actions of which one must be open to the reader. The server decides each act again;
 * this table only keeps doors off the menu that would not open.
 */
export const capabilities = {
  units: ["organisations.read_units"],
  createUnit: ["organisations.create_unit"],
  importUnits: ["organisations.import_units"],
  certificates: ["certificates.read"],
  issueCertificates: ["certificates.issue"],
  expertApplications: ["people.read_applications"],
  expertDuties: ["people.read_duties"],
  setDuties: ["people.set_duty"],
  writeCards: ["questions.write_card"],
  histories: ["histories.read"],
  importHistories: ["histories.import"],
  lectureTalks: ["orders.read_talks"],
  honoraria: ["honoraria.read"],
  drawHonoraria: ["honoraria.draw"],
  proposeRates: ["honoraria.propose_scheme"],
  appointmentReviews: ["honoraria.read_reviews"],
  reviewExperts: ["honoraria.review"],
  personnel: ["personnel.read"],
  writePersonnel: ["personnel.write"],
  recruitments: ["recruitments.read"],
  claims: ["claims.read"],
  decideClaims: ["claims.decide"],
  complaints: ["complaints.read"],
  answerComplaints: ["complaints.answer"],
  commissioners: ["commissioners.read"],
  signContracts: ["commissioners.contract"],
  confirmVisits: ["commissioners.confirm"],
  areaSets: ["organisations.read_units"],
  manageAreas: ["organisations.manage_areas"],
  organisations: ["organisations.read_organisations"],
  reviewOrganisations: ["organisations.review"],
  people: ["identity.read_people"],
  createPerson: ["identity.create_person"],
  grantRole: ["identity.grant_role"],
  endGrant: ["identity.end_grant"],
  handover: ["identity.handover"],
  disablePerson: ["identity.disable_person"],
  figures: ["trust.read_figures"],
  facts: ["trust.read_facts"],
  reverseFact: ["trust.reverse_fact"],
  ledger: ["trust.read_ledger_entries"],
  verifyLedger: ["trust.verify_ledger"],
  audit: ["trust.read_audit"],
  jobs: ["trust.read_jobs"],
  retryJob: ["trust.retry_job"],
  systemHealth: ["trust.read_system_health"],
  contents: ["contents.read"],
  writeContent: ["contents.write"],
  pitches: ["contents.pitch"],
  decidePitch: ["contents.decide_pitch"],
  templates: ["contents.read_templates"],
  manageTemplates: ["contents.manage_templates"],
  codeTables: ["organisations.read_code_tables"],
  manageCodeTables: ["organisations.manage_code_tables"],
  readerReports: ["contents.read"],
  experts: ["people.read_experts"],
  manageExperts: ["people.manage_experts"],
  manageSettings: ["contents.manage_settings"],
  screens: ["channels.manage_screens"],
  upstream: ["channels.read_upstream"],
  manageUpstream: ["channels.manage_upstream"],
  questions: ["questions.read"],
  questionContact: ["questions.contact"],
  posterOpens: ["readers.read_poster_opens"],
  overview: ["packs.overview"],
  evidencePacks: ["packs.read"],
  askPack: ["packs.ask"],
  burdens: ["burdens.read"],
  setBurdenLimit: ["burdens.set_limit"],
  rumours: ["rumours.read"],
  rumourIntake: ["rumours.intake"],
  deliveries: ["channels.read_deliveries"],
  actOnDelivery: ["channels.act_on_delivery"],
  occasions: ["occasions.read"],
  manageOccasions: ["occasions.manage"],
  policies: ["policies.read"],
  writePolicies: ["policies.write"],
  submissions: ["commons.read_submissions"],
  handleSubmission: ["commons.handle_submission"],
  adviseSubmission: ["commons.advise"],
  results: ["commons.read_results"],
  fileResult: ["commons.file_result"],
  checkResult: ["commons.check_result"],
  draftResult: ["commons.draft_result"],
  collections: ["commons.manage_collections"],
  publishCollection: ["commons.publish_collection"],
  placements: ["commons.read_placements"],
  place: ["commons.place"],
  lessonUses: ["commons.read_lesson_uses"],
  orders: ["orders.read"],
  takeCall: ["orders.take_call"],
  readContact: ["orders.contact"],
  dispatchOrders: ["orders.dispatch"],
  importMap: ["orders.map"],
  workDays: ["orders.read_menu"],
  importWorkDays: ["orders.work_days"],
  standingOrders: ["orders.standing"],
  activities: ["activities.read"],
  editActivities: ["activities.edit"],
  reportActivities: ["activities.report_people"],
  serviceItems: ["orders.read_menu"],
  editServiceItems: ["orders.menu"],
  teams: ["teams.read"],
  decideTeams: ["teams.decide"],
  addHours: ["teams.add_hours"],
  plans: ["plans.read"],
  pillars: ["plans.read_pillars"],
  managePlans: ["plans.manage"],
  adoptTask: ["plans.adopt"],
  evidence: ["plans.read_evidence"],
  addEvidence: ["plans.add_evidence"],
  workPlans: ["plans.read_unit"],
  draftWorkPlan: ["plans.work_plan"],
  meetings: ["meetings.read"],
  runMeetings: ["meetings.run"],
  jointIssues: ["meetings.read_issues"],
  resolutions: ["meetings.read_resolutions"],
  inspections: ["inspections.read"],
  runInspections: ["inspections.run"],
  rectifications: ["inspections.read_own"],
  assessments: ["assessments.read"],
  runAssessments: ["assessments.run"],
} as const satisfies Record<string, readonly string[]>;

export type Capability = keyof typeof capabilities;

export type Permission = { ok: true } | { ok: false; reason: string };

/** Whether the reader may open or do this, and if not a sentence to show instead of a silent grey button. */
export const permissionOf = (rights: Rights, capability: Capability): Permission =>
  capabilities[capability].some((action: string) => rights.actions.includes(action))
    ? { ok: true }
    : { ok: false, reason: "您的岗位没有这项权限。如工作需要，请联系本单位管理员。" };

/** The sentence beside a step that cannot be done now; undefined where it can. */
export const refusalOf = (next: NextAction): string | undefined => {
  if (next.allowed) return undefined;
  return next.reason !== undefined && next.reason !== ""
    ? next.reason
    : `现在不能${next.label}，请刷新后查看最新状态。`;
};
