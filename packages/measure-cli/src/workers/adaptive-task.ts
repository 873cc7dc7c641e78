import {
  type AdaptiveRules,
  type AdaptiveSimulation,
  createItemBank,
  type Item,
  type ItemBank,
  simulateAdaptiveTests,
} from "@kepu/psychometrics";

/** Some of the persons of a simulated programme of adaptive tests. */
export type AdaptiveTask = {
  readonly items: readonly Item[];
  readonly rules: AdaptiveRules;
  readonly abilities: Float64Array;
  readonly firstPerson: number;
  readonly seed: string;
};

export type AdaptivePart = Pick<AdaptiveSimulation, "tests" | "chosen">;

// A worker gets the same items with every task: the bank is prepared once.
const prepared: { names: string; bank: ItemBank | undefined } = { names: "", bank: undefined };

const bankOf = (items: readonly Item[]): ItemBank => {
  const names = JSON.stringify(items);
  const bank =
    prepared.names === names && prepared.bank !== undefined ? prepared.bank : createItemBank(items);
  prepared.names = names;
  prepared.bank = bank;
  return bank;
};

/** Runs in the process or in a worker; the numbers are the same. */
export const run = ({ items, rules, abilities, firstPerson, seed }: AdaptiveTask): AdaptivePart => {
  const { tests, chosen } = simulateAdaptiveTests(bankOf(items), rules, { abilities, seed, firstPerson });
  return { tests, chosen };
};
