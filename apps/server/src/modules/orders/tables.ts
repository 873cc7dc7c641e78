import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { BadgeKind, Demand, Effort, Half, Skill } from "#modules/teams/index.ts";
import type { ExpertOfferStatus } from "./offers/state.ts";
import type { TalkStatus } from "./lectures/state.ts";
import type { RollChangeStatus, RollStatus } from "./rolls/state.ts";
import type { OccurrenceStatus, StandingStatus } from "./series/state.ts";
import type { Polygons } from "./map/geojson.ts";
import type { SourcingStatus } from "./sourcing/state.ts";
import type { DispatchStatus, HubStatus, HistoryEvent, OrderStatus, VisitStatus } from "./state.ts";
import type { DispatchMode, ItemKind, OrderChannel } from "./vocabulary.ts";

export interface ServiceItemsTable {
  code: string;
  title: string;
  about: string;
  kind: ItemKind;
  topic: string;
  audiences: Audience[];
  skill: Skill;
  badges: BadgeKind[];
  effort: Effort;
  demands: Demand[];
  minutes: number;
  /** How many volunteers it takes. */
  volunteers: number;
  little_materials: string | null;
  little_hazards: string | null;
  children_per_adult: number | null;
  sort_no: number;
  is_open: boolean;
  created_at: Date;
}

export interface OrdersTable {
  id: string;
  order_no: GeneratedAlways<number>;
  status: OrderStatus;
  status_changed_at: Date;
  round: number;
  owner_unit_id: string;
  due_at: Date | null;
  take_overs: number;
  item_code: string | null;
  title: string;
  topic: string | null;
  audience: Audience | null;
  /** personal: what the resident wants, in own words; to find the right people; kept with the order, erased on request. */
  details_sealed: Buffer | null;
  requester_person_id: string | null;
  ordered_by_person_id: string;
  proxy_act_id: string | null;
  channel: OrderChannel;
  /** personal: name of whom to ask for; to come and to call back; kept with the order, erased on request. */
  contact_name_sealed: Buffer | null;
  /** personal: phone of whom to ask for; to call back and tell how it stands; kept with the order, erased on request. */
  contact_phone_sealed: Buffer | null;
  place_unit_id: string;
  /** personal: where to come; for the team that goes; kept with the order, erased on request. */
  address_sealed: Buffer | null;
  people_count: number;
  wanted_on: string;
  wanted_half: Half;
  /** personal: the order's own code, told to the resident; proves that somebody was there; kept with the order. */
  code_sealed: Buffer;
  team_id: string | null;
  visit_starts_at: Date | null;
  visit_ends_at: Date | null;
  better_door: string | null;
  end_reason: string | null;
  first_response_at: Date | null;
  created_at: Date;
  merged_into: Generated<string | null>;
  split_from: Generated<string | null>;
  hub_served: Generated<boolean>;
}

export interface OrderPestsTable {
  order_id: string;
  pest_id: string;
  /** The vocabulary's word that the order used; null where the dispatcher wrote it down. */
  word: string | null;
}

export interface OrderAttachmentsTable {
  id: string;
  order_id: string;
  round: number;
  about: "order" | "rating";
  kind: "photo" | "voice";
  file_id: string;
  seconds: number | null;
  created_at: Date;
}

export interface CalendarDaysTable {
  on_day: string;
  name: string;
  kind: "holiday" | "workday";
}

export interface CalendarYearsTable {
  year: number;
  source: string;
  imported_at: Date;
}

export interface StreetShapesTable {
  unit_id: string;
  /** Sent as JSON text, read as what it holds. */
  polygons: ColumnType<Polygons, string, string>;
  source: string;
  imported_at: Date;
}

export interface SourcingOrdersTable {
  id: string;
  sourcing_no: GeneratedAlways<number>;
  topic: string;
  street_unit_id: string;
  owner_unit_id: string;
  raised_unit_id: string;
  wanted: string;
  unmet_count: number;
  status: SourcingStatus;
  status_changed_at: Date;
  due_at: Date | null;
  take_overs: number;
  result: string | null;
  raised_by_person_id: string;
  created_at: Date;
}

export interface SourcingOrderNeedsTable {
  sourcing_id: string;
  order_id: string;
}

export interface StandingOrdersTable {
  id: string;
  kind: "weekly" | "term";
  title: string;
  owner_unit_id: string;
  place_unit_id: string;
  room: string;
  half: Half;
  audience: Audience | null;
  people_count: number;
  team_id: string | null;
  made_by_person_id: string;
  /** personal: name of whom to ask for at the school or station; for the team that comes; kept with the series. */
  contact_name_sealed: Buffer | null;
  /** personal: phone of whom to ask for at the school or station; for the team that comes; kept with the series. */
  contact_phone_sealed: Buffer | null;
  status: StandingStatus;
  status_changed_at: Date;
  end_reason: string | null;
  created_at: Date;
}

export interface StandingOccurrencesTable {
  standing_id: string;
  occurrence_no: number;
  id: string;
  place_unit_id: string;
  room: string;
  on_day: string;
  half: Half;
  item_code: string;
  status: OccurrenceStatus;
  status_changed_at: Date;
  order_id: string | null;
  skip_reason: string | null;
}

export interface HubExchangesTable {
  id: string;
  order_id: string;
  sent_at: Date;
  sent_by_person_id: string;
  reason: string;
  status: HubStatus;
  status_changed_at: Date;
  hub_ref: string | null;
  note: string | null;
}

export interface OrderDispatchesTable {
  id: string;
  order_id: string;
  round: number;
  mode: DispatchMode;
  team_id: string | null;
  offered_by_person_id: string | null;
  offered_at: Date;
  answer_by: Date;
  status: DispatchStatus;
  status_changed_at: Date;
  answered_team_id: string | null;
  answered_by_person_id: string | null;
  reason: string | null;
}

export interface OrderAssignmentsTable {
  id: string;
  order_id: string;
  round: number;
  team_id: string;
  dispatch_id: string;
  accepted_at: Date;
  ended_at: Date | null;
  end_kind: "given_back" | "timed_out" | "no_show" | "finished" | "withdrawn" | null;
}

export interface OrderEventsTable {
  id: string;
  event_no: GeneratedAlways<number>;
  order_id: string;
  at: Date;
  event: HistoryEvent;
  from_status: OrderStatus | null;
  to_status: OrderStatus;
  by_kind: "person" | "system";
  by_person_id: string | null;
  on_behalf_of_person_id: string | null;
  owner_unit_id: string;
  team_id: string | null;
  reason: string | null;
}

export interface OrderNoticesTable {
  id: string;
  order_id: string;
  event_id: string;
  person_id: string | null;
  body: string;
  created_at: Date;
  send_after: Date;
  status: "waiting" | "sent" | "kept";
  settled_at: Date | null;
}

export interface OrderDraftsTable {
  person_id: string;
  /** personal: answers of an order that is not sent yet; so that nothing typed is lost; deleted with sending or after 7 days. */
  answers_sealed: Buffer;
  updated_at: Date;
}

export interface VisitsTable {
  id: string;
  order_id: string;
  assignment_id: string;
  team_id: string;
  round: number;
  starts_at: Date;
  ends_at: Date;
  status: VisitStatus;
  status_changed_at: Date;
  people_served: number | null;
  closed_by_clock: Generated<boolean>;
  created_at: Date;
}

export interface VisitMembersTable {
  visit_id: string;
  person_id: string;
  assigned_at: Date;
  signed_in_at: Date | null;
  signed_out_at: Date | null;
}

export interface VisitMemberSlotsTable {
  person_id: string;
  slot_at: Date;
  visit_id: string;
}

export interface VisitTeamSlotsTable {
  team_id: string;
  slot_on: string;
  half: Half;
  seat: number;
  visit_id: string;
}

export interface VisitSwapsTable {
  id: string;
  visit_id: string;
  from_person_id: string;
  to_person_id: string;
  status: "offered" | "accepted" | "declined" | "withdrawn";
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

export interface OrderRatingsTable {
  id: string;
  order_id: string;
  round: number;
  visit_id: string;
  stars: number;
  /** personal: what the rater said; to mend what was not good; kept with the order, erased on request. */
  comment_sealed: Buffer | null;
  proof: "requester" | "code";
  rated_by_person_id: string | null;
  created_at: Date;
  /** personal: what the leader of the team that came answered; to the resident; kept with the order, erased on his request. */
  reply_sealed: Buffer | null;
  replied_by_person_id: string | null;
  replied_at: Date | null;
}

export interface LectureTalksTable {
  id: string;
  expert_id: string;
  submitted_by_person_id: string;
  unit_id: string;
  title: string;
  about: string;
  topic: string;
  audiences: Audience[];
  minutes: number;
  status: TalkStatus;
  status_changed_at: Date;
  item_code: string | null;
  decided_by_person_id: string | null;
  decision_reason: string | null;
  created_at: Date;
}

export interface OrderExpertOffersTable {
  id: string;
  order_id: string;
  expert_id: string;
  person_id: string;
  field: string;
  status: ExpertOfferStatus;
  status_changed_at: Date;
  offered_at: Date;
}

export interface ExpertOfferPausesTable {
  person_id: string;
  paused_at: Date;
}

export interface SchoolConsentsTable {
  id: string;
  order_id: string;
  standing_id: string | null;
  /** personal: name of who of the school agreed; so that the station can ask; kept with the order, erased with the orderer's data. */
  signer_name_sealed: Buffer | null;
  signer_position: string;
  agreed_on: string;
  classes: string;
  guardians_told_on: string | null;
  /** Grown-ups of a kindergarten's own who are there. */
  adults_count: number | null;
  letter_file_id: string | null;
  given_by_person_id: string;
  given_at: Date;
  superseded_at: Date | null;
}

export interface TrainingRollsTable {
  id: string;
  visit_id: string;
  status: RollStatus;
  status_changed_at: Date;
  signed_by_person_id: string | null;
  created_at: Date;
}

export interface TrainingRollLinesTable {
  id: string;
  line_no: GeneratedAlways<number>;
  roll_id: string;
  audience: Audience;
  kind: "person" | "group";
  /** personal: name of an adult who came to a training; to prove who was trained; erased a year after the training. */
  name_sealed: Buffer | null;
  group_name: string | null;
  people: number;
  entered_by_person_id: string;
  entered_at: Date;
  struck_at: Date | null;
}

export interface TrainingRollChangesTable {
  id: string;
  roll_id: string;
  line_id: string | null;
  audience: Audience | null;
  /** personal: name of an adult who was left off the roll of a training; to correct it; erased a year after the training. */
  name_sealed: Buffer | null;
  group_name: string | null;
  people: number | null;
  reason: string;
  status: RollChangeStatus;
  status_changed_at: Date;
  asked_by_person_id: string;
  decided_by_person_id: string | null;
  created_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    school_consents: SchoolConsentsTable;
    training_rolls: TrainingRollsTable;
    training_roll_lines: TrainingRollLinesTable;
    training_roll_changes: TrainingRollChangesTable;
    service_items: ServiceItemsTable;
    lecture_talks: LectureTalksTable;
    order_expert_offers: OrderExpertOffersTable;
    expert_offer_pauses: ExpertOfferPausesTable;
    orders: OrdersTable;
    order_dispatches: OrderDispatchesTable;
    order_assignments: OrderAssignmentsTable;
    order_events: OrderEventsTable;
    order_notices: OrderNoticesTable;
    order_drafts: OrderDraftsTable;
    visits: VisitsTable;
    visit_members: VisitMembersTable;
    visit_swaps: VisitSwapsTable;
    calendar_feeds: CalendarFeedsTable;
    visit_member_slots: VisitMemberSlotsTable;
    visit_team_slots: VisitTeamSlotsTable;
    order_ratings: OrderRatingsTable;
    hub_exchanges: HubExchangesTable;
    order_pests: OrderPestsTable;
    order_attachments: OrderAttachmentsTable;
    calendar_days: CalendarDaysTable;
    calendar_years: CalendarYearsTable;
    street_shapes: StreetShapesTable;
    sourcing_orders: SourcingOrdersTable;
    sourcing_order_needs: SourcingOrderNeedsTable;
    standing_orders: StandingOrdersTable;
    standing_occurrences: StandingOccurrencesTable;
  }
}
