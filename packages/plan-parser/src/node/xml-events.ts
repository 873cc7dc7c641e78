import { SaxesParser } from "saxes";
import { PlanError } from "../errors.ts";
import type { FileLimits } from "./limits.ts";

export type XmlElement = {
  /** Local name in the WordprocessingML (or mathematics, or relationships) namespace; `?` for any other. */
  readonly name: string;
  /** Attribute by local name. */
  readonly attribute: (name: string) => string | null;
};

export type XmlHandler = {
  readonly open: (element: XmlElement) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
};

/** Both conformance classes of ISO/IEC 29500, and markup compatibility for its Fallback. */
const knownNamespace =
  /\/(?:wordprocessingml\/(?:2006\/)?main|officeDocument\/(?:2006\/)?math|markup-compatibility\/2006|package\/2006\/relationships)$/;

const decode = (bytes: Uint8Array, part: string): string => {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new PlanError("plan.docx_broken", { part }, { cause });
  }
};

/**
 * Runs through one XML part. A DOCTYPE is refused, so there are no entities of the document's own; depth and number of
 * elements are bounded. Malformed XML is an error, never repaired.
 */
export const readXml = (
  part: { readonly name: string; readonly bytes: Uint8Array },
  limits: FileLimits,
  handler: XmlHandler,
): void => {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const names: string[] = [];
  let elements = 0;
  parser.on("doctype", () => {
    throw new PlanError("plan.docx_doctype");
  });
  parser.on("error", (cause) => {
    throw new PlanError("plan.docx_broken", { part: part.name }, { cause });
  });
  parser.on("opentag", (tag) => {
    elements += 1;
    if (names.length >= limits.xmlDepth || elements > limits.xmlElements) {
      throw new PlanError("plan.docx_broken", { part: part.name });
    }
    const name = knownNamespace.test(tag.uri) ? tag.local : "?";
    names.push(name);
    handler.open({
      name,
      attribute: (wanted) => {
        for (const attribute of Object.values(tag.attributes))
          if (attribute.local === wanted) return attribute.value;
        return null;
      },
    });
  });
  parser.on("closetag", () => handler.close(names.pop() ?? "?"));
  parser.on("text", handler.text);
  parser.on("cdata", handler.text);
  parser.write(decode(part.bytes, part.name)).close();
};

/** Value of an on/off element: present without a value means on. */
export const isOn = (element: XmlElement): boolean =>
  !/^(?:0|false|off|none)$/.test(element.attribute("val") ?? "1");

/** A whole number of an attribute, null when it is missing or no number. */
export const integer = (element: XmlElement, name: string): number | null => {
  const value = element.attribute(name);
  return value !== null && /^-?\d{1,9}$/.test(value) ? Number(value) : null;
};
