import { DemandError } from "./errors.ts";
import { askerOf, assertFloor, usualFloor } from "./floor.ts";
import type { Message, MessageSource } from "./messages.ts";
import { wilsonInterval } from "./wilson.ts";

/** How many people live in each group: of a street, of an audience. */
export type Population = ReadonlyMap<string, number>;

export type GroupInSample = {
  /** undefined: the groups of fewer people than the floor, put together. */
  readonly group: string | undefined;
  /** Askers, and their share of all askers with a 95 % interval. */
  readonly people: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly populationShare: number;
  /** Share among askers over share of the population. */
  readonly ratio: number;
  /** Whether the interval leaves out the share of the population. */
  readonly standing: "under" | "over" | "fits";
};

export type SampleDescription = {
  readonly messages: number;
  readonly people: number;
  /** Messages without a pseudonym: each counted as a person, so that `people` is at most right. */
  readonly withoutPerson: number;
  readonly bySource: ReadonlyMap<MessageSource | "unknown", number>;
  readonly firstDay?: string;
  readonly lastDay?: string;
  /** Share of the messages that the busiest tenth of the people wrote. */
  readonly shareOfBusiestTenth: number;
  readonly groups: readonly GroupInSample[];
  /** Askers that name no group of the population. */
  readonly withoutGroup: number;
  /** One sentence in Chinese to stand under every chart made of these messages. */
  readonly statement: string;
};

const sourceNames: Readonly<Record<MessageSource | "unknown", string>> = {
  search: "搜索",
  "zero-result": "没有结果的搜索",
  question: "提问",
  order: "点单",
  rumour: "辟谣求证",
  hotline: "热线",
  unknown: "来源不明",
};

const stateIt = (found: Omit<SampleDescription, "statement">, floor: number): string => {
  const sources = [...found.bySource]
    .sort((a, b) => b[1] - a[1])
    .map(([source, count]) => `${sourceNames[source]} ${count} 条`)
    .join("、");
  const days =
    found.firstDay === undefined || found.lastDay === undefined
      ? ""
      : `，${found.firstDay} 至 ${found.lastDay}`;
  const namesOf = (standing: GroupInSample["standing"]): string =>
    found.groups
      .filter((group) => group.standing === standing)
      .map(({ group }) => group ?? "其余各组")
      .join("、");
  const [under, over] = [namesOf("under"), namesOf("over")];
  const bias = [under === "" ? "" : `${under}偏少`, over === "" ? "" : `${over}偏多`].filter(
    (text) => text !== "",
  );
  const fit =
    bias.length > 0
      ? `与常住人口相比，${bias.join("，")}`
      : found.groups.length > 0
        ? "与常住人口相比没有看出偏差"
        : "没有人口数可比";
  const people = found.people < floor ? `不足 ${floor} 人` : `约 ${found.people} 人`;
  return `共 ${found.messages} 条、${people}（${sources}${days}）。只代表主动来问的人，不代表全体居民；${fit}。`;
};

/**
 * Who is behind a set of messages: sources, days, people, and how their groups stand beside the population. A group of fewer
 * than `floor` askers is not shown by itself. The groups and the statement may be published; the other counts are for staff.
 *
 * @param groupOf the group of a message: its place, its audience
 * @param population people of each group; a message of no group of it counts in `withoutGroup`
 * @throws DemandError `demand.counts_invalid` for a population that is no whole number from 0; `demand.option_out_of_range`
 * @example describeSample([{ id: "a", text: "电梯" }], { groupOf: () => undefined, population: new Map() }).people; // => 1
 */
export const describeSample = (
  messages: readonly Message[],
  options: {
    readonly groupOf: (message: Message) => string | undefined;
    readonly population: Population;
    readonly floor?: number;
  },
): SampleDescription => {
  const { groupOf, population, floor = usualFloor } = options;
  assertFloor(floor);
  let inhabitants = 0;
  for (const [at, count] of [...population.values()].entries()) {
    if (!Number.isSafeInteger(count) || count < 0)
      throw new DemandError("demand.counts_invalid", { row: at + 1, field: "population" });
    inhabitants += count;
  }
  const byPerson = Map.groupBy(messages, askerOf);
  const sizes = [...byPerson.values()].map((own) => own.length).sort((a, b) => b - a);
  const busiest = sizes.slice(0, Math.ceil(sizes.length / 10)).reduce((sum, size) => sum + size, 0);
  const bySource = new Map<MessageSource | "unknown", number>();
  for (const { source = "unknown" } of messages) bySource.set(source, (bySource.get(source) ?? 0) + 1);
  const days = messages.flatMap(({ date }) => date ?? []).sort();
  const askers = new Map<string, number>();
  let withoutGroup = 0;
  for (const own of byPerson.values()) {
    const group = own.map(groupOf).find((name) => name !== undefined && population.has(name));
    if (group === undefined) withoutGroup += 1;
    else askers.set(group, (askers.get(group) ?? 0) + 1);
  }
  const [firstDay, lastDay] = [days[0], days.at(-1)];
  const found = {
    messages: messages.length,
    people: byPerson.size,
    withoutPerson: messages.filter(({ person }) => person === undefined).length,
    bySource,
    ...(firstDay === undefined || lastDay === undefined ? {} : { firstDay, lastDay }),
    shareOfBusiestTenth: messages.length === 0 ? 0 : busiest / messages.length,
    groups: compareGroups(askers, { population, inhabitants, floor }),
    withoutGroup,
  };
  return { ...found, statement: stateIt(found, floor) };
};

const compareGroups = (
  askers: ReadonlyMap<string, number>,
  options: { readonly population: Population; readonly inhabitants: number; readonly floor: number },
): GroupInSample[] => {
  const { population, inhabitants, floor } = options;
  const all = [...askers.values()].reduce((sum, count) => sum + count, 0);
  if (all === 0 || inhabitants === 0) return [];
  const rows: { group: string | undefined; people: number; inhabitants: number }[] = [];
  const rest = { group: undefined, people: 0, inhabitants: 0 };
  const named = [...population]
    .map(([group, count]) => ({ group, people: askers.get(group) ?? 0, inhabitants: count }))
    .sort((a, b) => a.people - b.people);
  for (const row of named) {
    // The smallest go together until they hide each other: one alone is what is left of the sum.
    if (row.people < floor || (rest.people > 0 && rest.people < floor)) {
      rest.people += row.people;
      rest.inhabitants += row.inhabitants;
    } else rows.push(row);
  }
  if (rest.inhabitants > 0 && (rest.people === 0 || rest.people >= floor)) rows.push(rest);
  // What cannot be put together is left out, and with it the sum: the shares are those of the groups that are shown.
  const shown = rows.reduce((sum, { people }) => sum + people, 0);
  const living = rows.reduce((sum, row) => sum + row.inhabitants, 0);
  return rows
    .map(({ group, people, inhabitants: own }) => {
      const { low, high } = wilsonInterval(people, shown);
      const populationShare = living > 0 ? own / living : 0;
      const share = shown > 0 ? people / shown : 0;
      const standing: GroupInSample["standing"] =
        high < populationShare ? "under" : low > populationShare ? "over" : "fits";
      const ratio = populationShare > 0 ? share / populationShare : 0;
      return { group, people, share, low, high, populationShare, ratio, standing };
    })
    .sort((a, b) => b.people - a.people);
};
