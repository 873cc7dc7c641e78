// One stylesheet for the whole portal, read once and served under its own hash: nothing inline (CSP), cached for ever.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

export type Stylesheet = { css: string; hash: string; path: string };

/**
 * Tokens and base first, then components, then pages, each by name: the order of the files is the order of the cascade.
 * `source` is the folder that holds `ui/` and `site/`; a bundled server passes where its build copied them.
 */
export function readStylesheet(source: URL = new URL("../", import.meta.url)): Stylesheet {
  const first = ["ui/tokens.css", "ui/base.css"];
  const rest = ["ui", "site"].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, source), { recursive: true, encoding: "utf8" })
      .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
      .filter((file) => file.endsWith(".css") && !first.includes(file))
      .sort(),
  );
  const css = [...first, ...rest]
    .map((file) => withoutComments(readFileSync(new URL(file, source), "utf8")))
    .join("");
  const hash = createHash("sha256").update(css).digest("hex").slice(0, 16);
  return { css, hash, path: `/assets/portal.${hash}.css` };
}

/** Comments and indentation are for people; our files hold neither inside strings. */
function withoutComments(css: string): string {
  return `${css
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/\s*\n\s*/g, "\n")
    .trim()}\n`;
}
