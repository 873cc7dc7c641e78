import type { StaffStatus } from "./state.ts";
import type { Employment, StaffField, StaffJob } from "./vocabulary.ts";

export interface ScienceStaffTable {
  id: string;
  unit_id: string;
  employment: Employment;
  job: StaffJob;
  field: StaffField;
  /** personal: name of a unit's science-popularisation staff; so that nobody is counted twice; kept while the person serves. */
  name_sealed: Buffer | null;
  name_index: Buffer | null;
  is_woman: boolean;
  /** A middle professional title or a bachelor's degree, and above (中级职称以上或大学本科以上学历). */
  is_qualified: boolean;
  is_rural: boolean;
  /** What a part-time person puts into it in a year, in tenths of a person-month; null for full-time people. */
  tenth_months: number | null;
  joined_on: string;
  left_on: string | null;
  status: StaffStatus;
  status_changed_at: Date;
  end_reason: string | null;
  added_by_person_id: string;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    science_staff: ScienceStaffTable;
  }
}
