import { AppError } from "#kernel/errors.ts";
import { readSheetFile, sheetLimits } from "#kernel/sheet-reader.ts";
import type { PlansError } from "./errors.ts";

/** One entry a respondent; strata and clusters are empty where the survey had none. */
export type Sample = {
  weights: readonly number[];
  reached: readonly number[];
  strata: readonly string[];
  clusters: readonly string[];
};

const headers = { weight: "权重", reached: "达到", stratum: "层", cluster: "群" } as const;
export const leastRespondents = 30;
const mostRespondents = 20_000;

const refuse = (line: number, what: string): never => {
  throw new AppError<PlansError>("plans.estimate_rows", {
    fields: { file: "plans.estimate_rows" },
    values: { line, what },
  });
};

const toNumber = (cell: string | undefined): number => {
  const text = cell?.trim() ?? "";
  return text === "" ? Number.NaN : Number(text);
};

/**
 * Reads a sample from .xlsx or .csv: 权重 (more than 0) and 达到 (1 or 0), and where the survey had them 层 and 群 (the first
 * units drawn); other columns are not read.
 * @throws AppError `plans.estimate_rows` with the row and what is wrong in it · SheetError
 */
export const readSample = async (bytes: Buffer): Promise<Sample> => {
  const [head, ...rows] = await readSheetFile(bytes, { ...sheetLimits, maxRows: mostRespondents });
  const at = (header: string): number => head?.cells.findIndex((cell) => cell.trim() === header) ?? -1;
  const places = {
    weight: at(headers.weight),
    reached: at(headers.reached),
    stratum: at(headers.stratum),
    cluster: at(headers.cluster),
  };
  for (const name of ["weight", "reached"] as const)
    if (places[name] === -1) refuse(1, `没有“${headers[name]}”这一列`);
  if (rows.length < leastRespondents) refuse(rows.length + 1, `至少要有 ${leastRespondents} 个受访者`);
  const namesOf = (place: number, header: string): readonly string[] =>
    place === -1
      ? []
      : rows.map(({ line, cells }) => {
          const name = cells[place]?.trim() ?? "";
          if (name === "" || name.length > 40) refuse(line, `“${header}”要填，不超过 40 个字`);
          return name;
        });
  return {
    weights: rows.map(({ line, cells }) => {
      const weight = toNumber(cells[places.weight]);
      if (!(weight > 0 && weight < 1e9)) refuse(line, `“${headers.weight}”要是大于 0 的数`);
      return weight;
    }),
    reached: rows.map(({ line, cells }) => {
      const value = toNumber(cells[places.reached]);
      if (value !== 0 && value !== 1) refuse(line, `“${headers.reached}”只能是 1 或 0`);
      return value;
    }),
    strata: namesOf(places.stratum, headers.stratum),
    clusters: namesOf(places.cluster, headers.cluster),
  };
};
