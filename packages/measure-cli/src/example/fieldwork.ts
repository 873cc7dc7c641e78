// Reads of typed arrays carry `!`: persons and columns are counted here.
import { createRandom } from "@kepu/numerics";
import type { Cell } from "../command.ts";
import { numberColumn, type Table, textColumn } from "../input/table.ts";
import {
  ages,
  answerItems,
  audiences,
  educations,
  kinds,
  responseChance,
  sexes,
  type SyntheticDistrict,
  trueShare,
} from "./district.ts";

/** A file's header and rows. */
export type Sheet = {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly Cell[])[];
};

const sheet = (names: readonly string[], rows: readonly (readonly Cell[])[]): Sheet => ({
  columns: names.map((name) => ({ name })),
  rows,
});

/** A table that was read, to be written again. */
export const toSheet = ({ names, rows, columns }: Table): Sheet =>
  sheet(
    names,
    Array.from({ length: rows }, (_, row) => names.map((name) => columns.get(name)?.[row] ?? null)),
  );

/** The sampling frame: communities with their residents. */
export const frameSheet = ({ communities, streets }: SyntheticDistrict): Sheet =>
  sheet(
    ["community", "street", "kind", "residents"],
    communities.map(({ id, street, size }) => [
      id,
      streets[street]!.name,
      kinds[streets[street]!.kind]!,
      size,
    ]),
  );

/** What the register knows of every street. */
export const streetSheet = ({ streets }: SyntheticDistrict): Sheet =>
  sheet(
    ["street", "residents", "college", "farmers"],
    streets.map(({ name, residents, college, farmers }) => [
      name,
      residents,
      Number(college.toFixed(4)),
      Number(farmers.toFixed(4)),
    ]),
  );

/** A pretest of the whole bank, by which the items are calibrated. */
export const pretestSheet = (district: SyntheticDistrict, persons: number): Sheet => {
  const random = createRandom(district.seed).fork("pretest");
  return sheet(
    district.items.map(({ id }) => id),
    Array.from({ length: persons }, () =>
      answerItems(district, random.normal(), { random, booklet: undefined }),
    ),
  );
};

/** Row of a resident in the district, from a community's id and the place within it that was drawn. */
const personsOf = (district: SyntheticDistrict, sample: Table): Int32Array => {
  const byId = new Map(district.communities.map((community) => [community.id, community]));
  const ids = textColumn(sample, "community");
  const units = numberColumn(sample, "unit");
  return Int32Array.from(ids, (id, row) => (byId.get(id)?.offset ?? 0) + units[row]! - 1);
};

/** Field work on a drawn sample: who answers, what is known of everybody, and the answers. */
export const fieldworkSheet = (district: SyntheticDistrict, sample: Table): Sheet => {
  const persons = personsOf(district, sample);
  const random = createRandom(district.seed).fork("fieldwork");
  return sheet(
    [
      ...sample.names,
      "audience",
      "sex",
      "age",
      "ageSex",
      "education",
      "responded",
      ...district.items.map(({ id }) => id),
    ],
    Array.from(persons, (person, row): Cell[] => {
      const own = random.fork(`person ${person}`);
      const responded = own.next() < responseChance(district, person);
      const age = ages[district.age[person]!]!;
      const sex = sexes[district.sex[person]!]!;
      return [
        ...sample.names.map((name) => textColumn(sample, name)[row]!),
        audiences[district.audience[person]!]!,
        sex,
        age,
        `${age}${sex}`,
        educations[district.education[person]!]!,
        responded ? 1 : 0,
        ...answerItems(district, district.ability[person]!, { random: own, booklet: row % 4 }).map((score) =>
          responded && score >= 0 ? score : null,
        ),
      ];
    }),
  );
};

type Category = { readonly column: string; readonly names: readonly string[]; readonly codes: Uint8Array };

const categoriesOf = (district: SyntheticDistrict): Category[] => [
  { column: "audience", names: audiences, codes: district.audience },
  { column: "education", names: educations, codes: district.education },
  { column: "age", names: ages, codes: district.age },
  { column: "sex", names: sexes, codes: district.sex },
  {
    column: "kind",
    names: kinds,
    codes: Uint8Array.from(district.street, (street) => district.streets[street]!.kind),
  },
];

/** The truth of every figure of the report. */
export const truthSheet = (district: SyntheticDistrict): Sheet => {
  const shares = categoriesOf(district).flatMap(({ column, names, codes }) =>
    names.map((name, code): Cell[] => [
      `literate/${column}/${name}`,
      trueShare(district, (person) => codes[person] === code).share,
    ]),
  );
  return sheet(
    ["id", "truth"],
    [
      ["literate", trueShare(district).share],
      ...shares,
      ...district.streets.map(({ name, literate }): Cell[] => [`street/${name}`, literate]),
    ],
  );
};

/** Population totals for calibration: streets, audiences, education, age by sex. */
export const populationTotals = (
  district: SyntheticDistrict,
): { readonly columns: readonly string[]; readonly totals: Readonly<Record<string, number>> }[] => {
  const count = (names: readonly string[], codeOf: (person: number) => number): Record<string, number> => {
    const sums = new Float64Array(names.length);
    for (let person = 0; person < district.residents; person += 1) sums[codeOf(person)]! += 1;
    return Object.fromEntries(names.map((name, code) => [name, sums[code]!]).filter(([, sum]) => sum !== 0));
  };
  const ageSex = ages.flatMap((age) => sexes.map((sex) => `${age}${sex}`));
  return [
    {
      columns: ["street"],
      totals: count(
        district.streets.map(({ name }) => name),
        (person) => district.street[person]!,
      ),
    },
    { columns: ["audience"], totals: count(audiences, (person) => district.audience[person]!) },
    { columns: ["education"], totals: count(educations, (person) => district.education[person]!) },
    {
      columns: ["ageSex"],
      totals: count(ageSex, (person) => district.age[person]! * 2 + district.sex[person]!),
    },
  ];
};
