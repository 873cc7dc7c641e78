import { basename } from "node:path";
import { LabError } from "./errors.ts";
import { readColumns } from "./files.ts";

/** Ids by rank of each query. */
export const readRanked = async (path: string): Promise<Map<string, string[]>> => {
  const file = basename(path);
  const byQuery = new Map<string, { rank: number; id: string }[]>();
  for (const { row, columns } of await readColumns(path, { least: 3, header: "query" })) {
    const [query = "", rankText = "", id = ""] = columns;
    const rank = Number(rankText);
    if (!/^\d+$/u.test(rankText)) throw new LabError("lab.number_invalid", { file, row, column: 2 });
    const list = byQuery.get(query);
    if (list) list.push({ rank, id });
    else byQuery.set(query, [{ rank, id }]);
  }
  return new Map(
    [...byQuery].map(([query, list]) => [query, list.sort((a, b) => a.rank - b.rank).map(({ id }) => id)]),
  );
};
