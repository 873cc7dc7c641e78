import type { Problem } from "../api/problem.ts";

export type FieldErrors = {
  fields: readonly { name: string; sentence: string }[];
  summary: string | undefined;
};

/**
 * Sorts a refusal to the fields of a form. What belongs to a field that the form does not have is not lost: it stands
 * in the summary.
 */
export const toFieldErrors = (problem: Problem, names: readonly string[]): FieldErrors => {
  const known = Object.entries(problem.fields).filter(([name]) => names.includes(name));
  const unknown = Object.entries(problem.fields).filter(([name]) => !names.includes(name));
  const sentences = unknown.map(([, sentence]) => sentence);
  const summary =
    known.length === 0 || sentences.length > 0
      ? [known.length === 0 ? problem.message : "", ...sentences].filter((text) => text !== "").join("；")
      : undefined;
  return { fields: known.map(([name, sentence]) => ({ name, sentence })), summary };
};

/** Values as the server wants them: trimmed, and an empty field left out instead of sent as "". */
export const toBody = (values: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const given = typeof value === "string" ? value.trim() : value;
    if (given !== "" && given !== undefined && given !== null) body[name] = given;
  }
  return body;
};

/** Only what was changed; a field that was emptied is sent as null, because leaving it out means "as before". */
export const toChanges = (
  before: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const changes: Record<string, unknown> = {};
  for (const [name, old] of Object.entries(before)) {
    const given = values[name];
    const trimmed = typeof given === "string" ? given.trim() : given;
    if ((trimmed ?? "") === (old ?? "")) continue;
    changes[name] = trimmed === "" || trimmed === undefined ? null : trimmed;
  }
  return changes;
};

/** The text of one field; empty where there is none. */
export const textOf = (body: Readonly<Record<string, unknown>>, name: string): string => {
  const value = body[name];
  return typeof value === "string" ? value : "";
};
