/** Median time of a work after one run that does not count, in milliseconds to two decimals. */
export const medianMs = async (work: () => Promise<unknown>, runs = 5): Promise<number> => {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return Math.round((times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0) * 100) / 100;
};
