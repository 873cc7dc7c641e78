import { type Block, type BlockKind, textOf } from "./blocks.ts";
import { headingOf } from "./headings.ts";
import { cutBlock, isResponsibilityNote, type RawSentence } from "./sentences.ts";
import { createSequence, type Sequence } from "./sequence.ts";
import { attachmentNumberOf } from "./special-lines.ts";
import type { Diagnostic, NodeKind, Numbering, PlanNode, Sentence } from "./types.ts";

type Draft = {
  readonly id: string;
  readonly kind: NodeKind;
  readonly level: number;
  readonly rank: number;
  readonly block: Block | null;
  readonly sentences: readonly RawSentence[];
  readonly children: Draft[];
  readonly usedNames: Map<string, number>;
};

/** Parts in which numbering begins anew. */
const opensScope = (kind: BlockKind): boolean =>
  kind === "notice" || kind === "attachment" || kind === "attachmentList";

/** A part stands directly below the document and ends the numbering above it. */
const isPart = (block: Block): boolean => block.mark === null && block.kind !== "unnumbered";

/** Rank of a known heading without a number: above the articles, below the chapters. */
const unnumberedRank = 35;

const partName = (block: Block): string => {
  if (block.kind === "attachmentList") return "attachments";
  if (block.kind !== "attachment") return block.kind;
  const text = textOf(block.segments[0]);
  const line = {
    number: 0,
    raw: text,
    text,
    indent: 0,
    width: 0,
    blankBefore: false,
    isRow: false,
    ended: false,
  };
  return `attachment-${attachmentNumberOf(line) ?? 1}`;
};

const draftOf = (block: Block, parent: Draft): Draft => {
  const name = block.mark === null ? partName(block) : String(block.mark.value);
  const used = (parent.usedNames.get(name) ?? 0) + 1;
  parent.usedNames.set(name, used);
  const unique = used === 1 ? name : `${name}~${used}`;
  const isUnnumbered = block.kind === "unnumbered";
  return {
    id: parent.level === 0 ? unique : `${parent.id}.${unique}`,
    kind: block.kind,
    level: parent.level + 1,
    rank: block.mark?.rank ?? (isUnnumbered ? unnumberedRank : 0),
    block,
    sentences: cutBlock(block),
    children: [],
    usedNames: new Map(),
  };
};

const numberingOf = (block: Block): Numbering | null =>
  block.mark === null
    ? null
    : {
        scheme: block.mark.scheme,
        value: block.mark.value,
        printed: block.mark.printed,
        normalised: block.mark.normalised,
        position: block.position,
      };

const isLoose = (draft: Draft, sentence: RawSentence): boolean =>
  sentence.role === "body" &&
  !sentence.ended &&
  !isResponsibilityNote(sentence.text) &&
  !/[；;：:]$/.test(sentence.text) &&
  draft.kind !== "record" &&
  draft.kind !== "notes" &&
  draft.kind !== "attachmentList";

const finish = (draft: Draft, diagnostics: Diagnostic[], part: "plan" | "attachment"): PlanNode => {
  const { block } = draft;
  const isAttachment = draft.kind === "attachment" || draft.kind === "attachmentList";
  const within = isAttachment ? "attachment" : part;
  const heading = block
    ? headingOf(block, draft.sentences, { hasChildren: draft.children.length > 0 })
    : ({ heading: null, form: "none", count: 0 } as const);
  const sentences = draft.sentences.map((sentence, index): Sentence => {
    const isHeading = index < heading.count;
    const loose = !isHeading && isLoose(draft, sentence);
    if (loose && within === "plan") {
      diagnostics.push({
        code: "sentence_unterminated",
        severity: "notice",
        line: sentence.lines.to,
        nodeId: draft.id,
        printed: null,
        expected: null,
        found: null,
      });
    }
    const role = isHeading ? "heading" : loose && within === "attachment" ? "line" : sentence.role;
    return {
      id: `${draft.id}#${index + 1}`,
      nodeId: draft.id,
      role,
      text: sentence.text,
      lines: sentence.lines,
    };
  });
  const children = draft.children.map((child) => finish(child, diagnostics, within));
  const from = block?.line ?? children[0]?.lines.from ?? 1;
  const to = Math.max(from, sentences.at(-1)?.lines.to ?? 0, children.at(-1)?.lines.to ?? 0);
  return {
    id: draft.id,
    kind: draft.kind,
    level: draft.level,
    numbering: block ? numberingOf(block) : null,
    heading: heading.heading,
    headingForm: heading.form,
    sentences,
    children,
    lines: { from, to },
  };
};

/**
 * The scope each block counts in: 0 is the plan; a notice, an attachment and a list of attachments each have their
 * own, which ends with the next part.
 */
const scopesOf = (blocks: readonly Block[]): number[] => {
  let current = 0;
  let last = 0;
  return blocks.map((block) => {
    if (!isPart(block)) return current;
    if (opensScope(block.kind)) {
      last += 1;
      current = last;
    } else current = 0;
    return current;
  });
};

const rootDraft = (): Draft => ({
  id: "document",
  kind: "document",
  level: 0,
  rank: -1,
  block: null,
  sentences: [],
  children: [],
  usedNames: new Map(),
});

/** Builds the tree; every block becomes one node, in print order. */
export const buildTree = (
  blocks: readonly Block[],
): { readonly root: PlanNode; readonly diagnostics: Diagnostic[] } => {
  const root = rootDraft();
  const scopes = scopesOf(blocks);
  const sequences = new Map<number, Sequence>();
  for (const [index, block] of blocks.entries()) {
    const scope = scopes[index] ?? 0;
    const sequence = sequences.get(scope) ?? createSequence();
    sequences.set(scope, sequence);
    // The levels in use are known before the first check: a level that was skipped differs from one that is not used.
    if (block.mark) sequence.use(block.mark);
  }
  const diagnostics: Diagnostic[] = [];
  let top = root;
  let stack: Draft[] = [];
  for (const [index, block] of blocks.entries()) {
    if (isPart(block)) {
      const draft = draftOf(block, root);
      root.children.push(draft);
      stack = [];
      top = opensScope(block.kind) ? draft : root;
      continue;
    }
    const rank = block.mark?.rank ?? unnumberedRank;
    while ((stack.at(-1)?.rank ?? -1) >= rank) stack.pop();
    const parent = stack.at(-1) ?? top;
    const draft = draftOf(block, parent);
    if (block.mark) {
      const place = { nodeId: draft.id, parentId: parent.id, parentRank: parent.rank, line: block.line };
      diagnostics.push(...(sequences.get(scopes[index] ?? 0)?.check(block.mark, place) ?? []));
    }
    parent.children.push(draft);
    stack.push(draft);
  }
  return { root: finish(root, diagnostics, "plan"), diagnostics };
};
