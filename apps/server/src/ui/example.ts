import type { ComponentChild } from "preact";

/** One way to use a component: its documentation, its test data and its row on the component page `/ui`. */
export type Example = {
  name: string;
  /** When to use it, if the name does not say so. */
  note?: string;
  /** `page` examples are whole documents and are shown on a page of their own. */
  kind?: "part" | "page";
  render: () => ComponentChild;
};

export type ComponentExamples = { component: string; purpose: string; examples: readonly Example[] };

/** Text that breaks careless pages: markup, quotes, a word that cannot wrap, wide and narrow signs. */
export const hostileText = `<script>alert("1")</script>&amp;'"${"很长很长的名字".repeat(12)}${"unbreakable".repeat(12)}`;
