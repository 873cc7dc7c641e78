/** One line of the table that `npm run bench` prints. */
export type BenchRow = {
  name: string;
  value: number;
  unit: string;
  /** What it should reach, as printed: `≤ 4 × raw`. */
  target?: string;
  /** Whether the target is met; absent where there is none. */
  ok?: boolean;
  note?: string;
};
