import type { Generated, GeneratedAlways } from "kysely";
import type { IssueStatus, MeetingStatus, ReportStatus, ResolutionStatus } from "./state.ts";
import type { AgendaKind, IssueCategory, IssueKind, Outcome, Presence } from "./vocabulary.ts";

export interface JointIssuesTable {
  id: string;
  issue_no: GeneratedAlways<number>;
  unit_id: string;
  filed_by_person_id: string | null;
  kind: IssueKind;
  category: IssueCategory | null;
  title: string;
  body: string;
  photo_file_id: string | null;
  status: IssueStatus;
  status_changed_at: Date;
  merged_into_id: string | null;
  answer: string | null;
  created_at: Date;
}

export interface JointMeetingsTable {
  id: string;
  meeting_no: GeneratedAlways<number>;
  unit_id: string;
  title: string;
  place: string;
  held_at: Date;
  status: MeetingStatus;
  status_changed_at: Date;
  minutes: string | null;
  minutes_record: string | null;
  minutes_hash: string | null;
  closed_by_person_id: string | null;
  created_by_person_id: string | null;
  created_at: Date;
}

export interface JointResolutionsTable {
  id: string;
  resolution_no: GeneratedAlways<number>;
  meeting_id: string;
  agenda_item_id: string;
  body: string;
  owner_unit_id: string;
  due_on: string;
  decided_on: string;
  cites: string | null;
  status: ResolutionStatus;
  status_changed_at: Date;
  owner_reminded_at: Generated<Date | null>;
  chair_reminded_at: Generated<Date | null>;
  created_at: Date;
}

export interface AgendaItemsTable {
  id: string;
  meeting_id: string;
  position: number;
  kind: AgendaKind;
  title: string;
  issue_id: string | null;
  resolution_id: string | null;
  outcome: Outcome | null;
  decision: string | null;
}

export interface MeetingPapersTable {
  id: string;
  meeting_id: string;
  title: string;
  file_id: string;
  created_at: Date;
}

export interface MeetingAttendanceTable {
  meeting_id: string;
  unit_id: string;
  presence: Presence;
}

export interface ResolutionReportsTable {
  id: string;
  resolution_id: string;
  body: string;
  evidence_file_id: string | null;
  evidence_link: string | null;
  reported_by_person_id: string | null;
  status: ReportStatus;
  status_changed_at: Date;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface ResolutionNoticesTable {
  id: string;
  resolution_id: string;
  stage: "owner" | "chair";
  person_id: string;
  body: string;
  status: "waiting" | "sent" | "kept";
  created_at: Date;
  settled_at: Date | null;
}

declare module "#kernel/db.ts" {
  interface Tables {
    joint_issues: JointIssuesTable;
    joint_meetings: JointMeetingsTable;
    joint_resolutions: JointResolutionsTable;
    agenda_items: AgendaItemsTable;
    meeting_papers: MeetingPapersTable;
    meeting_attendance: MeetingAttendanceTable;
    resolution_reports: ResolutionReportsTable;
    resolution_notices: ResolutionNoticesTable;
  }
}
