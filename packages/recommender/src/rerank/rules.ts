import { assertWithin, RecommenderError } from "../errors.ts";

/** Where and when a list is shown. */
export type Situation = {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly weather?: string;
  readonly season?: string;
  readonly term?: string;
  readonly event?: string;
  /** The place of the page or device, not the reader's home. */
  readonly place?: string;
  readonly device?: string;
  /** Whom the page is made for (长辈版, a school's screen): the same for everyone who opens it. */
  readonly audience?: string;
  /** The reader's own segment; set by the recommender, and never for a minor or with personalisation off. */
  readonly segment?: string;
};

/** Holds where every named part of the situation is one of the values, between `from` and `until`. */
export type Condition = {
  readonly weather?: readonly string[];
  readonly season?: readonly string[];
  readonly term?: readonly string[];
  readonly event?: readonly string[];
  readonly place?: readonly string[];
  readonly device?: readonly string[];
  /** Holds for a page made for one of these, and for a profiled reader whose segment is one of them. */
  readonly audience?: readonly string[];
  readonly from?: number;
  readonly until?: number;
};

type Target = { readonly item: string } | { readonly category: string };
type RuleBase = { readonly id: string; readonly when?: Condition; readonly reason?: string };

/** What an editor may say. Emergency items stand first and nothing outranks or blocks them. */
export type Rule = RuleBase &
  (
    | { readonly kind: "emergency"; readonly item: string }
    | { readonly kind: "pin"; readonly item: string; readonly slot: number }
    | { readonly kind: "block"; readonly target: Target }
    | { readonly kind: "boost"; readonly target: Target; readonly amount: number }
  );

const parts = ["weather", "season", "term", "event", "place", "device"] as const;

/**
 * Whether a condition holds; no condition always does. `from` counts in, `until` does not.
 *
 * @example holds({ weather: ["高温"] }, { now: 0, weather: "高温" }); // => true
 */
export const holds = (condition: Condition | undefined, situation: Situation): boolean => {
  if (condition === undefined) return true;
  if (situation.now < (condition.from ?? -Infinity) || situation.now >= (condition.until ?? Infinity))
    return false;
  const isAmong = (
    allowed: readonly string[] | undefined,
    values: readonly (string | undefined)[],
  ): boolean =>
    allowed === undefined || values.some((value) => value !== undefined && allowed.includes(value));
  return (
    parts.every((part) => isAmong(condition[part], [situation[part]])) &&
    isAmong(condition.audience, [situation.audience, situation.segment])
  );
};

/**
 * Refuses rules that cannot be followed, before they are saved.
 *
 * @throws RecommenderError `rule_invalid`: same id twice, slot outside 1 … 100, boost outside −10 … 10
 * @example checkRules([{ id: "r", kind: "emergency", item: "x" }]); // => undefined
 */
export const checkRules = (rules: readonly Rule[]): void => {
  const ids = new Set<string>();
  for (const rule of rules) {
    if (ids.has(rule.id))
      throw new RecommenderError("recommender.rule_invalid", { rule: rule.id, reason: "编号重复" });
    ids.add(rule.id);
    if (rule.kind === "pin" && !(Number.isInteger(rule.slot) && rule.slot >= 1 && rule.slot <= 100))
      throw new RecommenderError("recommender.rule_invalid", {
        rule: rule.id,
        reason: "位置应是 1 到 100 的整数",
      });
    if (rule.kind === "boost") assertWithin({ name: rule.id, value: rule.amount, least: -10, most: 10 });
  }
};

/** Whether a rule's target is this item. */
export const isTarget = (
  target: Target,
  item: { readonly id: string; readonly categories: readonly string[] },
): boolean => ("item" in target ? target.item === item.id : item.categories.includes(target.category));
