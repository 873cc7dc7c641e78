// Names for what the API answers, taken from the generated document: pages import these and no generated file.
import type { paths } from "./__generated__/openapi.ts";

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : never;
type Answer<Operation> = Operation extends { responses: { 200: infer Ok } } ? Json<Ok> : never;
type Got<Path extends keyof paths> = Answer<paths[Path]["get"]>;
type Posted<Path extends keyof paths> = Answer<paths[Path]["post"]>;
type RowOf<List> = List extends { rows: (infer Row)[] } ? Row : never;

/** A page of a list; every list of the API answers in this form. */
export type Page<Row> = { rows: Row[]; total: number; page: number; size: number };

export type MeView = Got<"/api/me">;
export type MyGrantView = MeView["grants"][number];
export type WaitingRow = RowOf<Got<"/api/waiting">>;
export type UnitNode = Got<"/api/units/tree">["nodes"][number];
export type UnitView = Got<"/api/units/{id}">;
export type AreaSetView = RowOf<Got<"/api/area-sets">>;
export type ImportView = Got<"/api/imports/{id}">;
export type ImportRow = ImportView["rows"][number];
export type OrganisationRow = RowOf<Got<"/api/organisations">>;
export type OrganisationView = Got<"/api/organisations/{id}">;
export type PersonRow = RowOf<Got<"/api/people">>;
export type PersonView = Got<"/api/people/{id}">;
export type GrantView = PersonView["grants"][number];
export type HandoverView = Posted<"/api/people/{id}/handover">;
export type SessionView = RowOf<Got<"/api/sessions">>;
export type FigureTreeView = Got<"/api/figures/{code}/{version}/tree">;
export type FactRow = RowOf<Got<"/api/facts">>;
export type FactView = Got<"/api/facts/{id}">;
export type LedgerView = Got<"/api/ledger">;
export type LedgerEntryRow = RowOf<Got<"/api/ledger/entries">>;
export type VerifyView = Posted<"/api/ledger/verify">;
export type AuditRow = RowOf<Got<"/api/audit">>;
export type FailedJob = Got<"/api/jobs">["failures"][number];
export type StudioRow = RowOf<Got<"/api/contents">>;
export type CommentRow = RowOf<Got<"/api/content-versions/{id}/comments">>;
export type TopicRow = RowOf<Got<"/api/topics">>;
export type GapView = Got<"/api/content-gaps">;
export type PitchRow = RowOf<Got<"/api/pitches">>;
export type ExpertRow = RowOf<Got<"/api/experts">>;
export type DeliveryRow = RowOf<Got<"/api/deliveries">>;
export type OccasionRow = RowOf<Got<"/api/occasions">>;
export type PolicyRow = RowOf<Got<"/api/policies">>;
export type PolicyView = Got<"/api/policies/{id}">;
export type ReportRow = RowOf<Got<"/api/reader-reports">>;
