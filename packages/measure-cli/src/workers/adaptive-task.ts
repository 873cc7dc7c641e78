import {
  type AdaptiveSimulation,
  createItemBank,
  type ExposureMonitor,
  type Item,
  type ItemBank,
  simulateAdaptiveTests,
} from "@kepu/psychometrics";
import { type BankNotes, completeRules, type SentRules } from "../measurement/adaptive-rules.ts";

/** Some of the persons of a simulated programme of adaptive tests. */
export type AdaptiveTask = {
  readonly items: readonly Item[];
  readonly notes: BankNotes;
  readonly rules: SentRules;
  readonly abilities: Float64Array;
  readonly firstPerson: number;
  readonly seed: string;
  /** Counts over all persons, in their order: tasks that share one run in one process, one after the other. */
  readonly monitor?: ExposureMonitor;
};

export type AdaptivePart = Pick<AdaptiveSimulation, "tests" | "chosen">;

// A worker gets the same bank with every task: it is prepared once.
const prepared: { names: string; bank: ItemBank | undefined } = { names: "", bank: undefined };

const bankOf = (items: readonly Item[], notes: BankNotes): ItemBank => {
  const names = JSON.stringify([items, notes]);
  const bank =
    prepared.names === names && prepared.bank !== undefined ? prepared.bank : createItemBank(items, notes);
  prepared.names = names;
  prepared.bank = bank;
  return bank;
};

/** Runs in the process or in a worker; the numbers are the same. */
export const run = async (task: AdaptiveTask): Promise<AdaptivePart> => {
  const { items, notes, abilities, firstPerson, seed, monitor } = task;
  const { tests, chosen } = simulateAdaptiveTests(bankOf(items, notes), await completeRules(task.rules), {
    abilities,
    seed,
    firstPerson,
    ...(monitor === undefined ? {} : { monitor }),
  });
  return { tests, chosen };
};
