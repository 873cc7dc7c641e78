import type { Audience } from "#kernel/audiences.ts";
import type { OccasionKind, OccasionRule } from "./rule.ts";

export interface OccasionsTable {
  code: string;
  kind: OccasionKind;
  name: string;
  about: string;
  advice: string;
  audiences: Audience[];
  topics: string[];
  /** Items must say one of these in title or summary to stand under a reminder; empty: the topics are enough. */
  words: string[];
  rule: OccasionRule;
  source_publisher: string | null;
  source_title: string | null;
  source_date: string | null;
  source_url: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface OccasionPeriodsTable {
  id: string;
  occasion_code: string;
  starts_on: string;
  ends_on: string;
  is_on: boolean;
  reason: string;
  ended_on: string | null;
  end_reason: string | null;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    occasions: OccasionsTable;
    occasion_periods: OccasionPeriodsTable;
  }
}
