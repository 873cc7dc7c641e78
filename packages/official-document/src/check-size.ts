import { OfficialDocumentError } from "./errors.ts";
import type { Block, OfficialDocument, Run } from "./model.ts";

export const limits = { blocks: 20_000, cells: 100_000, characters: 2_000_000 } as const;

const lengthOf = (runs: string | readonly Run[]): number =>
  typeof runs === "string"
    ? runs.length
    : runs.reduce((sum, run) => sum + (typeof run === "string" ? run.length : run.text.length), 0);

const within = (field: string, found: number, limit: number): void => {
  if (found > limit) throw new OfficialDocumentError("official_document.too_large", { field, found, limit });
};

/**
 * Refuses what would fill the memory of the writer, before anything is written.
 *
 * @throws official_document.too_large
 */
export const checkSize = (document: OfficialDocument): void => {
  const sum = { blocks: 0, cells: 0, characters: 0 };
  const pending: Block[] = [...document.body, ...(document.attachments ?? []).flatMap(({ body }) => body)];
  for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
    sum.blocks += 1;
    if (block.kind === "table") {
      sum.cells += block.rows.reduce((cells, cellsOfRow) => cells + cellsOfRow.length, block.columns.length);
      within("表格的格", sum.cells, limits.cells);
      for (const row of block.rows) for (const cell of row) sum.characters += lengthOf(cell);
    } else {
      sum.characters += block.text === undefined ? 0 : lengthOf(block.text);
      if (block.kind === "section") {
        sum.characters += block.heading.length;
        for (const child of block.blocks ?? []) pending.push(child);
      }
    }
    within("段落", sum.blocks, limits.blocks);
    within("文字", sum.characters, limits.characters);
  }
};
