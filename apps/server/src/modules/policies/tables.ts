import type { ColumnType, GeneratedAlways } from "kysely";
import type { PolicyStatus } from "./state.ts";
import type { Applicant, Level, Matter } from "./vocabulary.ts";

/** One thing that a document says, in our words, with where it stands. */
export type PolicyPoint = {
  text: string;
  /** Where in the document: `第四十六条第二款`. */
  clause: string;
  matter: Matter;
  appliesTo: Applicant[];
};

export interface PoliciesTable {
  id: string;
  policy_no: GeneratedAlways<number>;
  unit_id: string;
  title: string;
  document_no: string | null;
  issuer: string;
  level: Level;
  issued_on: string;
  effective_on: string | null;
  /** The last day in force. */
  ended_on: string | null;
  end_reason: string | null;
  official_url: string;
  looked_up_on: string;
  summary: string;
  points: ColumnType<PolicyPoint[], string, string>;
  /** Of the points together; kept for filters. */
  applies_to: Applicant[];
  matters: Matter[];
  status: PolicyStatus;
  status_changed_at: Date;
  drafted_by_person_id: string;
  published_by_person_id: string | null;
  created_at: Date;
  updated_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    policies: PoliciesTable;
  }
}
