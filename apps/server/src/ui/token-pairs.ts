// Which text may stand on which ground. tokens.test.ts measures each pair in every mode; a component that needs a
// pair that is not here adds it here first.

export type TokenPair = {
  text: string;
  ground: string;
  /** "text" needs 4.5:1 (7:1 in high contrast); "mark" is a border, icon or focus ring and needs 3:1 (WCAG 1.4.11). */
  use: "text" | "mark";
};

const on = (grounds: readonly string[], use: TokenPair["use"], texts: readonly string[]): TokenPair[] =>
  grounds.flatMap((ground) => texts.map((text) => ({ text, ground, use })));

const papers = ["--paper", "--paper-raised", "--paper-sunken"];

export const tokenPairs: readonly TokenPair[] = [
  ...on(papers, "text", [
    "--ink",
    "--ink-soft",
    "--link",
    "--link-hover",
    "--link-visited",
    "--river",
    "--river-deep",
    "--maple",
    "--maple-deep",
    "--moss",
    "--amber",
  ]),
  ...on(["--river-tint", "--river-wash"], "text", [
    "--ink",
    "--ink-soft",
    "--link",
    "--link-hover",
    "--river-deep",
  ]),
  ...on(["--selection"], "text", ["--ink"]),
  ...on(["--control"], "text", ["--ink", "--ink-soft", "--maple"]),
  ...on(["--maple-tint"], "text", ["--ink", "--ink-soft", "--maple", "--maple-deep", "--link"]),
  ...on(["--moss-tint"], "text", ["--ink", "--ink-soft", "--moss", "--link"]),
  ...on(["--amber-tint"], "text", ["--ink", "--ink-soft", "--amber", "--link"]),
  ...on(["--river", "--river-deep"], "text", ["--on-river", "--on-river-soft"]),
  ...on(["--maple", "--maple-deep"], "text", ["--on-maple"]),
  ...on(["--seal"], "text", ["--on-seal"]),
  ...on(papers, "mark", ["--line-strong", "--control-line", "--river", "--maple", "--amber-mark", "--seal"]),
  ...on(["--control"], "mark", ["--control-line", "--maple", "--river"]),
  ...on([...papers, "--river-tint", "--maple-tint", "--moss-tint", "--amber-tint"], "mark", ["--focus"]),
  // On dark grounds the halo is what shows; the two rings must also differ from each other.
  ...on(["--river", "--river-deep", "--maple", "--maple-deep"], "mark", ["--focus-halo"]),
  ...on(["--focus-halo"], "mark", ["--focus"]),
];
