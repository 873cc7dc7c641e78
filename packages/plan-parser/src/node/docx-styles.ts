import type { FileLimits } from "./limits.ts";
import { integer, readXml } from "./xml-events.ts";

/** What of a paragraph style matters here. */
export type ParagraphStyle = {
  basedOn: string | null;
  numberingId: string | null;
  numberingLevel: number | null;
  isIndented: boolean | null;
  alignment: string | null;
};

export type Styles = {
  readonly byId: ReadonlyMap<string, ParagraphStyle>;
  readonly defaultId: string | null;
};

/** Longest chain of basedOn that is followed; a longer one is a loop. */
const longestChain = 32;

export const readStyles = (bytes: Uint8Array | null, limits: FileLimits): Styles => {
  const byId = new Map<string, ParagraphStyle>();
  let defaultId: string | null = null;
  let current: ParagraphStyle | null = null;
  if (bytes === null) return { byId, defaultId };
  readXml({ name: "styles.xml", bytes }, limits, {
    open: (element) => {
      if (element.name === "style") {
        current = {
          basedOn: null,
          numberingId: null,
          numberingLevel: null,
          isIndented: null,
          alignment: null,
        };
        const id = element.attribute("styleId");
        if (id !== null) byId.set(id, current);
        if (
          element.attribute("type") === "paragraph" &&
          /^(?:1|true|on)$/.test(element.attribute("default") ?? "")
        ) {
          defaultId = id;
        }
      }
      if (current === null) return;
      if (element.name === "basedOn") current.basedOn = element.attribute("val");
      else if (element.name === "numId") current.numberingId = element.attribute("val");
      else if (element.name === "ilvl") current.numberingLevel = integer(element, "val");
      else if (element.name === "jc") current.alignment = element.attribute("val");
      else if (element.name === "ind") {
        const first = integer(element, "firstLineChars") ?? integer(element, "firstLine");
        if (first !== null) current.isIndented = first > 0;
      }
    },
    close: (name) => {
      if (name === "style") current = null;
    },
    text: () => {},
  });
  return { byId, defaultId };
};

/** The first value down the chain of basedOn. */
export const inherited = <Key extends keyof ParagraphStyle>(
  styles: Styles,
  styleId: string | null,
  key: Key,
): ParagraphStyle[Key] | null => {
  let id = styleId ?? styles.defaultId;
  for (let step = 0; id !== null && step < longestChain; step += 1) {
    const style = styles.byId.get(id);
    const value = style?.[key];
    if (value !== null && value !== undefined) return value;
    id = style?.basedOn ?? null;
  }
  return null;
};
