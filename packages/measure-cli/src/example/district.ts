// Reads of typed arrays carry `!`: persons, communities and streets are counted here.
import { createRandom, type Random } from "@kepu/numerics";
import { abilityCut, type Item } from "@kepu/psychometrics";

/** Categories of the synthetic residents; codes are places in these lists. */
export const audiences = ["青少年", "农民", "产业工人", "老年人", "领导干部和公务员"] as const;
export const ages = ["14–29岁", "30–44岁", "45–59岁", "60–79岁"] as const;
export const sexes = ["女", "男"] as const;
export const educations = ["初中及以下", "高中", "大专及以上"] as const;
export const kinds = ["城区", "近郊", "乡镇"] as const;

const names =
  "青枫 白鹭 竹溪 石桥 松岭 莲塘 南湾 北渡 东篱 西浦 云麓 霞洲 桂园 梅岭 柳坪 荷塘 兰亭 杏坛 枫桥 茶亭 星渚 月湖 长堤 望江 小溪 大坪 古井 新圩 清泉 麻田 樟木 双河".split(
    " ",
  );

/** Share of the 40 items' points from which a person counts as literate, as the national rule's 70 of 100. */
export const cutShare = 0.7;
export const itemCount = 40;

export type SyntheticStreet = {
  readonly name: string;
  readonly kind: number;
  readonly residents: number;
  /** From the register, so known of every street: shares of residents. */
  readonly college: number;
  readonly farmers: number;
  /** Truth: share of residents at or above the cut. */
  readonly literate: number;
};

export type SyntheticCommunity = {
  readonly id: string;
  readonly street: number;
  readonly offset: number;
  readonly size: number;
};

/** A district of which everything is known: residents by communities, 0 … size − 1 within each from `offset`. */
export type SyntheticDistrict = {
  readonly seed: string;
  readonly streets: readonly SyntheticStreet[];
  readonly communities: readonly SyntheticCommunity[];
  readonly residents: number;
  readonly ability: Float64Array;
  readonly street: Uint8Array;
  readonly audience: Uint8Array;
  readonly age: Uint8Array;
  readonly sex: Uint8Array;
  readonly education: Uint8Array;
  readonly items: readonly Item[];
  readonly cut: number;
};

const pick = (random: Random, weights: readonly number[]): number => {
  let rest = random.next() * weights.reduce((a, b) => a + b, 0);
  for (const [place, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return place;
  }
  return weights.length - 1;
};

// Rows by kind of street; audiences in their order.
const audienceWeights = [
  [14, 4, 32, 25, 25],
  [15, 20, 32, 24, 9],
  [15, 44, 15, 22, 4],
] as const;
// Rows by audience.
const ageWeights = [
  [1, 0, 0, 0],
  [10, 25, 45, 20],
  [25, 40, 34, 1],
  [0, 0, 0, 1],
  [20, 42, 36, 2],
] as const;
const educationWeights = [
  [25, 50, 25],
  [68, 26, 6],
  [34, 44, 22],
  [62, 26, 12],
  [2, 16, 82],
] as const;
const audienceEffect = [0.3, -0.45, -0.15, -0.5, 0.45] as const;
const educationEffect = [-0.45, 0.05, 0.65] as const;

const createItems = (random: Random): Item[] =>
  Array.from({ length: itemCount }, (_, k) => ({
    id: `q${String(k + 1).padStart(2, "0")}`,
    model: "dichotomous",
    a: Number((0.9 + 1.1 * random.next()).toFixed(3)),
    b: Number((0.1 + 0.95 * random.normal()).toFixed(3)),
    c: 0,
    u: 1,
  }));

/**
 * The synthetic district of the guided example: 32 streets of three kinds with 15 communities each, five audiences, and an
 * ability for every resident. All of it is invented; no place or person stands behind it.
 *
 * @example createDistrict("1").streets.length; // => 32
 */
export const createDistrict = (seed: string): SyntheticDistrict => {
  const random = createRandom(seed).fork("district");
  const items = createItems(random.fork("items"));
  const cut = abilityCut(items, cutShare);
  const shape = random.fork("communities");
  const communities: SyntheticCommunity[] = [];
  let residents = 0;
  for (const [street, name] of names.entries())
    for (let k = 1; k <= 15; k += 1) {
      const size = 140 + shape.integer(240);
      communities.push({ id: `${name}${String(k).padStart(2, "0")}`, street, offset: residents, size });
      residents += size;
    }
  const district = {
    ability: new Float64Array(residents),
    street: new Uint8Array(residents),
    audience: new Uint8Array(residents),
    age: new Uint8Array(residents),
    sex: new Uint8Array(residents),
    education: new Uint8Array(residents),
  };
  const people = random.fork("people");
  const kindOf = (street: number): number => (street < 16 ? 0 : street < 25 ? 1 : 2);
  const streetEffects = names.map(() => 0.2 * people.normal());
  // Streets of one kind differ in who lives there: the register knows, the model may use it.
  const learned = names.map(() => Math.exp(0.45 * people.normal()));
  const farming = names.map(() => Math.exp(0.25 * people.normal()));
  for (const { street, offset, size } of communities) {
    const effect = streetEffects[street]! + 0.18 * people.normal();
    const kind = kindOf(street);
    for (let person = offset; person < offset + size; person += 1) {
      const [young, farmers, workers, old, officials] = audienceWeights[kind]!;
      const audience = pick(people, [
        young,
        farmers * farming[street]!,
        workers,
        old,
        officials * learned[street]!,
      ]);
      const [low, middle, high] = educationWeights[audience]!;
      const education = pick(people, [low, middle, high * learned[street]!]);
      district.street[person] = street;
      district.audience[person] = audience;
      district.education[person] = education;
      district.age[person] = pick(people, ageWeights[audience]!);
      district.sex[person] = people.next() < 0.5 ? 0 : 1;
      district.ability[person] =
        effect +
        audienceEffect[audience]! +
        educationEffect[education]! +
        0.06 * (district.sex[person] === 1 ? 1 : -1) +
        0.75 * people.normal();
    }
  }
  const sums = names.map(() => ({ residents: 0, college: 0, farmers: 0, literate: 0 }));
  for (let person = 0; person < residents; person += 1) {
    const sum = sums[district.street[person]!]!;
    sum.residents += 1;
    if (district.education[person] === 2) sum.college += 1;
    if (district.audience[person] === 1) sum.farmers += 1;
    if (district.ability[person]! >= cut) sum.literate += 1;
  }
  return {
    seed,
    streets: names.map((name, street) => {
      const sum = sums[street]!;
      return {
        name: `${name}${kindOf(street) === 2 ? "镇" : "街道"}`,
        kind: kindOf(street),
        residents: sum.residents,
        college: sum.college / sum.residents,
        farmers: sum.farmers / sum.residents,
        literate: sum.literate / sum.residents,
      };
    }),
    communities,
    residents,
    ...district,
    items,
    cut,
  };
};

/** Residents for whom `keep` holds, and the share of them at or above the cut. */
export const trueShare = (
  district: SyntheticDistrict,
  keep: (person: number) => boolean = () => true,
): { readonly residents: number; readonly share: number } => {
  let residents = 0;
  let literate = 0;
  for (let person = 0; person < district.residents; person += 1) {
    if (!keep(person)) continue;
    residents += 1;
    if (district.ability[person]! >= district.cut) literate += 1;
  }
  return { residents, share: literate / residents };
};

/** Chance that a resident answers when called on: the young and workers less often. */
export const responseChance = ({ age, audience }: SyntheticDistrict, person: number): number =>
  0.8 - 0.14 * (age[person] === 0 ? 1 : 0) - 0.1 * (audience[person] === 2 ? 1 : 0);

/** Answers of one person to the items of a booklet: three of four blocks of ten; −1 was not shown. */
export const answerItems = (
  { items }: Pick<SyntheticDistrict, "items">,
  ability: number,
  { random, booklet }: { readonly random: Random; readonly booklet: number | undefined },
): number[] =>
  items.map((item, place) => {
    if (booklet !== undefined && place % 4 === booklet) return -1;
    const b = item.model === "dichotomous" ? item.b : 0;
    return random.next() < 1 / (1 + Math.exp(-item.a * (ability - b))) ? 1 : 0;
  });
