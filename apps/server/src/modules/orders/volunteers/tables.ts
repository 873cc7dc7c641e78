import type { SwapStatus } from "./swaps.ts";

export interface VisitSwapsTable {
  id: string;
  visit_id: string;
  from_person_id: string;
  to_person_id: string;
  status: SwapStatus;
  status_changed_at: Date;
  created_at: Date;
}

export interface CalendarFeedsTable {
  person_id: string;
  /** personal: the secret end of the address of a volunteer's own calendar; so that it can be shown again; deleted when it is ended. */
  token_sealed: Buffer;
  token_index: Buffer;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    visit_swaps: VisitSwapsTable;
    calendar_feeds: CalendarFeedsTable;
  }
}
