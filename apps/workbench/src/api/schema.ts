// Minimal types of the JSON API until apps/server/openapi.json is generated; then this file re-exports
// __generated__/schema.d.ts and nothing else changes.

type Json<T> = { content: { "application/json": T } };
type Refusal = { error: { code: string; message: string; fields: Record<string, string>; requestId: string } };
type Answers<T> = { responses: { 200: { headers: Record<string, unknown> } & Json<T>; default: { headers: Record<string, unknown> } & Json<Refusal> } };
type ListQuery = { page?: number; size?: number; sort?: string; q?: string; [filter: string]: string | number | undefined };
type Read<T, Query = Record<string, never>, Path = Record<string, never>> = { get: { parameters: { query?: Query; path: Path } } & Answers<T> };
type KeyHeader = { "idempotency-key": string };
type Act<T, Body, Path = Record<string, never>> = { parameters: { header: KeyHeader; path: Path }; requestBody: Json<Body> } & Answers<T>;
type Post<T, Body, Path = Record<string, never>> = { post: Act<T, Body, Path> };
type Id = { id: string };
export type Page<Row> = { rows: Row[]; total: number; page: number; size: number };
export type NextActionView = { action: string; label: string; allowed: boolean; reason?: string };
export type HistoryView = { at: string; action: string; actionName?: string; actorName?: string; reason?: string | null };

export type MyGrantView = { role: string; roleName: string; unitId: string; unitName: string; unitPath: string; until: string | null };
export type GrantView = {
  id: string; role: string; roleName: string; unitId: string; unitName: string; unitPath: string; startsOn: string; endsOn: string | null;
  state: "in_force" | "future" | "over" | "ended"; reason: string; endReason: string | null;
};
export type MeView = {
  person: { id: string; name: string; maskedPhone: string | null; pseudonym: string };
  grants: MyGrantView[];
  secondFactor: { needed: boolean; passed: boolean; relaxed: boolean; totp: "none" | "pending" | "confirmed"; passkeys: number };
  actions: string[];
  demo: boolean;
  onBehalfOf: { personId: string; name: string } | null;
};
export type WaitingRow = { kind: string; title: string; dueAt?: string | null; href: string; count: number };

export type UnitNode = { id: string; name: string; kind: string; kindName: string; path: string; parentId: string | null; childCount: number };
export type UnitRow = UnitNode & {
  parentName: string | null; depth: number; regionCode: string | null; stationLevel: string | null; stationLevelName: string | null; stationOf: string | null;
  phone: string | null; address: string | null; openingHours: string | null; description: string; validFrom: string; validTo: string | null;
};
type Station = { id: string; name: string; level: string; phone: string | null };
export type UnitView = UnitRow & {
  ancestors: { id: string; name: string }[];
  areaSets: { id: string; scheme: string; name: string; validFrom: string; validTo: string | null }[];
  regionCodes: { regionCode: string; validFrom: string; validTo: string | null }[];
  station: Station | null;
  takeOver: Station[];
  servingAreas: { id: string; name: string; validFrom: string; validTo: string | null }[];
  peopleCount: number | null;
  uses: { name: string; label: string; count: number }[];
  nextActions: NextActionView[];
};
export type AreaSetView = {
  id: string; scheme: string; name: string; description: string; validFrom: string; validTo: string | null; memberCount: number;
  members: { id: string; unitId: string; unitName: string; validFrom: string; validTo: string | null }[];
};
export type ImportRow = { line: number; values: Record<string, string>; errors: string[]; action: string };
export type ImportView = { importId: string; rows: ImportRow[]; counts: Record<string, number>; status?: string };

export type OrganisationRow = {
  id: string; receiptNo: string; kind: string; kindName: string; name: string; creditCode: string; nonProfit: boolean; purpose: string; homeUnitId: string; homeUnitName: string;
  homeUnitPath: string; address: string; status: string; statusName: string; statusChangedAt: string; unitId: string | null; hasProof: boolean; createdAt: string;
};
export type OrganisationView = OrganisationRow & {
  contact: { name: string; phone: string };
  history: { at: string; event: string; eventName: string; toStatus: string; reason: string | null; personId: string | null }[];
  nextActions: NextActionView[];
};

export type PersonRow = {
  id: string; name: string; maskedPhone: string | null; status: string; statusName: string; createdAt: string; roles: { role: string; roleName: string; unitName: string }[];
};
export type PersonView = {
  id: string; name: string; maskedPhone: string | null; username: string | null; status: string; statusName: string; unitId: string | null; unitName: string | null; createdAt: string;
  grants: GrantView[]; secondFactor: { totp: boolean; passkeys: number }; grantableRoles: { role: string; roleName: string }[]; nextActions: NextActionView[];
};
export type HandoverView = { done: boolean; items: { name: string; title: string; count: number }[] };
export type SessionView = { id: string; device: string; method: string; methodName: string; startedAt: string; lastSeenAt: string; secondFactor: boolean; current: boolean };
export type OutboxRow = { id: string; phone: string; text: string; at: string };

type IndicatorFields = { code: string; version: number; name: string; definition: string; aggregate: string; measure: string };
export type FigureRow = IndicatorFields & { value: number };
export type FiguresView = { unit: { id: string; name: string; path: string }; from: string; to: string; rows: FigureRow[] };
export type FigureTreeView = { indicator: IndicatorFields; from: string; to: string; rows: { unitId: string; unitName: string; unitPath: string; parentId: string | null; value: number }[] };
export type FactRow = {
  id: string; kind: string; kindName: string; occurredOn: string; recordedAt: string; unitId: string; unitName: string; place: string | null; audience: string | null; audienceName: string | null;
  topic: string | null; planTags: string[]; quantity: number; measure: string; sourceTable: string; sourceId: string; record: { title: string; href: string | null };
  reversesId: string | null; reversedById: string | null;
};
export type FactView = FactRow & { ledgerEntryId: string | null; nextActions: NextActionView[] };
export type LedgerView = {
  origin: string | null; suite: string | null; publicKey: string | null; treeSize: number; pending: number; coveredSize: number; lastCheckpointAt: string | null;
  checkpoints: { treeSize: number; note: string; createdAt: string }[];
};
export type LedgerEntryRow = { id: string; leafIndex: number | null; subjectTable: string; subjectId: string; contentHash: string; createdAt: string };
export type ProofView = { entry: LedgerEntryRow; leaf: string; leafHash: string; leafIndex: number; treeSize: number; suite: string; proof: string[]; checkpoint: string; publicKey: string };
export type VerifyView = {
  ok: boolean; problemCount: number; problems: { kind: string; sentence: string; table: string | null; id: string | null; leafIndex: number | null }[];
  treeSize: number; coveredSize: number; coveredAt: string | null; pending: number; rows: Record<string, number>;
};
export type AuditRow = {
  id: string; at: string; actorKind: string; actorPersonId: string | null; onBehalfOfPersonId: string | null; action: string; outcome: string; outcomeName: string; unitId: string | null; unitName: string | null;
  recordTable: string | null; recordId: string | null; record: { title: string; href: string | null } | null; reason: string | null; changed: boolean; requestId: string | null;
};
export type QueueView = { name: string; title: string; schedule: string | null; everySeconds: number | null; waiting: number; active: number; failed: number; lastRunAt: string | null; lastError: string | null };
export type FailedJob = { id: string; kind: "job" | "event"; queue: string; title: string; attempts: number; failedAt: string; error: string | null };
export type JobsView = { queues: QueueView[]; failures: FailedJob[] };
export type HealthCheck = { name: string; title: string; state: "good" | "attention"; value: string; advice: string | null };
export type HealthView = { state: "good" | "attention"; checks: HealthCheck[] };

type Period = { unit?: string; from?: string; to?: string };

export type paths = {
  "/api/me": Read<MeView>;
  "/api/waiting": Read<{ rows: WaitingRow[] }>;
  "/api/units": Read<Page<UnitRow>, ListQuery> & Post<{ id: string }, Record<string, unknown>>;
  "/api/units/tree": Read<{ nodes: UnitNode[] }, { rootId?: string; depth?: number }>;
  "/api/units/{id}": Read<UnitView, Record<string, never>, Id> & { patch: Act<{ id: string }, Record<string, unknown>, Id> };
  "/api/units/{id}/close": Post<{ id: string }, Record<string, unknown>, Id>;
  "/api/area-sets": Read<{ rows: AreaSetView[] }> & Post<{ id: string }, Record<string, unknown>>;
  "/api/area-sets/{id}/members": Post<{ id: string }, Record<string, unknown>, Id>;
  "/api/area-sets/{id}/members/{memberId}/end": Post<{ id: string }, Record<string, unknown>, { id: string; memberId: string }>;
  "/api/imports/units": Post<ImportView, FormData>;
  "/api/imports/{id}": Read<ImportView, Record<string, never>, Id>;
  "/api/imports/{id}/apply": Post<ImportView, Record<string, unknown>, Id>;
  "/api/organisations": Read<Page<OrganisationRow>, ListQuery>;
  "/api/organisations/{id}": Read<OrganisationView, Record<string, never>, Id>;
  "/api/organisations/{id}/review": { post: { parameters: { header: KeyHeader; path: Id } } & Answers<{ id: string }> };
  "/api/organisations/{id}/reinstate": { post: { parameters: { header: KeyHeader; path: Id } } & Answers<{ id: string }> };
  "/api/organisations/{id}/contact": { post: { parameters: { header: KeyHeader; path: Id } } & Answers<{ name: string; phone: string }> };
  "/api/organisations/{id}/verify": Post<{ id: string }, Record<string, unknown>, Id>;
  "/api/organisations/{id}/return": Post<{ id: string }, Record<string, unknown>, Id>;
  "/api/organisations/{id}/reject": Post<{ id: string }, Record<string, unknown>, Id>;
  "/api/organisations/{id}/suspend": Post<{ id: string }, Record<string, unknown>, Id>;
  "/api/people": Read<Page<PersonRow>, ListQuery> & Post<{ id: string }, Record<string, unknown>>;
  "/api/people/{id}": Read<PersonView, Record<string, never>, Id>;
  "/api/people/{id}/grants": Post<{ id: string }, Record<string, unknown>, Id>;
  "/api/people/{id}/handover": Post<HandoverView, Record<string, unknown>, Id>;
  "/api/people/{id}/disable": Post<{ done: boolean }, { reason: string }, Id>;
  "/api/people/{id}/enable": Post<{ done: boolean }, { reason: string }, Id>;
  "/api/grants/{id}/end": Post<{ done: boolean }, { reason: string }, Id>;
  "/api/sessions": Read<{ rows: SessionView[] }>;
  "/api/sessions/{id}": { delete: { parameters: { header: KeyHeader; path: Id } } & Answers<{ done: boolean }> };
  "/api/development-outbox": Read<{ rows: OutboxRow[] }>;
  "/api/figures": Read<FiguresView, Period>;
  "/api/figures/{code}/{version}/tree": Read<FigureTreeView, Period, { code: string; version: number }>;
  "/api/figures/{code}/{version}/facts": Read<Page<FactRow>, ListQuery, { code: string; version: number }>;
  "/api/facts": Read<Page<FactRow>, ListQuery>;
  "/api/facts/{id}": Read<FactView, Record<string, never>, Id>;
  "/api/facts/{id}/reverse": Post<{ factId: string; reversalId: string }, { reason: string }, Id>;
  "/api/ledger": Read<LedgerView>;
  "/api/ledger/entries": Read<Page<LedgerEntryRow>, ListQuery>;
  "/api/ledger/entries/{id}/proof": Read<ProofView, Record<string, never>, Id>;
  "/api/ledger/verify": { post: { parameters: { header: KeyHeader } } & Answers<VerifyView> };
  "/api/audit": Read<Page<AuditRow>, ListQuery>;
  "/api/jobs": Read<JobsView>;
  "/api/jobs/{id}/retry": { post: { parameters: { header: KeyHeader; path: Id } } & Answers<{ done: boolean }> };
  "/api/system-health": Read<HealthView>;
};
