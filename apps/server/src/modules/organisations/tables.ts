import type { ColumnType, Generated } from "kysely";
import type { OrganisationKind } from "./organisation-kinds.ts";
import type { OrganisationStatus } from "./state.ts";

type Fixed<T> = ColumnType<T, T, never>;
type Json<T> = ColumnType<T, string, string>;

export interface StationAreasTable {
  id: Fixed<string>;
  station_id: Fixed<string>;
  unit_id: Fixed<string>;
  valid_from: Fixed<string>;
  valid_to: string | null;
  created_at: Fixed<Date>;
}
export interface AreaSetsTable {
  id: Fixed<string>;
  scheme: Fixed<string>;
  name: string;
  description: string;
  valid_from: Fixed<string>;
  valid_to: string | null;
  created_at: Fixed<Date>;
}
export interface AreaSetMembersTable {
  id: Fixed<string>;
  area_set_id: Fixed<string>;
  scheme: Fixed<string>;
  unit_id: Fixed<string>;
  valid_from: Fixed<string>;
  valid_to: string | null;
  created_at: Fixed<Date>;
}
export interface CodeSchemesTable {
  scheme: Fixed<string>;
  version: Fixed<string>;
  name: string;
  source: string;
  valid_from: string | null;
  valid_to: string | null;
  imported_at: Date | null;
  /** The edition that `previous_codes` of its rows belong to. */
  previous_version: string | null;
}
export interface CodeRowsTable {
  scheme: Fixed<string>;
  version: Fixed<string>;
  code: Fixed<string>;
  name: string;
  parent_code: string | null;
  /** Codes of the same thing in the edition before: several where they were merged. */
  previous_codes: string[];
  note: string;
  sort_no: number;
}
export interface RegionSetCodesTable {
  id: Fixed<string>;
  unit_id: Fixed<string>;
  region_code: Fixed<string>;
  valid_from: Fixed<string>;
  valid_to: string | null;
  created_at: Fixed<Date>;
}
export interface OrganisationsTable {
  id: Fixed<string>;
  receipt_no: Fixed<string>;
  kind: OrganisationKind;
  name: string;
  name_sort: string;
  name_search: string;
  credit_code: string;
  non_profit: boolean;
  purpose: string;
  home_unit_id: string;
  address: string;
  /** personal: name of the contact person; to verify and to open the first account; kept while the record stands, then 180 days. */
  contact_name: Buffer;
  /** personal: phone of the contact person; as above. */
  contact_phone: Buffer;
  /** personal: keyed digest of the phone, to check who asks for the status; as above. */
  contact_phone_index: Buffer;
  proof_file_id: string | null;
  status: OrganisationStatus;
  status_changed_at: Date;
  unit_id: string | null;
  created_at: Fixed<Date>;
  updated_at: Date;
}
export interface OrganisationEventsTable {
  id: Fixed<string>;
  organisation_id: Fixed<string>;
  at: Fixed<Date>;
  event: Fixed<string>;
  from_status: Fixed<OrganisationStatus | null>;
  to_status: Fixed<OrganisationStatus>;
  reason: Fixed<string | null>;
  actor_kind: Fixed<string>;
  actor_person_id: Fixed<string | null>;
}
export interface RegistrationDraftsTable {
  id: Fixed<string>;
  token_index: Fixed<Buffer>;
  /** personal: answers so far, with name and phone of the contact person; to finish the registration; deleted after 7 days or when sent. */
  answers: Buffer;
  proof_file_id: string | null;
  created_at: Fixed<Date>;
  updated_at: Date;
}
export interface ImportBatchesTable {
  id: Fixed<string>;
  kind: Fixed<"units">;
  filename: Fixed<string>;
  status: "previewed" | "applied";
  status_changed_at: Date;
  unit_id: Fixed<string>;
  created_by_person_id: Fixed<string | null>;
  file_rows: Json<unknown>;
  preview: Json<unknown>;
  created_at: Fixed<Date>;
}

declare module "#kernel/tables.ts" {
  interface OrgUnitsTable {
    description: Generated<string>;
    name_search: Generated<string>;
  }
}

declare module "#kernel/db.ts" {
  interface Tables {
    station_areas: StationAreasTable;
    area_sets: AreaSetsTable;
    area_set_members: AreaSetMembersTable;
    code_schemes: CodeSchemesTable;
    code_rows: CodeRowsTable;
    region_set_codes: RegionSetCodesTable;
    organisations: OrganisationsTable;
    organisation_events: OrganisationEventsTable;
    registration_drafts: RegistrationDraftsTable;
    import_batches: ImportBatchesTable;
  }
}
