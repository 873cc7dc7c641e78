/** What a person did, as item numbers with weights (recent acts weigh more): all a model may know of them. */
export type Profile = {
  readonly items: ArrayLike<number> & Iterable<number>;
  readonly weights: ArrayLike<number>;
};

export type NumberArray = Float64Array | Float32Array | Int32Array;

/** What a trained model consists of: numbers and arrays by name, enough to make the scorer again. */
export type ModelState = {
  readonly kind: "ease" | "neighbours" | "ials" | "graph-filter" | "content";
  readonly numbers: Readonly<Record<string, number>>;
  readonly arrays: Readonly<Record<string, NumberArray>>;
};

/** A trained model. It never sees a person's id: the profile alone decides, so fold-in of new clicks is the same path. */
export type Scorer = {
  readonly name: string;
  readonly items: number;
  /** Overwrites `out` (one number an item) with scores; higher is better, the scale is the model's own. */
  readonly score: (profile: Profile, out: Float64Array) => void;
  /** How much one item of the profile adds to the score of another; absent where the model cannot say. */
  readonly similarity?: (from: number, to: number) => number;
  /** What a snapshot keeps; the models of this package have it. */
  readonly state?: ModelState;
};

export const dayMs = 86_400_000;

/** 2^(−age / halfLife); a time in the future counts as now. */
export const decay = (ageMs: number, halfLifeDays: number): number =>
  2 ** (-Math.max(0, ageMs) / dayMs / halfLifeDays);
