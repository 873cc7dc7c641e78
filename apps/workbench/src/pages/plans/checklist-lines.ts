import { Problem } from "../../api/problem.ts";

export type ChecklistLine = { code: string; title: string };

/**
 * Items of a standard as they are pasted: one a line, the number first, then a blank or tab, then the words.
 * @throws Problem that names the line that has no number
 */
export const toChecklistLines = (text: string): readonly ChecklistLine[] =>
  text
    .split("\n")
    .map((line, index) => ({ line: line.trim(), at: index + 1 }))
    .filter(({ line }) => line !== "")
    .map(({ line, at }) => {
      const found = /^(\S{1,20})\s+(\S.*)$/u.exec(line);
      const [, code, title] = found ?? [];
      if (code === undefined || title === undefined)
        throw new Problem({
          status: 422,
          code: "plans.checklist_lines",
          message: `第 ${at} 行分不出编号和要求。每行先写编号，空一格，再写要求。`,
          requestId: "",
        });
      return { code, title };
    });
