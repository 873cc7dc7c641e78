import type { DesignFile } from "../design-file/schema.ts";
import { cutShare, kinds, type SyntheticDistrict } from "./district.ts";
import { populationTotals } from "./fieldwork.ts";

/** The design file of the guided example: everything that every step needs. */
export const exampleDesign = (district: SyntheticDistrict): DesignFile => ({
  title: "合成区公民科学素质调查",
  seed: district.seed,
  level: 0.95,
  sample: {
    method: "clusters",
    id: "community",
    stratum: "street",
    size: "residents",
    takeByStratum: Object.fromEntries(district.streets.map(({ name }) => [name, 4])),
    units: 21,
  },
  test: { items: ["q*"], model: "2pl" },
  weights: {
    probabilities: ["probability1", "probability2"],
    responded: "responded",
    cells: ["kind", "age"],
  },
  calibration: {
    margins: populationTotals(district).map(({ columns, totals }) => ({
      columns: [...columns],
      totals: { ...totals },
    })),
  },
  ability: {
    method: "eap",
    plausibleValues: 10,
    predictors: ["street", "audience", "education", "age", "sex"],
    weights: "weight",
    cutShare,
  },
  survey: {
    weights: "baseWeight",
    stages: [
      { strata: "street", clusters: "community", samplingFraction: "probability1" },
      { samplingFraction: "probability2" },
    ],
  },
  estimates: [
    {
      name: "literate",
      label: "具备科学素质的比例",
      statistic: "share",
      column: "pass*",
      equals: "1",
      by: ["audience", "education", "age", "sex", "kind"],
      differences: [
        { by: "kind", of: "城区", from: "乡镇" },
        { by: "sex", of: "男", from: "女" },
      ],
    },
  ],
  smallArea: {
    area: "street",
    areaId: "street",
    population: "residents",
    covariates: ["college", "farmers"],
    scale: "arcsine",
    bootstrap: 400,
  },
  verdict: { target: 0.18, of: "literate" },
  report: {
    place: "合成区",
    year: "2026",
    of: "literate",
    audience: "audience",
    groups: ["education", "age", "sex", "kind"],
    labels: {
      audience: "重点人群",
      education: "学历",
      age: "年龄",
      sex: "性别",
      kind: "街道类型",
      college: "大专及以上的比例",
      farmers: "农民的比例",
      street: "街道",
      community: "社区",
    },
    order: { kind: [...kinds] },
    synthetic: true,
  },
});

/**
 * The same survey where three streets could not be reached, one of each kind: without the
 * raking, whose totals of streets and of the district nobody could reach then, and without benchmark.
 */
export const unreachedDesign = (district: SyntheticDistrict): DesignFile => {
  const { calibration: _, smallArea, report: __, verdict: ___, ...design } = exampleDesign(district);
  return {
    ...design,
    title: "有三个街道没有调查成",
    ...(smallArea === undefined ? {} : { smallArea: { ...smallArea, benchmark: false } }),
  };
};

/** Names of the streets that `unreachedDesign` does without. */
export const unreachedStreets = ({ streets }: SyntheticDistrict): string[] =>
  kinds.map((_, kind) => {
    const own = streets.filter((street) => street.kind === kind);
    return own[own.length >> 1]?.name ?? "";
  });
