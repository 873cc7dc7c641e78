import { createHash } from "node:crypto";
import { canonicalJson } from "#kernel/canonical-json.ts";

/** An amount in ten-thousandths as a whole number, from PostgreSQL's decimal text: sums and products stay exact. */
export const toTenThousandths = (decimal: string): bigint => {
  const found = /^(-?)(\d+)(?:\.(\d{1,4})0*)?$/.exec(decimal);
  if (found === null) throw new RangeError(`not a decimal of four places: ${decimal}`);
  const [, sign = "", whole = "", fraction = ""] = found;
  const value = BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, "0"));
  return sign === "-" ? -value : value;
};

/**
 * Points in hundredths of what was reached of a target: full points at the target and above, in between by proportion,
 * rounded half up, never below nothing. Whole numbers only, so that every machine gives the same.
 * @example pointsOf({ input: "7", target: "10", fullPoints: 1_500 }); // => 1050
 */
export const pointsOf = (item: { input: string; target: string; fullPoints: number }): number => {
  const input = toTenThousandths(item.input);
  const target = toTenThousandths(item.target);
  if (input <= 0n) return 0;
  if (input >= target) return item.fullPoints;
  const doubled = 2n * BigInt(item.fullPoints) * input;
  return Number((doubled + target) / (2n * target));
};

/** 15.5 for 1550: hundredths as people read points. */
export const pointsText = (hundredths: number): string => {
  const text = (hundredths / 100).toFixed(2);
  return text.replace(/\.?0+$/, "");
};

export type ScoreLineContent = {
  unitId: string;
  itemId: string;
  input: string | null;
  factCount: number | null;
  points: number;
};

/** SHA-256 over all lines of a year in one order: what was frozen. */
export const hashLines = (lines: readonly ScoreLineContent[]): string =>
  createHash("sha256")
    .update(
      canonicalJson(
        [...lines]
          .sort((a, b) => (`${a.unitId}${a.itemId}` < `${b.unitId}${b.itemId}` ? -1 : 1))
          .map(({ unitId, itemId, input, factCount, points }) => ({
            unitId,
            itemId,
            input,
            factCount,
            points,
          })),
      ),
    )
    .digest("hex");

/** Names of what a share of the full points earns; shown beside the unit's name, never as a rank. */
export const gradeOf = (points: number, fullPoints: number): string => {
  const share = fullPoints === 0 ? 0 : points / fullPoints;
  if (share >= 0.9) return "优秀";
  if (share >= 0.75) return "良好";
  if (share >= 0.6) return "合格";
  return "需改进";
};
