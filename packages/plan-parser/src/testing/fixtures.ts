import { readFileSync } from "node:fs";
import type { PlanDocument, PlanNode } from "../types.ts";

/** Test support: the plans of our own writing, and trees without what depends on the layout. */

export const readFixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8");

export type BareNode = {
  readonly id: string;
  readonly kind: string;
  readonly level: number;
  readonly number: string | null;
  readonly heading: string | null;
  readonly form: string;
  readonly sentences: readonly string[];
  readonly children: readonly BareNode[];
};

/** The tree without line numbers and without the printed spelling of numbers. */
export const bareTree = (node: PlanNode): BareNode => ({
  id: node.id,
  kind: node.kind,
  level: node.level,
  number: node.numbering?.normalised ?? null,
  heading: node.heading,
  form: node.headingForm,
  sentences: node.sentences.map((sentence) => `${sentence.id} ${sentence.role} ${sentence.text}`),
  children: node.children.map(bareTree),
});

export const nodeAt = (document: PlanDocument, id: string): PlanNode => {
  const find = (node: PlanNode): PlanNode | undefined =>
    node.id === id ? node : node.children.map(find).find((found) => found !== undefined);
  const found = find(document.root);
  if (!found) throw new Error(`no node ${id}`);
  return found;
};

export const textsOf = (node: PlanNode): string[] => node.sentences.map((sentence) => sentence.text);
