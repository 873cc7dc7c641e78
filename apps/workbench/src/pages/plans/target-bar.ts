type Input = {
  value: number;
  goal: number;
  expected: number | null;
  forecast: { low: number; high: number } | null;
};

const width = 1000;

/** Lengths on a bar of 1000 that begins at zero and ends a little behind the largest of value, goal and forecast. */
export const toBar = (
  input: Input,
): {
  value: number;
  goal: number;
  expected: number | undefined;
  band: { from: number; width: number } | undefined;
} => {
  const largest = Math.max(input.value, input.goal, input.forecast?.high ?? 0);
  const place = (value: number): number =>
    largest <= 0 ? 0 : Math.round((Math.max(0, value) / (largest * 1.05)) * width);
  const { forecast } = input;
  return {
    value: place(input.value),
    goal: place(input.goal),
    expected: input.expected === null ? undefined : place(input.expected),
    band:
      forecast === null
        ? undefined
        : { from: place(forecast.low), width: Math.max(2, place(forecast.high) - place(forecast.low)) },
  };
};
