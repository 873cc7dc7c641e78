import type { Generated, GeneratedAlways } from "kysely";
import type { ClaimKind, ClaimStatus } from "./state.ts";

export interface InsuranceClaimsTable {
  id: string;
  claim_no: GeneratedAlways<number>;
  visit_id: string;
  team_id: string;
  person_id: string;
  kind: ClaimKind;
  /** personal: what happened to a volunteer at a visit, which may tell of his health; so that the insurer can decide; kept with the claim, erased with the account. */
  body_sealed: Buffer | null;
  was_insured: boolean;
  status: ClaimStatus;
  status_changed_at: Date;
  owner_unit_id: string;
  due_at: Date | null;
  take_overs: Generated<number>;
  checked_by_person_id: string | null;
  sent_by_person_id: string | null;
  paid_fen: number | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface ClaimPapersTable {
  id: string;
  claim_id: string;
  /** personal: a bill, a doctor's paper or a photograph of the damage; so that the insurer can decide; kept with the claim, deleted with the account. */
  file_id: string;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    insurance_claims: InsuranceClaimsTable;
    claim_papers: ClaimPapersTable;
  }
}
