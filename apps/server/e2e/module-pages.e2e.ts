// Pages of the modules as their users see them, in the demonstration district: three accessibility engines, the elder
// rules on targets and type, nothing sideways, no script error, no request to another host.
import assert from "node:assert/strict";
import { test } from "node:test";
import { auditPage, findingText } from "./support/accessibility.ts";
import { sidewaysOverflow, smallTargets, smallTexts } from "./support/targets.ts";
import { type BrowserOptions, openPage } from "./support/browser.ts";
import { openDistrict, signInAs } from "./support/district.ts";

const openPages = [
  "/sign-in",
  "/sign-in/password",
  "/organisations",
  "/organisations/register",
  "/organisations/status",
  "/ledger",
  "/calendar",
  "/policies",
  "/policies/which",
  "/policies/which?who=base",
  "/policies/which?who=base&step=matter",
  "/policies/1",
  "/development/outbox",
  "/no-such-page",
];
const ownPages = [
  "/me",
  "/my/security",
  "/my/consents",
  "/my/data",
  "/my/family",
  "/my/helped",
  "/my/helping",
];

const dresses: readonly { name: string; options: Omit<BrowserOptions, "url"> }[] = [
  { name: "normal at 360", options: { width: 360 } },
  { name: "normal at 1366", options: { width: 1366 } },
  { name: "长辈版 at 360", options: { width: 360, mode: { elder: true } } },
  { name: "高对比 at 768", options: { width: 768, mode: { contrast: "high" } } },
];

for (const { name, options } of dresses) {
  test(`${name}: nothing is found on any page of the modules`, { timeout: 240_000 }, async () => {
    const district = await openDistrict();
    await using watched = await openPage({ url: district.url, ...options });
    const { page } = watched;
    const found: string[] = [];
    const look = async (path: string): Promise<void> => {
      await page.goto(path);
      for (const finding of await auditPage(page)) found.push(`${path} ${findingText(finding)}`);
      if ((await sidewaysOverflow(page)) > 0) found.push(`${path} scrolls sideways`);
      if (options.mode?.elder !== true) return;
      for (const text of await smallTargets(page, 60))
        found.push(`${path} target too small: ${JSON.stringify(text)}`);
      for (const text of await smallTexts(page, 18))
        found.push(`${path} text too small: ${JSON.stringify(text)}`);
    };
    for (const path of openPages) await look(path);
    await signInAs(page, district, "demo.helper");
    for (const path of ownPages) await look(path);
    assert.deepEqual(found, [], found.join("\n"));
    assert.deepEqual(watched.problems, []);
  });
}
