const systems: readonly [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/i, "鸿蒙设备"],
  [/iPhone/i, "苹果手机"],
  [/iPad/i, "苹果平板"],
  [/Android/i, "安卓手机"],
  [/Windows/i, "Windows 电脑"],
  [/Macintosh|Mac OS/i, "苹果电脑"],
  [/Linux/i, "Linux 电脑"],
];
const browsers: readonly [RegExp, string][] = [
  [/MicroMessenger/i, "微信"],
  [/Edg\//i, "Edge"],
  [/Firefox\//i, "火狐"],
  [/Chrom(?:e|ium)\//i, "Chrome"],
  [/Safari\//i, "Safari"],
];

/** Enough of a User-Agent for people to recognise their own device, and no more: the whole text tells people apart. */
export const describeDevice = (userAgent: string): string => {
  const name = (table: readonly [RegExp, string][], other: string): string =>
    table.find(([pattern]) => pattern.test(userAgent))?.[1] ?? other;
  return `${name(systems, "其他设备")} · ${name(browsers, "其他浏览器")}`;
};
