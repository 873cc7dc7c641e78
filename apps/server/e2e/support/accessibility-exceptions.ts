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

export const exceptions: readonly Exception[] = [];

export function isExcepted(finding: Finding, url: string): boolean {
  return exceptions.some(
    (exception) =>
      exception.engine === finding.engine &&
      exception.rule === finding.rule &&
      (exception.target?.test(finding.target) ?? true) &&
      (exception.url?.test(url) ?? true),
  );
}
