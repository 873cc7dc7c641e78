/** Where a message came from; hotline is a file of the 12345 hot line. */
export type MessageSource = "search" | "zero-result" | "question" | "order" | "rumour" | "hotline";

/** One signal of demand. Personal names do not belong here: `person` is a pseudonym that counts people once. */
export type Message = {
  readonly id: string;
  readonly text: string;
  /** A heading of its own weighs more than the text. */
  readonly title?: string;
  /** Street or town it is about. */
  readonly place?: string;
  readonly audience?: string;
  /** Day, YYYY-MM-DD. */
  readonly date?: string;
  readonly source?: MessageSource;
  /** Pseudonym of the asker; without one, each message counts as one person. */
  readonly person?: string;
};
