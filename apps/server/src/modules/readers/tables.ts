export interface SavedItemsTable {
  id: string;
  /** personal: who saved it; to show the list on every device of the account; kept until it is taken off the list */
  person_id: string;
  content_id: string;
  saved_at: Date;
}

export interface ReadingHistoryTable {
  /** personal: who read it; only after the reader switched it on, so that he finds it again; kept for a year at most, gone when switched off */
  person_id: string;
  content_id: string;
  consent_id: string;
  last_read_at: Date;
}

export interface PosterOpensTable {
  content_id: string;
  unit_id: string;
  opened_on: string;
  opens: number;
}

declare module "#kernel/db.ts" {
  interface Tables {
    saved_items: SavedItemsTable;
    reading_history: ReadingHistoryTable;
    poster_opens: PosterOpensTable;
  }
}
