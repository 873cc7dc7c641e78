// Where Chromium is on this machine; without a browser of its own, so that the bench can ask too.
import { existsSync } from "node:fs";

// The shell first: the same engine without the browser's own windows, which would start anew for each context.
const places = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

export const findChromium = (): string => {
  const found = [process.env["CHROMIUM_PATH"], ...places].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (found === undefined)
    throw new Error("没有找到 Chromium。请安装：sudo apt-get install chromium fonts-noto-cjk");
  return found;
};
