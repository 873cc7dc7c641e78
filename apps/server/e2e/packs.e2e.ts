// An upward pack as its receiver has it: unpacked on a machine without network, opened from the disk in Chromium.
import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import { chromium } from "playwright-core";
import { buildSealedPack } from "#modules/packs/builders.ts";
import { findChromium } from "./support/chromium.ts";

test("a pack opens without network, a figure leads to its records and evidence, and the page inside verifies the hashes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-pack-"));
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  try {
    for (const [path, content] of Object.entries(unzipSync(buildSealedPack().bytes))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const context = await browser.newContext({ offline: true, viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    const asked: string[] = [];
    const problems: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(pathToFileURL(join(folder, "index.html")).href);
    await page.getByRole("link", { name: "3 场" }).click();
    await page.getByText("活动：演示活动 3").waitFor();
    const evidence = await page.getByRole("link", { name: "签到表" }).getAttribute("href");
    assert.equal(evidence, "../evidence/e.pdf");
    await page.getByRole("link", { name: "演示：中期督查材料" }).click();
    await page.getByRole("link", { name: "核对这个包有没有被改过" }).click();
    await page.getByLabel("选文件夹").setInputFiles(folder);
    await page.getByText("全部一致").waitFor();
    appendFileSync(join(folder, "index.html"), " ");
    await page.reload();
    await page.getByLabel("选文件夹").setInputFiles(folder);
    await page.getByText("index.html：内容和清单里的指纹不一致").waitFor();
    assert.deepEqual(problems, []);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith("file:")),
      [],
    );
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});
