// Reads of typed arrays carry `!`: persons, communities and streets are counted in district.ts.
import { createRandom } from "@kepu/numerics";
import { drawPlausibleValues, regressAbility, createResponses } from "@kepu/psychometrics";
import * as survey from "@kepu/survey-statistics";
import { ages, answerItems, audiences, responseChance, sexes, type SyntheticDistrict } from "./district.ts";
import { populationTotals } from "./fieldwork.ts";

/** What one simulated survey says, beside what is true. */
export type SurveyedInterval = {
  readonly what: "district" | "audience" | "street";
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly truth: number;
};

/** A district made ready for many surveys of it. */
export type SurveyField = {
  readonly district: SyntheticDistrict;
  readonly totals: ReturnType<typeof populationTotals>;
  readonly truth: { readonly district: number; readonly audiences: readonly number[] };
};

/** Counts once what every survey of a district needs. */
export const prepareField = (district: SyntheticDistrict): SurveyField => {
  const sums = audiences.map(() => ({ residents: 0, literate: 0 }));
  for (let person = 0; person < district.residents; person += 1) {
    const sum = sums[district.audience[person]!]!;
    sum.residents += 1;
    if (district.ability[person]! >= district.cut) sum.literate += 1;
  }
  return {
    district,
    totals: populationTotals(district),
    truth: {
      district: sums.reduce((all, { literate }) => all + literate, 0) / district.residents,
      audiences: sums.map(({ residents, literate }) => literate / residents),
    },
  };
};

/** Everybody drawn by the example's design, and who of them answers, with weights adjusted for those who do not. */
const drawRespondents = ({ district }: SurveyField, seed: string) => {
  const { communities, streets } = district;
  const place = new Map(communities.map((community) => [community.id, community]));
  const drawn = survey.drawClusters(
    communities.map(({ id, street, size }) => ({ id, stratum: String(street), size })),
    { clusters: Object.fromEntries(streets.map((_, k) => [String(k), 4])), units: 21, seed },
  );
  const random = createRandom(seed).fork("response");
  const everybody = drawn.map((unit) => {
    const person = (place.get(unit.cluster)?.offset ?? 0) + unit.unit;
    return { ...unit, person, responded: random.next() < responseChance(district, person) ? 1 : 0 };
  });
  const adjusted = survey.adjustForResponse({
    weights: everybody.map(({ weight }) => weight),
    responded: everybody.map(({ responded }) => responded),
    cells: everybody.map(
      ({ person }) => `${streets[district.street[person]!]!.kind} ${district.age[person]}`,
    ),
  });
  return everybody
    .map((unit, row) => ({ ...unit, weight: adjusted.weights[row]! }))
    .filter(({ responded }) => responded === 1);
};

const calibrateField = (
  { district, totals }: SurveyField,
  sample: ReturnType<typeof drawRespondents>,
): survey.SurveyDesign => {
  const base = survey.createDesign({
    weights: sample.map(({ weight }) => weight),
    stages: [
      {
        strata: sample.map(({ stratum }) => stratum),
        clusters: sample.map(({ cluster }) => cluster),
        samplingFraction: sample.map(({ probabilities }) => probabilities[0]),
      },
      { samplingFraction: sample.map(({ probabilities }) => probabilities[1]) },
    ],
  });
  const educations = Object.keys(totals[2]?.totals ?? {});
  const labels = [
    (person: number): string => district.streets[district.street[person]!]!.name,
    (person: number): string => audiences[district.audience[person]!]!,
    (person: number): string => educations[district.education[person]!] ?? "",
    (person: number): string => `${ages[district.age[person]!]!}${sexes[district.sex[person]!]!}`,
  ];
  return survey.rake(
    base,
    totals.map(({ columns, totals: wanted }, k) => ({
      name: columns.join(),
      labels: sample.map(({ person }) => labels[k]?.(person) ?? ""),
      totals: wanted,
    })),
  ).design;
};

/** Literacy by sets of plausible values from simulated answers with known items, or as it is where nothing is measured. */
const literacyOf = (
  { district }: SurveyField,
  sample: ReturnType<typeof drawRespondents>,
  options: { readonly seed: string; readonly measured: boolean; readonly weights: Float64Array },
): readonly Float64Array[] => {
  const persons = sample.map(({ person }) => person);
  const { cut, ability } = district;
  if (!options.measured) return [Float64Array.from(persons, (person) => (ability[person]! >= cut ? 1 : 0))];
  const random = createRandom(options.seed).fork("answers");
  const responses = createResponses(
    district.items.map(({ id }) => id),
    persons.map((person, row) => answerItems(district, ability[person]!, { random, booklet: row % 4 })),
  );
  const dummies = (codes: Uint8Array, categories: number) => (person: number) =>
    Array.from({ length: categories - 1 }, (_, k) => (codes[person] === k + 1 ? 1 : 0));
  const readers = [
    dummies(district.street, district.streets.length),
    dummies(district.audience, audiences.length),
    dummies(district.education, 3),
    dummies(district.age, ages.length),
    dummies(district.sex, 2),
  ];
  const regression = regressAbility(district.items, responses, {
    predictors: persons.map((person) => readers.flatMap((read) => read(person))),
    weights: options.weights,
    grid: { nodes: 81, limit: 6 },
  });
  return drawPlausibleValues(regression, { count: 5, seed: options.seed }).map((values) =>
    values.map((value) => (value >= cut ? 1 : 0)),
  );
};

/**
 * One survey of a district from the draw to the streets: the same steps as the guided example. With `measured` literacy is
 * known through answers to items and plausible values, without it by itself, so that sampling alone is tried.
 */
export const surveyOnce = (
  field: SurveyField,
  options: { readonly seed: string; readonly measured: boolean },
): SurveyedInterval[] => {
  const { district, truth } = field;
  const sample = drawRespondents(field, options.seed);
  const design = calibrateField(field, sample);
  const sets = literacyOf(field, sample, { ...options, weights: design.weights });
  const combine = (each: readonly survey.Estimate[]): survey.Estimate | survey.CombinedEstimate => {
    const [only] = each;
    return each.length === 1 && only !== undefined
      ? only
      : survey.combineEstimates(each, { interval: "logit" });
  };
  const estimateBy = (
    codeOf: (person: number) => number,
    degreesOfFreedom: "design" | "domain",
  ): Map<string, survey.Estimate | survey.CombinedEstimate> => {
    const labels = sample.map(({ person }) => codeOf(person));
    const all = sets.map((indicator) =>
      survey.estimateProportionBy(design, { indicator, labels }, { degreesOfFreedom }),
    );
    return new Map(
      all[0]!.map(({ name }, place) => [name, combine(all.map((one) => one[place]!.estimate))] as const),
    );
  };
  const whole = combine(sets.map((literate) => survey.estimateProportion(design, literate)));
  const toInterval = (
    what: SurveyedInterval["what"],
    found: { readonly value: number; readonly interval: { readonly lower: number; readonly upper: number } },
    known: number,
  ): SurveyedInterval => ({ what, estimate: found.value, ...found.interval, truth: known });
  const byStreet = estimateBy((person) => district.street[person]!, "domain");
  const direct = district.streets.map((_, k) => byStreet.get(String(k))!); // every street is drawn from
  const byAudience = estimateBy((person) => district.audience[person]!, "design");
  const areas = survey.estimateAreas(
    district.streets.map(({ name, college, farmers, residents }, k) => ({
      id: name,
      estimate: direct[k]!.value,
      variance: direct[k]!.standardError ** 2,
      respondents: direct[k]!.respondents,
      degreesOfFreedom: 3,
      covariates: [college, farmers],
      share: residents / district.residents,
    })),
    { benchmark: { total: whole.value } },
  ).areas;
  return [
    toInterval("district", whole, truth.district),
    ...audiences.map((_, k) =>
      toInterval(
        "audience",
        byAudience.get(String(k))!, // every audience answers
        truth.audiences[k]!,
      ),
    ),
    ...areas.map(({ estimate: value, lower, upper }, k) =>
      toInterval("street", { value, interval: { lower, upper } }, district.streets[k]!.literate),
    ),
  ];
};
