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
  readerReports: ["contents.read"],
  experts: ["people.read_experts"],
  manageExperts: ["people.manage_experts"],
  deliveries: ["channels.read_deliveries"],
  actOnDelivery: ["channels.act_on_delivery"],
  occasions: ["occasions.read"],
  manageOccasions: ["occasions.manage"],
  policies: ["policies.read"],
  writePolicies: ["policies.write"],
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
