import * as irt from "@kepu/psychometrics";
import type { Cell, Figure, ResultTable } from "../command.ts";

/** How well the calibrated model fits. */
export type Fit = {
  readonly items: ReadonlyMap<string, irt.ItemFit>;
  readonly whole: irt.LimitedInformationFit | undefined;
  readonly notes: readonly string[];
};

/** S-X² and M₂ where they are defined; else why not. */
export const fitOf = (
  calibration: irt.Calibration,
  responses: irt.Responses,
  { options, weighted }: { readonly options: irt.FitOptions; readonly weighted: boolean },
): Fit => {
  const none = { items: new Map<string, irt.ItemFit>(), whole: undefined };
  if (weighted) return { ...none, notes: ["用了权数：S-X² 和 M₂ 不再服从卡方分布，没有计算。"] };
  try {
    const items = new Map(irt.itemFit(calibration, responses, options).map((fit) => [fit.id, fit]));
    const notes = ["S-X² 的 p 小于 0.01 的题目，请看题目本身再决定去留。"];
    // M₂ needs a table of (J(J + 1)/2)² numbers; beyond 60 items it is left to the library.
    if (responses.itemIds.length > 60) return { items, whole: undefined, notes };
    return { items, whole: irt.limitedInformationFit(calibration, responses, options), notes };
  } catch (error) {
    const refused: readonly irt.PsychometricsErrorCode[] = [
      "psychometrics.refusals_unscored",
      "psychometrics.booklet_small",
      "psychometrics.degrees_of_freedom",
      "psychometrics.information_singular",
    ];
    if (!(error instanceof irt.PsychometricsError) || !refused.includes(error.code)) throw error;
    return { ...none, notes: [`没有计算拟合：${irt.describePsychometricsError(error)}`] };
  }
};

/** The overall fit in a sentence. */
export const wholeNotes = (whole: irt.LimitedInformationFit | undefined): string[] =>
  whole === undefined
    ? []
    : [
        `整体拟合：M₂ = ${whole.statistic.toFixed(1)}，自由度 ${whole.degrees}，p ${whole.p < 0.001 ? "< 0.001" : `= ${whole.p.toFixed(3)}`}；RMSEA ${whole.rmsea.toFixed(3)}（90% 区间 ${whole.rmseaInterval.map((end) => end.toFixed(3)).join("–")}），SRMSR ${whole.srmsr.toFixed(3)}。`,
      ];

/** The statistics of fit as figures that explain themselves. */
export const fitFigures = ({ items, whole }: Fit, inputs: Figure["inputs"]): Figure[] => {
  const ofItems = [...items.values()].map(({ id, statistic, degrees, p }): Figure => ({
    id: `${id}/fit`,
    label: `${id} 的 S-X²`,
    kind: "number",
    value: statistic,
    formula: "item-fit",
    inputs: { ...inputs, 自由度: degrees, ...(p === undefined ? {} : { p }) },
  }));
  if (whole === undefined) return ofItems;
  const { statistic, degrees, p, rmsea, rmseaInterval, srmsr } = whole;
  const figure = (id: string, label: string, value: number): Figure => ({
    id,
    label,
    kind: "number",
    value,
    formula: "limited-information",
    inputs: { ...inputs, M2: statistic, 自由度: degrees, p },
  });
  const [lower, upper] = rmseaInterval;
  return [
    figure("m2", "整体拟合 M₂", statistic),
    { ...figure("rmsea", "RMSEA（90% 区间）", rmsea), lower, upper },
    figure("srmsr", "SRMSR", srmsr),
    ...ofItems,
  ];
};

const shownPairs = 20;

/** The pairs whose residuals hang together most (Yen 1984), at EAP scores. */
export const dependenceTable = (
  calibration: irt.Calibration,
  responses: irt.Responses,
  refusals: irt.RefusalRule,
): ResultTable => {
  const items = calibration.items.map(({ item }) => item);
  const { theta } = irt.scoreResponses(items, responses, { method: "eap", refusals });
  const pairs = irt.localDependence(items, responses, theta);
  const mean = pairs.reduce((sum, { q3 }) => sum + q3, 0) / Math.max(pairs.length, 1);
  return {
    name: "dependence",
    title: `局部相依：Q₃ 离平均（${mean.toFixed(3)}）最远的题对`,
    columns: [
      { name: "left", title: "题目", kind: "text" },
      { name: "right", title: "题目", kind: "text" },
      { name: "q3", title: "Q₃", kind: "number" },
      { name: "persons", title: "人数", kind: "count" },
    ],
    rows: pairs
      .toSorted((one, other) => Math.abs(other.q3 - mean) - Math.abs(one.q3 - mean))
      .slice(0, shownPairs)
      .map(({ left, right, q3, persons }): Cell[] => [left, right, q3, persons]),
  };
};
