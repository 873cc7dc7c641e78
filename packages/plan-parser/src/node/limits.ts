/** Bounds on what is opened. All are checked before or while reading, never after. */
export type FileLimits = {
  readonly fileBytes: number;
  readonly entries: number;
  /** Sum of the sizes the archive declares, and the most that is really inflated. */
  readonly unpackedBytes: number;
  readonly xmlDepth: number;
  readonly xmlElements: number;
  readonly seconds: number;
  readonly memoryMegabytes: number;
};

/**
 * The limits that hold when none are given.
 *
 * @example defaultLimits.entries; // => 2000
 */
export const defaultLimits: FileLimits = {
  fileBytes: 20 * 1024 * 1024,
  entries: 2000,
  unpackedBytes: 64 * 1024 * 1024,
  xmlDepth: 256,
  xmlElements: 2_000_000,
  seconds: 20,
  memoryMegabytes: 256,
};
