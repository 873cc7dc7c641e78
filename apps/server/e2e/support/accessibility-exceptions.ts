// Findings that are not defects. Each names the engine's rule, where it applies, and why it is wrong there; a rule
// without a reason is not excepted.
import type { Finding } from "./accessibility.ts";

export type Exception = {
  engine: Finding["engine"];
  rule: string;
  /** Only these findings of the rule; without it, all. */
  target?: RegExp;
  /** Only on these addresses; without it, on all. */
  url?: RegExp;
  reason: string;
};

export const exceptions: readonly Exception[] = [
  {
    engine: "htmlcs",
    rule: "WCAG2AA.Principle1.Guideline1_3.1_3_1.F92,ARIA4",
    target: /^<form [^>]*role="presentation"/,
    reason:
      "A form without a name has no role anyway (HTML-AAM), and ARIA in HTML allows presentation on it; the button inside keeps its own. It is said aloud for the lone button in each row of a list, because IBM's engine takes unnamed forms for landmarks that need different names.",
  },
];

export function isExcepted(finding: Finding, url: string): boolean {
  return exceptions.some(
    (exception) =>
      exception.engine === finding.engine &&
      exception.rule === finding.rule &&
      (exception.target?.test(finding.target) ?? true) &&
      (exception.url?.test(url) ?? true),
  );
}
