// The accessibility gate: axe-core, IBM's accessibility-checker-engine and HTML_CodeSniffer each find what another
// misses, so a page passes when their union is empty (ARCHITECTURE §6).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { isExcepted } from "./accessibility-exceptions.ts";

export type Engine = "axe" | "ace" | "htmlcs";
export type Finding = { engine: Engine; rule: string; target: string; message: string };

const require = createRequire(import.meta.url);
const sources: Readonly<Record<Engine, string>> = {
  axe: readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"),
  ace: readFileSync(require.resolve("accessibility-checker-engine/ace.js"), "utf8"),
  // 2.5.1 misspells the key of its own H98 messages and would throw where it means to report.
  htmlcs: readFileSync(require.resolve("html_codesniffer/build/HTMLCS.js"), "utf8").replaceAll(
    "InvalidAutoComplete_",
    "InvalidAutocomplete_",
  ),
};

/** WCAG 2.2 A and AA with best practice; HTML_CodeSniffer knows 2.1 at most and IBM's ruleset is 2.2 with its own additions. */
const axeTags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const aceRulesets = ["IBM_Accessibility", "WCAG_2_2"];

/** What the engines put on the window; only what is used here. */
type EngineGlobals = {
  axe: {
    run: (options: object) => Promise<{
      violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
    }>;
  };
  ace: {
    Checker: new () => {
      check: (
        document: Document,
        rulesets: readonly string[],
      ) => Promise<{
        results: {
          ruleId: string;
          reasonId: unknown;
          value: [string, string];
          path: { dom: string };
          message: string;
          snippet: string;
        }[];
      }>;
    };
  };
  HTMLCS: {
    process: (standard: string, document: Document, done: () => void) => void;
    getMessages: () => { type: number; code: string; msg: string; element: Element }[];
    ERROR: number;
  };
};

/**
 * Every finding of the three engines on the page as it is now, without those of `accessibility-exceptions.ts`.
 * The engines are evaluated through the debugging protocol, which the page's own CSP does not block: the page is
 * audited with the headers that readers get.
 */
export async function auditPage(page: Page): Promise<Finding[]> {
  await load(page);
  const [axe, ace, htmlcs] = [await runAxe(page), await runAce(page), await runHtmlcs(page)];
  return [...axe, ...ace, ...htmlcs].filter((finding) => !isExcepted(finding, page.url()));
}

/** One line a finding, for the message of a failing test. */
export const findingText = ({ engine, rule, target, message }: Finding): string =>
  `${engine} ${rule} at ${target}: ${message}`;

async function load(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  try {
    for (const [engine, source] of Object.entries(sources)) {
      const { exceptionDetails } = await session.send("Runtime.evaluate", { expression: `${source}\n;0` });
      if (exceptionDetails) throw new Error(`${engine} did not load: ${exceptionDetails.text}`);
    }
  } finally {
    await session.detach();
  }
}

function runAxe(page: Page): Promise<Finding[]> {
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as EngineGlobals; // put there by load()
    const { violations } = await axe.run({
      runOnly: { type: "tag", values: tags },
      resultTypes: ["violations"],
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => ({
        engine: "axe" as const,
        rule: id,
        target: node.target.flat().map(String).join(" "),
        message: `${help}. ${node.failureSummary ?? ""}`,
      })),
    );
  }, axeTags);
}

function runAce(page: Page): Promise<Finding[]> {
  return page.evaluate(async (rulesets) => {
    const { ace } = globalThis as unknown as EngineGlobals; // put there by load()
    const { results } = await new ace.Checker().check(document, rulesets);
    return results
      .filter(({ value }) => value[0] === "VIOLATION" && value[1] === "FAIL")
      .map(({ ruleId, path, message, snippet }) => ({
        engine: "ace" as const,
        rule: ruleId,
        target: path.dom,
        message: `${message} ${snippet}`,
      }));
  }, aceRulesets);
}

function runHtmlcs(page: Page): Promise<Finding[]> {
  return page.evaluate(
    () =>
      new Promise<Finding[]>((resolve) => {
        const { HTMLCS } = globalThis as unknown as EngineGlobals; // put there by load()
        HTMLCS.process("WCAG2AA", document, () => {
          const errors = HTMLCS.getMessages().filter(({ type }) => type === HTMLCS.ERROR);
          resolve(
            errors.map(({ code, msg, element }) => ({
              engine: "htmlcs" as const,
              rule: code,
              target: element instanceof Element ? element.outerHTML.slice(0, 200) : "document",
              message: msg,
            })),
          );
        });
      }),
  );
}
