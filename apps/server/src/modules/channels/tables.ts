import type { ColumnType, Generated, RawBuilder } from "kysely";
import type { PostMarks } from "./outside/platform.ts";
import type { DeliveryStatus, ShowingStatus } from "./state.ts";

export type ChannelKind = "page" | "feed" | "screens" | "print" | "trial" | "outside";
export type DeliveryAct = "publish" | "recall";
/** What a channel showed of itself; which keys depends on its kind. */
export type Receipt = {
  /** SHA-256 of the answer that was looked at. */
  answerHash?: string;
  httpStatus?: number;
  screens?: number;
  confirmedBy?: string;
  note?: string;
  /** Where a platform outside shows it. */
  url?: string;
  at: string;
};

export interface ChannelsTable {
  code: string;
  name: string;
  kind: ChannelKind;
  target: string;
  is_open: boolean;
  created_at: Date;
}

export interface DeliveriesTable {
  id: string;
  channel_code: string;
  content_id: string;
  unit_id: string;
  version_id: string;
  act: DeliveryAct;
  status: DeliveryStatus;
  status_changed_at: Date;
  attempts: Generated<number>;
  next_try_at: Date;
  last_problem: string | null;
  receipt: Receipt | null;
  created_at: Date;
}

export interface OutsidePostsTable {
  channel_code: string;
  version_id: string;
  content_id: string;
  state: "open" | "out" | "gone";
  marks: ColumnType<PostMarks, string | RawBuilder<unknown>, string>;
  busy_until: Date | null;
  changed_at: Date;
}

export interface ScreensTable {
  id: string;
  unit_id: string;
  name: string;
  token_hash: Buffer;
  created_at: Date;
  last_seen_at: Date | null;
  retired_at: Date | null;
}

export interface ScreenReceiptsTable {
  screen_id: string;
  version_id: string;
  act: DeliveryAct;
  received_at: Date;
  /** Who stood before the screen and saw it; null where the screen itself said so. */
  person_id: string | null;
  note: string | null;
}

export interface UpstreamFeedsTable {
  id: string;
  name: string;
  url: string;
  keep_days: number;
  is_open: boolean;
  /** The topic whose page shows its items; null shows them on the page of all upstream items alone. */
  topic_code: string | null;
  created_at: Date;
  polled_at: Date | null;
  last_problem: string | null;
}

export interface UpstreamItemsTable {
  feed_id: string;
  guid: string;
  title: string;
  link: string;
  summary: string;
  published_at: Date;
  seen_at: Date;
  withdrawn_at: Date | null;
}

export interface FilmShowingsTable {
  id: string;
  content_id: string;
  unit_id: string;
  week_on: string;
  called_by: string | null;
  status: ShowingStatus;
  status_changed_at: Date;
  reason: string | null;
  planned_by_person_id: string | null;
  created_at: Date;
}

export interface FilmPlaysTable {
  showing_id: string;
  screen_id: string;
  played_on: string;
  times: number;
  received_at: Date;
}

declare module "#kernel/db.ts" {
  interface Tables {
    channels: ChannelsTable;
    deliveries: DeliveriesTable;
    outside_posts: OutsidePostsTable;
    screens: ScreensTable;
    film_showings: FilmShowingsTable;
    film_plays: FilmPlaysTable;
    screen_receipts: ScreenReceiptsTable;
    upstream_feeds: UpstreamFeedsTable;
    upstream_items: UpstreamItemsTable;
  }
}
