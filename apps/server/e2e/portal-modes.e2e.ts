// 长辈版, high contrast and the keyboard on the portal (适老化 rules of 2021; WCAG 2.2), with and without JavaScript.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pageExamples } from "#site/page-examples.tsx";
import { componentExamples } from "#ui/examples.ts";
import { auditPage, findingText } from "./support/accessibility.ts";
import { openPage } from "./support/browser.ts";
import { openDistrict } from "./support/district.ts";
import { sidewaysOverflow, smallTargets, smallTexts } from "./support/targets.ts";

const wholePages = componentExamples.flatMap(({ component, examples }) =>
  // A layout example is a document of its own with its own mode: the audit below walks it in that one.
  examples.flatMap((example, index) => (example.kind === "page" ? [`/ui/${component}/${index}`] : [])),
);
const states = ["/ui", ...wholePages, ...pageExamples.map(({ name }) => `/ui/pages/${name}`)];
const widths = [360, 768, 1366] as const;
const modes = [
  { name: "normal", mode: {} },
  { name: "长辈版", mode: { elder: true } },
  { name: "high contrast", mode: { contrast: "high" as const } },
];

describe("portal in its modes", () => {
  for (const { name, mode } of modes) {
    for (const width of widths) {
      test(`${name} at ${width}: three engines find nothing on any component or page state, and nothing scrolls sideways`, async () => {
        const { url } = await openDistrict();
        // Two at a time: the engines are the cost, and each page of the browser has a process of its own.
        const halves = [0, 1].map((half) => states.filter((_, index) => index % 2 === half));
        const found: string[] = [];
        await Promise.all(
          halves.map(async (paths) => {
            await using watched = await openPage({ url, width, mode });
            for (const path of paths) {
              await watched.page.goto(path);
              if ((await sidewaysOverflow(watched.page)) > 0) found.push(`${path} scrolls sideways`);
              for (const finding of await auditPage(watched.page))
                found.push(`${path} ${findingText(finding)}`);
            }
            assert.deepEqual(watched.problems, []);
          }),
        );
        assert.deepEqual(found, [], found.join("\n"));
      });
    }
  }

  test("the gate itself: on a bad page each of the three engines finds something", async () => {
    const { url } = await openDistrict();
    await using watched = await openPage({ url });
    await watched.page.setContent(
      '<html><head></head><body><img src="x.png"><input type="text"><p style="color:#999;background:#fff">灰字</p><a href="#"></a></body></html>',
    );
    const engines = new Set((await auditPage(watched.page)).map(({ engine }) => engine));
    assert.deepEqual([...engines].sort(), ["ace", "axe", "htmlcs"]);
  });

  test("in the 长辈版 no text is under 18 px and no control under 60 × 60, at the first and the last size of type", async () => {
    const { url } = await openDistrict();
    const findings: string[] = [];
    for (const cookie of ["e1c0f0", "e1c0f3"]) {
      await using watched = await openPage({ url, width: 360, javaScript: "on" });
      await watched.context.addCookies([{ name: "kepu_mode", value: cookie, url }]);
      for (const path of states.filter((state) => !state.startsWith("/ui/Layout/"))) {
        await watched.page.goto(path);
        const over = await sidewaysOverflow(watched.page);
        const found = [
          ...(await smallTargets(watched.page, 60)),
          ...(await smallTexts(watched.page, 18)),
          ...(over === 0 ? [] : [`${over} px sideways`]),
        ];
        findings.push(...found.map((finding) => `${path} ${cookie}: ${finding}`));
      }
      assert.deepEqual(findings, []);
      const size = await watched.page
        .locator("main p")
        .first()
        .evaluate((node) => getComputedStyle(node).fontSize);
      assert.equal(Number.parseFloat(size) >= 18, true);
    }
  });

  test("in the normal version every control is at least 24 × 24", async () => {
    const { url } = await openDistrict();
    await using watched = await openPage({ url, width: 360 });
    for (const path of states) {
      await watched.page.goto(path);
      assert.deepEqual(await smallTargets(watched.page, 24), [], path);
    }
  });

  test("an elder without JavaScript finds the 长辈版 on the home page, makes the type larger until 30 px, and goes back", async () => {
    const { url } = await openDistrict();
    await using watched = await openPage({ url, width: 360, javaScript: "off" });
    const { page } = watched;
    await page.goto("/places");
    await page.getByRole("link", { name: "长辈版" }).click();
    assert.equal(new URL(page.url()).pathname, "/places");
    const sizes: string[] = [];
    for (let step = 0; step < 3; step++) {
      await page.getByText("字号颜色").click();
      await page.getByRole("link", { name: "字大一点" }).click();
      sizes.push(await page.locator("body").evaluate((body) => getComputedStyle(body).fontSize));
    }
    assert.deepEqual(sizes, ["23px", "26px", "30px"]);
    await page.getByText("字号颜色").click();
    assert.equal(await page.getByRole("link", { name: "字大一点" }).count(), 0);
    await page.getByRole("link", { name: "普通版" }).click();
    assert.equal(await page.getByRole("link", { name: "长辈版" }).count(), 1);
  });

  test("by keyboard: the first stop skips to the text, the focus is seen, and a search is made with Enter", async () => {
    const { url } = await openDistrict();
    await using watched = await openPage({ url });
    const { page } = watched;
    await page.goto("/");
    await page.keyboard.press("Tab");
    const skip = page.locator(":focus");
    assert.equal(await skip.innerText(), "跳到正文");
    assert.ok(((await skip.boundingBox())?.y ?? -1) >= 0, "the skip link is shown when it has the focus");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(":focus").getAttribute("id"), "main");
    await page.getByRole("searchbox").focus();
    const outline = await page.locator(":focus").evaluate((node) => getComputedStyle(node).outlineWidth);
    assert.equal(outline, "3px");
    await page.keyboard.type("科技馆");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\?q=/);
    assert.match(await page.locator("h1").innerText(), /科技馆/);
  });

  test("zoomed to 400 % nothing scrolls sideways (1280 px wide at 400 % is 320 px)", async () => {
    const { url } = await openDistrict();
    await using watched = await openPage({ url, width: 320 });
    for (const path of states) {
      await watched.page.goto(path);
      assert.equal(await sidewaysOverflow(watched.page), 0, path);
    }
  });

  test("printed, a page keeps its text and leaves out what only a screen can use", async () => {
    const { url } = await openDistrict();
    await using watched = await openPage({ url });
    await watched.page.goto("/ui/pages/officials");
    await watched.page.emulateMedia({ media: "print" });
    assert.ok(await watched.page.getByRole("heading", { level: 1 }).isVisible());
    assert.equal(await watched.page.getByRole("searchbox").isVisible(), false);
    assert.equal(await watched.page.getByRole("navigation", { name: "主要栏目" }).isVisible(), false);
  });
});
