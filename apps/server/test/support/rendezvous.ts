/**
 * Everybody waits here until `parties` have come: two that both look before either writes, however busy the machine is.
 * For controls of races whose guard is off; with a lock held they would wait for ever.
 */
export const createRendezvous = (parties: number): (() => Promise<void>) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let here = 0;
  return async () => {
    here += 1;
    if (here === parties) resolve();
    await promise;
  };
};
