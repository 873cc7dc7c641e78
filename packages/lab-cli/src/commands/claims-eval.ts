import { basename } from "node:path";
import { type Command, printMeasures } from "../command.ts";
import { LabError } from "../errors.ts";
import { readColumns } from "../files.ts";
import { readQrels } from "../qrels-file.ts";

type Answer = { readonly rank: number; readonly id: string; readonly score: number; readonly band: string };

const readAnswers = async (path: string): Promise<Map<string, Answer[]>> => {
  const file = basename(path);
  const answers = new Map<string, Answer[]>();
  for (const { row, columns } of await readColumns(path, { least: 4, header: "query" })) {
    const [query = "", rank = "", id = "", score = "", band = ""] = columns;
    if (!/^\d+$/u.test(rank)) throw new LabError("lab.number_invalid", { file, row, column: 2 });
    if (score.trim() === "" || !Number.isFinite(Number(score)))
      throw new LabError("lab.number_invalid", { file, row, column: 4 });
    const list = answers.get(query) ?? [];
    list.push({ rank: Number(rank), id, score: Number(score), band });
    answers.set(query, list);
  }
  for (const list of answers.values()) list.sort((left, right) => left.rank - right.rank);
  return answers;
};

type Decision = {
  readonly score: number;
  readonly right: boolean;
  readonly same: boolean;
  readonly fits: boolean;
};

/** Largest share of the messages that fit, rightly answered from some score on, while `precision` of all answers are right. */
const recallAt = (decisions: readonly Decision[], precision: number, all: number): number => {
  let right = 0;
  let recalled = 0;
  for (const [at, decision] of decisions.entries()) {
    if (decision.right) right += 1;
    // messages of one score are answered together or not at all
    const isLastOfScore = decisions[at + 1]?.score !== decision.score;
    if (isLastOfScore && right / (at + 1) >= precision) recalled = right;
  }
  return recalled / all;
};

/** Share rightly answered above the score that so large a share of the messages without a claim stays at or below. */
const recallAtRejection = (decisions: readonly Decision[], rejected: number, all: number): number => {
  const others = decisions.filter(({ fits }) => !fits);
  const limit = others[Math.floor(others.length * (1 - rejected))]?.score ?? -Infinity;
  return decisions.filter(({ right, score }) => right && score > limit).length / all;
};

export const claimsEval: Command = {
  name: "claims eval",
  usage: "kepu-lab claims eval --run r.tsv --qrels qrels.tsv",
  required: ["run", "qrels"],
  optional: [],
  run: async (values, io) => {
    const answers = await readAnswers(values.get("run") ?? "");
    const qrels = await readQrels(values.get("qrels") ?? "");
    // a message of the run that the judgements do not name has no claim that fits
    for (const query of answers.keys()) if (!qrels.has(query)) qrels.set(query, new Map());
    const decisions: Decision[] = [];
    let fitting = 0;
    let first = 0;
    let precisions = 0;
    let withoutClaim = 0;
    for (const [query, relevant] of qrels) {
      const list = answers.get(query) ?? [];
      const ids = [...new Set(list.map(({ id }) => id))];
      const [best] = list;
      const right = best !== undefined && relevant.has(best.id);
      // what was not answered at all is rejected
      decisions.push({
        score: best?.score ?? -Infinity,
        right,
        same: best?.band === "same",
        fits: relevant.size > 0,
      });
      if (relevant.size === 0) {
        withoutClaim += 1;
        continue;
      }
      fitting += 1;
      if (right) first += 1;
      let hits = 0;
      let precision = 0;
      for (const [at, id] of ids.slice(0, 5).entries())
        if (relevant.has(id)) {
          hits += 1;
          precision += hits / (at + 1);
        }
      precisions += precision / Math.min(5, relevant.size);
    }
    if (fitting === 0) throw new LabError("lab.file_empty", { file: basename(values.get("qrels") ?? "") });
    decisions.sort((left, right) => right.score - left.score);
    const same = decisions.filter((decision) => decision.same);
    const sameRight = same.filter(({ right }) => right).length;
    const hasBands = [...answers.values()].some((list) => list.some(({ band }) => band !== ""));
    printMeasures(io, {
      queries: fitting,
      withoutClaim,
      "Success@1": first / fitting,
      "MAP@5": precisions / fitting,
      "recall@95%precision": recallAt(decisions, 0.95, fitting),
      ...(withoutClaim > 0 ? { "recall@99.3%rejected": recallAtRejection(decisions, 0.993, fitting) } : {}),
      ...(hasBands
        ? {
            same: {
              precision: same.length > 0 ? sameRight / same.length : 1,
              recall: sameRight / fitting,
              wronglyAnswered: withoutClaim > 0 ? same.filter(({ fits }) => !fits).length / withoutClaim : 0,
            },
          }
        : {}),
    });
  },
};
