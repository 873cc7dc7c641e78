// Takes the pictures of the READMEs in a fresh demonstration district: docs/images, one PNG a page, small enough to keep in git.
// Called by screenshots.mjs on Node 24, under the test runner.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { type BrowserOptions, openPage } from "../apps/server/e2e/support/browser.ts";
import { type District, openDistrict, signInAs } from "../apps/server/e2e/support/district.ts";
import { checkpointNow } from "../apps/server/e2e/support/ledger.ts";

const folder = join(import.meta.dirname, "../docs/images");
const largestBytes = 250 * 1024;

type Picture = {
  name: string;
  path: string;
  width: number;
  mode?: NonNullable<BrowserOptions["mode"]>;
  /** Below the record of the list's first suitable row: a draft to edit, something published with its sheet. */
  record?: "/edit" | "/sheet";
  /** Pages of the workbench need a demonstration account. */
  account?: string;
};

const pictures: readonly Picture[] = [
  { name: "portal-home", path: "/", width: 1366 },
  { name: "portal-home-phone", path: "/", width: 360 },
  { name: "portal-elder-phone", path: "/", width: 360, mode: { elder: true } },
  { name: "portal-zone-farmers", path: "/zones/farmers", width: 1366 },
  { name: "portal-register-phone", path: "/organisations/register", width: 360 },
  { name: "portal-ledger", path: "/ledger", width: 1366 },
  { name: "portal-article-phone", path: "/articles/41", width: 360 },
  { name: "portal-article-elder-phone", path: "/articles/41", width: 360, mode: { elder: true } },
  { name: "portal-rumours-phone", path: "/rumours", width: 360 },
  { name: "portal-verdict", path: "/rumours/2", width: 1366 },
  { name: "workbench-gaps", path: "/workbench/gaps", width: 1366, account: "demo.editor" },
  {
    name: "workbench-editor",
    path: "/workbench/contents",
    record: "/edit",
    width: 1366,
    account: "demo.editor",
  },
  {
    name: "workbench-sheet",
    path: "/workbench/contents",
    record: "/sheet",
    width: 1366,
    account: "demo.editor",
  },
  { name: "workbench-home", path: "/workbench/", width: 1366, account: "demo.orgadmin" },
  { name: "workbench-units", path: "/workbench/units", width: 1366, account: "demo.orgadmin" },
  { name: "workbench-figures", path: "/workbench/figures", width: 1366, account: "demo.supervisor" },
  { name: "workbench-verification", path: "/workbench/organisations", width: 1366, account: "demo.orgadmin" },
];

const settle = async (page: Page): Promise<void> => {
  await page.locator("h1").waitFor();
  await page.locator(".loading-rows, .loading").waitFor({ state: "detached" });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
};

/** The address of a record in the demonstration, whose ids are new each time. */
const findRecord = async (page: Page, record: "/edit" | "/sheet"): Promise<string> => {
  const status = record === "/edit" ? "draft" : "published";
  const id = await page.evaluate(async (wanted) => {
    const answer = await fetch(`/api/contents?size=1&status=${wanted}`);
    const { rows } = (await answer.json()) as { rows: { contentId: string }[] }; // the contract test checks the shape
    return rows[0]?.contentId;
  }, status);
  assert.ok(id !== undefined, `the demonstration has something ${status}`);
  return `/workbench/contents/${id}${record}`;
};

const take = async (district: District, picture: Picture): Promise<void> => {
  const { name, path, record, width, mode = {}, account } = picture;
  await using watched = await openPage({ url: district.url, width, mode });
  const { page } = watched;
  if (account !== undefined) await signInAs(page, district, account);
  const response = await page.goto(record === undefined ? path : await findRecord(page, record));
  assert.equal(response?.status(), 200, path);
  await settle(page);
  // A focus ring left by the page's own focus handling is no part of the picture.
  await page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined,
  );
  const raw = await page.screenshot({ type: "png", scale: "css", animations: "disabled" });
  const png = await sharp(raw)
    .png({ palette: true, colours: 128, compressionLevel: 9, effort: 10 })
    .toBuffer();
  assert.ok(png.length <= largestBytes, `${name}: ${png.length} bytes`);
  assert.deepEqual(watched.problems, [], name);
  writeFileSync(join(folder, `${name}.png`), png);
  console.log(`✓ ${name}.png ${Math.round(png.length / 1024)} KB`);
};

test("pictures of the demonstration district", async () => {
  mkdirSync(folder, { recursive: true });
  const district = await openDistrict();
  await checkpointNow(district);
  for (const picture of pictures) await take(district, picture);
});
