import type { FormState } from "#kernel/http-types.ts";
import type { FieldProblem } from "#ui/error-summary/error-summary.tsx";

/** The text typed into a field before the form came back; `fallback` is what the record holds. */
export function typed(form: FormState, name: string, fallback = ""): string {
  const value = form.values[name];
  if (value === undefined) return fallback;
  return typeof value === "string" ? value : (value[0] ?? fallback);
}

/** The boxes ticked before the form came back. */
export function ticked(form: FormState, name: string): readonly string[] {
  const value = form.values[name];
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

/** What the summary above the form lists; an id of a field is its name. */
export function problemsOf(form: FormState): FieldProblem[] {
  const fields = Object.entries(form.errors).map(([field, text]) => ({ field, text }));
  return form.summary === undefined ? fields : [{ text: form.summary }, ...fields];
}
