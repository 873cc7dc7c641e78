import { chromium } from "playwright-core";
const base = "http://localhost:3107";
const out = "/tmp/kepu/shots-guides";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const pages = { home: "/", elders: "/zones/elders", calendar: "/calendar", policies: "/policies", which: "/policies/which", which2: "/policies/which?step=who&who=base", which3: "/policies/which?who=base&step=matter&matter=money", whicherr: "/policies/which?step=who", policy: "/policies/1" };
for (const [mode, cookie] of [["normal", ""], ["elder", "elder"]])
  for (const width of [360, 1366]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: false });
    const page = await context.newPage();
    if (cookie) await page.goto(`${base}/mode?elder=1&back=/`).catch(() => {});
    for (const [name, path] of Object.entries(pages)) {
      const r = await page.goto(base + path);
      if (r.status() !== 200) console.log(path, r.status());
      await page.screenshot({ path: `${out}/${name}-${mode}-${width}.png`, fullPage: true });
    }
    await context.close();
  }
await browser.close();
