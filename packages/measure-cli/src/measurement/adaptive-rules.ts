import type { AdaptiveRules, AttributeBound, ClassificationRule, Item, StartRule } from "@kepu/psychometrics";
import { loadShadowSolver } from "@kepu/psychometrics/node";
import { refuseField } from "../design-file/read-design.ts";
import type { CatSection } from "../design-file/schema.ts";
import { MeasureError } from "../errors.ts";
import { fullColumn, isMissing, lineOf, type Table, textColumn } from "../input/table.ts";

/** What a bank's table says beside the parameters, in the order of the items. */
export type BankNotes = {
  readonly contents?: readonly string[];
  readonly attributes?: readonly (readonly string[])[];
  readonly enemies?: readonly (readonly string[])[];
};

/** Rules that can be sent to a thread: a shadow test without its solver. */
export type SentRules = Omit<AdaptiveRules, "plan"> & {
  readonly plan?: {
    readonly method: "priority-index" | "shadow-test";
    readonly bounds: readonly AttributeBound[];
  };
};

/** @throws MeasureError `measure.row_repeated` · `measure.item_row_missing` · `measure.column_missing` · `measure.cell_empty` */
export const readBankNotes = (
  table: Table,
  columns: NonNullable<CatSection["bank"]>,
  items: readonly Item[],
): BankNotes => {
  const rowOf = new Map<string, number>();
  for (const [row, id] of fullColumn(table, columns.id).entries()) {
    if (rowOf.has(id))
      throw new MeasureError("measure.row_repeated", {
        file: table.file,
        row: lineOf(table, row),
        value: id,
      });
    rowOf.set(id, row);
  }
  const cellsOf = (name: string): string[] => {
    const column = textColumn(table, name);
    return items.map(({ id }) => {
      const row = rowOf.get(id);
      if (row === undefined)
        throw new MeasureError("measure.item_row_missing", { file: table.file, item: id });
      const cell = column[row] ?? "";
      return isMissing(cell) ? "" : cell;
    });
  };
  const attributes = columns.attributes?.map(cellsOf);
  const groups = new Map<string, string[]>();
  if (columns.enemies !== undefined)
    for (const [place, group] of cellsOf(columns.enemies).entries())
      if (group !== "") groups.set(group, [...(groups.get(group) ?? []), items[place]?.id ?? ""]);
  return {
    ...(columns.content === undefined ? {} : { contents: cellsOf(columns.content) }),
    ...(attributes === undefined
      ? {}
      : {
          attributes: items.map((_, place) =>
            attributes.map((cells) => cells[place] ?? "").filter((cell) => cell !== ""),
          ),
        }),
    ...(groups.size === 0 ? {} : { enemies: [...groups.values()] }),
  };
};

const startOf = (start: NonNullable<CatSection["start"]>, file: string): StartRule => {
  const { abilities, items, between } = start;
  if ([abilities, items, between].filter((one) => one !== undefined).length !== 1)
    return refuseField(file, "cat.start", "abilities、items、between 写一种，也只写一种");
  if (abilities !== undefined) return { kind: "abilities", at: abilities };
  if (items !== undefined) return { kind: "items", ids: items };
  const [from = 0, to = 0] = between ?? [];
  return { kind: "random-ability", from, to };
};

const classificationOf = (
  settings: NonNullable<CatSection["classification"]>,
  file: string,
): ClassificationRule => {
  const { kind = "sequential-ratio", cut, halfWidth, falseAbove, falseBelow, deviations } = settings;
  const need = (value: number | undefined, field: string): number =>
    value ?? refuseField(file, `cat.classification.${field}`, `缺少 ${field}（${kind} 要用它）`);
  const extra =
    kind === "interval"
      ? Object.entries({ halfWidth, falseAbove, falseBelow }).find(([, value]) => value !== undefined)
      : Object.entries({ deviations }).find(([, value]) => value !== undefined);
  if (extra !== undefined)
    return refuseField(file, `cat.classification.${extra[0]}`, `${kind} 不用这个设置，请删去`);
  if (kind === "interval") return { kind, cut, deviations: need(deviations, "deviations") };
  return {
    kind,
    cut,
    halfWidth: need(halfWidth, "halfWidth"),
    falseAbove: need(falseAbove, "falseAbove"),
    falseBelow: need(falseBelow, "falseBelow"),
  };
};

const selectionOf = ({ selection, exposure }: CatSection, file: string): AdaptiveRules["selection"] => {
  if (exposure?.method !== "progressive-restricted") return selection ?? "maximum-information";
  if (selection !== undefined && selection !== "progressive")
    return refuseField(
      file,
      "cat.selection",
      "progressive-restricted 的选题规则就是 progressive，请不写或改成它",
    );
  return "progressive";
};

const boundOf = ({
  attribute,
  least,
  most,
  weight,
}: NonNullable<CatSection["plan"]>["bounds"][number]): AttributeBound => ({
  attribute,
  ...(least === undefined ? {} : { least }),
  ...(most === undefined ? {} : { most }),
  ...(weight === undefined ? {} : { weight }),
});

const given = <K extends string, T>(name: K, value: T | undefined): { readonly [k in K]?: T } =>
  // The one key named by the caller, or none.
  (value === undefined ? {} : { [name]: value }) as { readonly [k in K]?: T };

/** The rules of the design file's `cat`; exposure parameters come later, from a simulation. @throws MeasureError `measure.design_invalid` */
export const readRules = (settings: CatSection, file: string): SentRules => {
  const { contentShares, plan, start, classification } = settings;
  const shares = contentShares === undefined ? undefined : Object.entries(contentShares);
  const sum = shares?.reduce((total, [, share]) => total + share, 0) ?? 1;
  if (Math.abs(sum - 1) > 1e-6)
    return refuseField(file, "cat.contentShares", `各领域的比例加起来是 ${sum.toPrecision(6)}，应为 1`);
  return {
    selection: selectionOf(settings, file),
    maximumLength: settings.maximumLength,
    ...given("minimumLength", settings.minimumLength),
    ...given("standardError", settings.standardError),
    ...given("minimumInformation", settings.minimumInformation),
    ...given("randomesque", settings.randomesque),
    ...given("strata", settings.strata),
    ...given("acceleration", settings.acceleration),
    ...given("estimate", settings.estimate),
    ...given("contentShares", shares),
    ...given("start", start === undefined ? undefined : startOf(start, file)),
    ...given("plan", plan === undefined ? undefined : { ...plan, bounds: plan.bounds.map(boundOf) }),
    ...given(
      "classification",
      classification === undefined ? undefined : classificationOf(classification, file),
    ),
  };
};

let solver: ReturnType<typeof loadShadowSolver> | undefined;

/** The rules with the solver that a shadow test needs, loaded once a process or thread. */
export const completeRules = async ({ plan, ...rules }: SentRules): Promise<AdaptiveRules> => {
  if (plan === undefined) return rules;
  const { method, bounds } = plan;
  if (method === "priority-index") return { ...rules, plan: { method, bounds } };
  solver ??= loadShadowSolver();
  return { ...rules, plan: { method, bounds, solve: await solver } };
};
