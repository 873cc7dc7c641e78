/** A command line that is not understood; the usage says the rest. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A whole number given to an option. @throws UsageError where it is none or out of range */
export const readWhole = (
  values: ReadonlyMap<string, string>,
  option: { readonly name: string; readonly usual: number; readonly least: number; readonly most: number },
): number => {
  const given = values.get(option.name);
  if (given === undefined) return option.usual;
  const value = Number(given);
  if (!/^\d+$/u.test(given) || value < option.least || value > option.most)
    throw new UsageError(`--${option.name} 应为 ${option.least} 到 ${option.most} 的整数。`);
  return value;
};
