// One Chromium for the whole run; each test has a context of its own.
import { after } from "node:test";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { findChromium } from "./chromium.ts";

let launched: Promise<Browser> | undefined;

const launch = (): Promise<Browser> => {
  launched ??= chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ],
  });
  return launched;
};

// The root-level hook of the test process ends the browser.
after(async () => {
  await (await launched)?.close();
});

export type BrowserOptions = {
  width?: number;
  /** Without scripts: every resident's journey must work so. */
  javaScript?: "on" | "off";
  mode?: { elder?: boolean; contrast?: "high" };
  url: string;
};

/** What went wrong in the page that no assertion would see: script errors, CSP violations, requests to other hosts. */
export type Watched = {
  context: BrowserContext;
  page: Page;
  problems: string[];
  [Symbol.asyncDispose]: () => Promise<void>;
};

export const openPage = async (options: BrowserOptions): Promise<Watched> => {
  const { width = 1366, javaScript = "on", mode = {}, url } = options;
  const browser = await launch();
  const context = await browser.newContext({
    viewport: { width, height: width < 700 ? 780 : 900 },
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    javaScriptEnabled: javaScript === "on",
    baseURL: url,
    reducedMotion: "reduce",
  });
  const value = `e${mode.elder === true ? 1 : 0}c${mode.contrast === "high" ? 1 : 0}f0`;
  if (value !== "e0c0f0") await context.addCookies([{ name: "kepu_mode", value, url }]);
  const problems: string[] = [];
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Refused to/.test(message.text()))
      problems.push(message.text());
  });
  page.on("request", (request) => {
    const target = new URL(request.url());
    if (target.protocol.startsWith("http") && target.host !== new URL(url).host)
      problems.push(`request to ${target.host}`);
  });
  return { context, page, problems, [Symbol.asyncDispose]: () => context.close() };
};
