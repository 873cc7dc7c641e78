import type { Mark } from "./marks.ts";
import type { Diagnostic, DiagnosticCode } from "./types.ts";

type Place = {
  readonly nodeId: string;
  readonly parentId: string;
  /** Rank of the number above; 0 or less when there is none. */
  readonly parentRank: number;
  readonly line: number;
};

/** Checks the numbers of one scope (the plan, the notice, an attachment) against the order they should have. */
export type Sequence = {
  /** Announces a number of the scope, so that the levels in use are known before the first check. */
  use: (mark: Mark) => void;
  check: (mark: Mark, place: Place) => Diagnostic[];
};

type Counter = { last: number; highest: number };

const severities: Readonly<Partial<Record<DiagnosticCode, Diagnostic["severity"]>>> = {
  level_jump: "notice",
  bracket_mixed: "notice",
  level_orphan: "warning",
  level_unknown: "warning",
};

export const createSequence = (): Sequence => {
  const ranksInUse = new Set<number>();
  const counters = new Map<string, Counter>();
  const lastInScope = new Map<string, number>();

  const orderOf = (mark: Mark, key: string): { code: DiagnosticCode | null; expected: number } => {
    const counter = counters.get(key);
    if (!counter) {
      const goesOn = mark.value === (lastInScope.get(mark.scheme) ?? 0) + 1;
      return { code: mark.value === 1 || goesOn ? null : "numbering_skipped", expected: 1 };
    }
    const expected = counter.last + 1;
    if (mark.value === expected || mark.value === counter.highest + 1) return { code: null, expected };
    if (mark.value === counter.last) return { code: "numbering_repeated", expected };
    if (mark.value > expected) return { code: "numbering_skipped", expected };
    return { code: mark.value === 1 ? "numbering_restarted" : "numbering_out_of_order", expected };
  };

  const levelOf = (mark: Mark, parentRank: number): DiagnosticCode | null => {
    if (mark.scheme === "letter") return "level_unknown";
    const between = [...ranksInUse].some((rank) => rank > parentRank && rank < mark.rank);
    if (!between) return null;
    return parentRank <= 0 ? "level_orphan" : "level_jump";
  };

  return {
    use: (mark) => {
      ranksInUse.add(mark.rank);
    },
    check: (mark, place) => {
      const key = `${place.parentId}/${mark.rank}/${mark.scheme}`;
      const order = orderOf(mark, key);
      const counter = counters.get(key);
      if (counter) {
        counter.last = mark.value;
        counter.highest = mark.value === 1 ? 1 : Math.max(counter.highest, mark.value);
      } else counters.set(key, { last: mark.value, highest: mark.value });
      lastInScope.set(mark.scheme, mark.value);
      const report = (code: DiagnosticCode): Diagnostic => ({
        code,
        severity: severities[code] ?? "error",
        line: place.line,
        nodeId: place.nodeId,
        printed: mark.printed,
        expected: order.code === code ? order.expected : null,
        found: mark.value,
      });
      const found: Diagnostic[] = [];
      if (order.code) found.push(report(order.code));
      const level = levelOf(mark, place.parentRank);
      if (level) found.push(report(level));
      if (/[(（]/.test(mark.printed) && !/^（.*）$/.test(mark.printed)) found.push(report("bracket_mixed"));
      return found;
    },
  };
};
