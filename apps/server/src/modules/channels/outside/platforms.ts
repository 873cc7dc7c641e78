import type { Clock } from "#kernel/clock.ts";
import type { Config } from "#kernel/config.ts";
import { createBaijiahao } from "./baijiahao.ts";
import { createLocalPlatform } from "./local.ts";
import { createOfficialAccount } from "./official-account.ts";
import type { OutsidePlatform } from "./platform.ts";

/** The platforms outside, by the code of their channel. */
export const outsideChannels = {
  "official-account": "微信公众号",
  baijiahao: "百家号",
} as const;
export type OutsideChannel = keyof typeof outsideChannels;
export type OutsidePlatforms = Readonly<Partial<Record<string, OutsidePlatform>>>;

type Settings = Pick<Config, "demo" | "officialAccount" | "baijiahao">;

/** A demonstration never speaks to a platform, whatever is set; elsewhere a platform is there once it is set. */
export const openPlatforms = (config: Settings, clock: Clock): OutsidePlatforms => {
  if (config.demo)
    return Object.fromEntries(
      Object.entries(outsideChannels).map(([code, name]) => [code, createLocalPlatform(name)]),
    );
  return {
    ...(config.officialAccount === undefined
      ? {}
      : { "official-account": createOfficialAccount(config.officialAccount, clock) }),
    ...(config.baijiahao === undefined ? {} : { baijiahao: createBaijiahao(config.baijiahao) }),
  };
};

/** Whether a channel begins open: off, until somebody set its account. */
export const isSet = (config: Settings, code: string): boolean =>
  config.demo ||
  (code === "official-account" && config.officialAccount !== undefined) ||
  (code === "baijiahao" && config.baijiahao !== undefined);
