import type { CommissionerField, ConfirmedBy, ContractStatus, LogStatus } from "./state.ts";

export interface CommissionerContractsTable {
  id: string;
  person_id: string;
  unit_id: string;
  field: CommissionerField;
  bases: string;
  document: string;
  starts_on: string;
  ends_on: string;
  status: ContractStatus;
  status_changed_at: Date;
  end_reason: string | null;
  signed_by_person_id: string;
  created_at: Date;
}

export interface CommissionerLogsTable {
  id: string;
  contract_id: string;
  order_id: string | null;
  visited_at: Date;
  place: string;
  advice: string;
  /** personal: name of the farmer who was visited; to ask him whether it is true; kept with the log, erased on request. */
  farmer_name_sealed: Buffer | null;
  /** personal: phone of the farmer; to send the code of confirmation; kept with the log, erased on request. */
  farmer_phone_sealed: Buffer | null;
  farmer_index: Buffer;
  farmer_person_id: string | null;
  /** personal: the farmer's code of confirmation; proves that the farmer said yes; deleted when it was used. */
  code_sealed: Buffer | null;
  status: LogStatus;
  status_changed_at: Date;
  confirmed_by: ConfirmedBy | null;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface CommissionerRequestsTable {
  id: string;
  order_id: string;
  contract_id: string;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    commissioner_contracts: CommissionerContractsTable;
    commissioner_logs: CommissionerLogsTable;
    commissioner_requests: CommissionerRequestsTable;
  }
}
