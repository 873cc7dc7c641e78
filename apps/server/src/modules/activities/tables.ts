import type { GeneratedAlways } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { Pillar } from "#kernel/pillars.ts";
import type {
  ActivityStatus,
  HeadCountStatus,
  PoolStatus,
  RegistrationStatus,
  SessionStatus,
} from "./state.ts";
import type { Flag } from "./on-site-time.ts";
import type { ActivityKind, Entry, HeadCountMethod } from "./vocabulary.ts";

export interface ActivitiesTable {
  id: string;
  activity_no: GeneratedAlways<number>;
  status: ActivityStatus;
  status_changed_at: Date;
  title: string;
  about: string;
  kind: ActivityKind;
  entry: Entry;
  topic: string;
  audiences: Audience[];
  unit_id: string;
  team_id: string | null;
  expert_id: string | null;
  phone: string | null;
  minors: boolean;
  pillars: Pillar[];
  /** The theme day that it hangs under, with the year of the edition; both or neither. */
  occasion_code: string | null;
  occasion_year: number | null;
  end_reason: string | null;
  created_by_person_id: string;
  created_at: Date;
  updated_at: Date;
}

export interface SeatPoolsTable {
  id: string;
  status: PoolStatus;
  status_changed_at: Date;
  title: string;
  place: string;
  starts_at: Date;
  ends_at: Date;
  closes_at: Date;
  capacity: number;
  group_limit: number;
  minors: boolean;
  seats_taken: number;
}

export interface ActivitySessionsTable {
  id: string;
  activity_id: string;
  status: SessionStatus;
  status_changed_at: Date;
  place_unit_id: string;
  address: string;
  starts_at: Date;
  ends_at: Date;
  pool_id: string | null;
  end_reason: string | null;
  created_at: Date;
}

export interface RegistrationsTable {
  id: string;
  queue_no: GeneratedAlways<number>;
  pool_id: string;
  status: RegistrationStatus;
  status_changed_at: Date;
  people_count: number;
  minors_count: number;
  guardian_consent_at: Date | null;
  audience: Audience | null;
  /** personal: how the person who registered is called; to find the group at the door; erased 30 days after the end, or on request. */
  contact_name_sealed: Buffer | null;
  /** personal: phone of the person who registered; to tell of a place or a change; erased 30 days after the end, or on request. */
  contact_phone_sealed: Buffer | null;
  /** personal: keyed digest of that phone; so that one number registers once; erased with it. */
  contact_phone_index: Buffer | null;
  /** personal: the registration's own code, told to who registered; opens and cancels it; kept with the registration. */
  code_sealed: Buffer;
  code_index: Buffer;
  person_id: string | null;
  proxy_act_id: string | null;
  answer_by: Date | null;
  created_at: Date;
}

export interface RegistrationNoticesTable {
  id: string;
  registration_id: string;
  event: string;
  body: string;
  created_at: Date;
  send_after: Date;
  status: "waiting" | "sent" | "kept";
  settled_at: Date | null;
}

export interface OnSiteEventsTable {
  id: string;
  kind: "in" | "undo" | "visit_in" | "visit_out";
  session_id: string | null;
  order_id: string | null;
  registration_id: string | null;
  undoes_id: string | null;
  people_count: number;
  audience: Audience | null;
  method: "scan" | "code" | "list" | "walk_in" | "desk";
  device_id: string | null;
  device_at: Date;
  device_sent_at: Date;
  received_at: Date;
  judged_at: Date;
  by_person_id: string;
  outcome: "counted" | "twice" | "undone" | "late" | "refused" | "kept";
  flags: Flag[];
}

export interface EvidencePhotosTable {
  id: string;
  file_id: string;
  session_id: string | null;
  order_id: string | null;
  faces: "marked" | "none";
  places_blurred: number;
  taken_by_person_id: string;
  created_at: Date;
  removed_at: Date | null;
}

export interface HeadCountsTable {
  id: string;
  session_id: string;
  status: HeadCountStatus;
  status_changed_at: Date;
  method: HeadCountMethod;
  people_count: number;
  counted_from: Date;
  counted_to: Date;
  photo_id: string;
  counted_by_person_id: string;
  decided_by_person_id: string | null;
  reason: string | null;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    activities: ActivitiesTable;
    seat_pools: SeatPoolsTable;
    activity_sessions: ActivitySessionsTable;
    registrations: RegistrationsTable;
    registration_notices: RegistrationNoticesTable;
    on_site_events: OnSiteEventsTable;
    evidence_photos: EvidencePhotosTable;
    head_counts: HeadCountsTable;
  }
}
