import { basename } from "node:path";
import { LabError } from "./errors.ts";
import { readColumns } from "./files.ts";

/** Relevance of each document of each query; a relevance of 0 is not relevant. */
export const readQrels = async (path: string): Promise<Map<string, Map<string, number>>> => {
  const file = basename(path);
  const qrels = new Map<string, Map<string, number>>();
  for (const { row, columns } of await readColumns(path, { least: 2, header: "query" })) {
    const [query = "", id = "", given = "1"] = columns;
    const relevance = Number(given);
    if (!(relevance >= 0 && relevance <= 100))
      throw new LabError("lab.number_invalid", { file, row, column: 3 });
    const found = qrels.get(query) ?? new Map<string, number>();
    if (relevance > 0) found.set(id, relevance);
    qrels.set(query, found);
  }
  return qrels;
};
