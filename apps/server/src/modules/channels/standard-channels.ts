import type { ChannelKind } from "./tables.ts";

/** `{no}` is the item's public number. */
export const standardChannels: readonly { code: string; name: string; kind: ChannelKind; target: string }[] =
  [
    { code: "portal", name: "门户网页", kind: "page", target: "/articles/{no}" },
    { code: "atom", name: "Atom 订阅", kind: "feed", target: "/feeds/all.atom" },
    { code: "rss", name: "RSS 订阅", kind: "feed", target: "/feeds/all.rss" },
    { code: "json-feed", name: "JSON Feed 订阅", kind: "feed", target: "/feeds/all.json" },
    { code: "screens", name: "科普终端海报", kind: "screens", target: "" },
    // Off until somebody sets the account; a demonstration keeps them on this machine (docs/outside-platforms.md).
    { code: "official-account", name: "微信公众号", kind: "outside", target: "" },
    { code: "baijiahao", name: "百家号", kind: "outside", target: "" },
    { code: "print", name: "纸质海报", kind: "print", target: "" },
  ];
