/** ln n! for n = 0 … most. */
export const logFactorials = (most: number): Float64Array => {
  const table = new Float64Array(most + 1);
  for (let n = 2; n <= most; n += 1) table[n] = (table[n - 1] ?? 0) + Math.log(n);
  return table;
};

/** P(X ≥ x) for X hypergeometric: `drawn` of `all`, of which `marked` are of the topic. */
export const upperTail = (
  x: number,
  {
    all,
    marked,
    drawn,
    logs,
  }: { readonly all: number; readonly marked: number; readonly drawn: number; readonly logs: Float64Array },
): number => {
  const choose = (n: number, k: number): number => (logs[n] ?? 0) - (logs[k] ?? 0) - (logs[n - k] ?? 0);
  const whole = choose(all, drawn);
  let sum = 0;
  for (let k = Math.max(x, drawn + marked - all); k <= Math.min(marked, drawn); k += 1)
    sum += Math.exp(choose(marked, k) + choose(all - marked, drawn - k) - whole);
  return Math.min(1, sum);
};
