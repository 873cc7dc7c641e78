/** How many minutes of typing a week may ask of the units at and below one; later rows replace earlier ones. */
export interface BurdenLimitsTable {
  id: string;
  unit_id: string;
  minutes: number;
  reason: string;
  set_by_person_id: string;
  set_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    burden_limits: BurdenLimitsTable;
  }
}
