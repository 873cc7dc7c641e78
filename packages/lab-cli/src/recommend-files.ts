import { type ModelParameters, modelDefaults } from "@kepu/recommender";
import { basename } from "node:path";
import { LabError } from "./errors.ts";
import { type JsonRow, readJson, readJsonLines } from "./files.ts";

/** An item of the catalogue: topics and keywords let items that nobody touched yet be recommended. */
export type CatalogueItem = {
  readonly id: string;
  readonly title: string;
  readonly topics: readonly string[];
};

/** A person who wants a list, with what is known beside the acts. */
export type KnownPerson = { readonly id: string; readonly segment?: string; readonly place?: string };

export const readCatalogue = async (path: string | undefined): Promise<CatalogueItem[]> =>
  path === undefined
    ? []
    : (await readJsonLines(path)).map((row) => ({
        id: row.id,
        title: row.text("title") ?? row.id,
        topics: row.texts("topics"),
      }));

const optional = (row: JsonRow, field: "segment" | "place") => {
  const value = row.text(field);
  return value === undefined || value === "" ? {} : { [field]: value };
};

export const readPeople = async (path: string | undefined): Promise<KnownPerson[]> =>
  path === undefined
    ? []
    : (await readJsonLines(path)).map((row) => ({
        id: row.id,
        ...optional(row, "segment"),
        ...optional(row, "place"),
      }));

/** Parameters that are searched, with the profile's: a half-life of 0 says that old acts weigh as new ones. */
export type RecommendParameters = ModelParameters & {
  readonly historyHalfLifeDays: number;
  readonly historyLength: number;
};

export const parameterDefaults: RecommendParameters = {
  ...modelDefaults,
  historyHalfLifeDays: 30,
  historyLength: 100,
};

/** What `recommend tune` wrote; a name that is not known or is no number is refused. */
export const readParameters = async (path: string): Promise<RecommendParameters> => {
  const file = basename(path);
  const value = await readJson(path);
  const refuse = (field: string): never => {
    throw new LabError("lab.field_invalid", { file, row: 1, field, wanted: "recommend tune 写出的参数" });
  };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse("parameters");
  for (const [name, number] of Object.entries(value))
    if (!Object.hasOwn(parameterDefaults, name) || typeof number !== "number" || !Number.isFinite(number))
      refuse(name);
  return { ...parameterDefaults, ...value };
};
