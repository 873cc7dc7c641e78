import { SaxesParser } from "saxes";

export type Element = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: Element[];
  /** Text of the element itself, in order; what stands in children is theirs. */
  text: string;
};

/** A document as a tree, by a strict parser: what is not well-formed throws. */
export const parseXml = (text: string): Element => {
  const parser = new SaxesParser();
  const top: Element = { name: "", attributes: {}, children: [], text: "" };
  const open: Element[] = [top];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    const element: Element = { name: tag.name, attributes: { ...tag.attributes }, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => {
    open.pop();
  });
  const add = (words: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += words;
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.write(text).close();
  const [root] = top.children;
  if (root === undefined) throw new Error("an XML document has a root");
  return root;
};

/** All text of an element and its children. */
export const textOf = (element: Element): string => element.text + element.children.map(textOf).join("");
