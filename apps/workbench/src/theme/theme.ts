import type { ThemeConfig } from "antd";
import type { Tokens } from "./parse-tokens.ts";

const take = (tokens: Tokens, name: string): string => {
  const value = tokens[name];
  if (value === undefined) throw new Error(`tokens.css has no --${name}`);
  return value;
};

/** Pairs of text and ground that Ant Design draws with our theme; theme.test.ts measures them (≥ 4.5 : 1). */
export const textPairs: readonly (readonly [text: string, ground: string])[] = [
  ["ink", "paper"],
  ["ink", "paper-raised"],
  ["ink-soft", "paper"],
  ["ink-soft", "paper-raised"],
  ["ink-soft", "paper-sunken"],
  ["control-line", "paper-raised"],
  ["river", "paper-raised"],
  ["river", "river-tint"],
  ["on-river", "river"],
  ["on-river", "river-deep"],
  ["maple", "paper-raised"],
  ["maple", "maple-tint"],
  ["moss", "moss-tint"],
  ["amber", "amber-tint"],
];

/** Ant Design in the colours of the river: maple red is for what is urgent or wrong, and for nothing else. */
export const toTheme = (tokens: Tokens): ThemeConfig => {
  const of = (name: string): string => take(tokens, name);
  return {
    token: {
      colorPrimary: of("river"),
      colorInfo: of("river"),
      // The library derives greys from our dark greens; on those links would be 3 : 1.
      colorInfoBg: of("river-tint"),
      colorSuccessBg: of("moss-tint"),
      colorWarningBg: of("amber-tint"),
      colorErrorBg: of("maple-tint"),
      colorSuccess: of("moss"),
      colorWarning: of("amber-mark"),
      colorError: of("maple"),
      colorLink: of("link"),
      colorLinkHover: of("link-hover"),
      colorLinkActive: of("link-hover"),
      colorText: of("ink"),
      colorTextSecondary: of("ink-soft"),
      colorTextTertiary: of("ink-soft"),
      // The library's own placeholder and disabled greys are about 2 : 1.
      colorTextQuaternary: of("control-line"),
      colorTextPlaceholder: of("control-line"),
      colorTextDisabled: of("control-line"),
      colorTextDescription: of("ink-soft"),
      colorBgLayout: of("paper"),
      colorBgContainer: of("paper-raised"),
      colorBgElevated: of("paper-raised"),
      colorBorder: of("control-line"),
      colorBorderSecondary: of("line"),
      colorSuccessText: of("moss"),
      colorWarningText: of("amber"),
      colorErrorText: of("maple"),
      fontFamily: of("font"),
      fontSize: 14,
      lineHeight: 1.6,
      borderRadius: 6,
      controlHeight: 34,
      motion: false,
      wireframe: false,
    },
    components: {
      Layout: {
        headerBg: of("river-deep"),
        headerColor: of("on-river"),
        siderBg: of("paper-raised"),
        bodyBg: of("paper"),
        headerPadding: "0 16px",
        headerHeight: 56,
      },
      Menu: {
        itemSelectedBg: of("river-tint"),
        itemSelectedColor: of("river-deep"),
        itemColor: of("ink"),
        groupTitleColor: of("ink-soft"),
        itemBg: "transparent",
        subMenuItemBg: "transparent",
        activeBarBorderWidth: 0,
      },
      Table: {
        headerBg: of("paper-sunken"),
        headerColor: of("ink"),
        rowHoverBg: of("river-tint"),
        cellPaddingBlock: 10,
        borderColor: of("line"),
      },
      Tag: { defaultBg: of("paper-sunken"), defaultColor: of("ink") },
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
    },
  };
};
