import { createHash } from "node:crypto";
import { createRandom, permutation } from "@kepu/numerics";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export type PopulationRecord = { table: string; id: string };

/** SHA-256 of the population, one `table/id` a line in its order. */
export const hashPopulation = (records: readonly PopulationRecord[]): string =>
  sha256(records.map((record) => `${record.table}/${record.id}\n`).join(""));

/**
 * The seed: SHA-256 over the hash of the checkpoint that stood at the announcement, the hash of the first checkpoint that
 * covers the frozen population, the inspection's number and the population's hash, each on a line. The first was public
 * before there was a population; the second nobody knew until the population could no longer change.
 */
export const deriveSeed = (input: {
  announcedNote: string;
  drawnNote: string;
  inspectionNo: number;
  populationHash: string;
}): string =>
  sha256(
    [
      sha256(input.announcedNote),
      sha256(input.drawnNote),
      `inspection ${input.inspectionNo}`,
      input.populationHash,
    ].join("\n"),
  );

/**
 * The positions of the sample in the order of drawing: the first of a random permutation of the population
 * (xoshiro128** and Fisher–Yates of @kepu/numerics).
 */
export const drawSample = (seed: string, populationCount: number, sampleSize: number): readonly number[] =>
  [...permutation(createRandom(seed), populationCount)].slice(0, sampleSize);

/** How the sample is drawn, as it is published with the announcement. */
export const samplingRule =
  "总体：检查期内被检查单位记下的、没有冲销的事实背后的记录，每条一次，按表名和编号的字节顺序排列。" +
  "种子：SHA-256（通知时的账本检查点的 SHA-256、覆盖总体固定记录的第一个检查点的 SHA-256、“inspection 检查号”、总体的 SHA-256，各占一行，以换行相隔）的十六进制文字。" +
  "样本：以种子初始化 xoshiro128**（@kepu/numerics createRandom），对总体做 Fisher–Yates 随机排列（permutation），取前若干个。";
