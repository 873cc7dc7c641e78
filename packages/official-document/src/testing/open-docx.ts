import { unzipSync } from "fflate";
import { SaxesParser } from "saxes";

/** An element of a part, with what stands in it. */
export type Element = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: Element[];
  text: string;
};

const parse = (xml: string): Element => {
  const top: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const parser = new SaxesParser<{ xmlns?: false }>();
  parser.on("opentag", ({ name, attributes }) => {
    const element: Element = {
      name,
      attributes,
      children: [],
      text: "",
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    for (const element of open) element.text += text;
  });
  parser.on("closetag", () => open.pop());
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return top;
};

/** Every part of a .docx, each read by a strict XML reader. */
export const openDocx = (bytes: Uint8Array): ReadonlyMap<string, Element> =>
  new Map(
    Object.entries(unzipSync(bytes)).map(([name, part]) => [
      name,
      parse(new TextDecoder("utf-8", { fatal: true }).decode(part)),
    ]),
  );

/** All elements of a name below one, in order. */
export const findAll = (element: Element, name: string): Element[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...findAll(child, name)]);

export const findOne = (element: Element, name: string): Element => {
  const found = findAll(element, name)[0];
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

/** The paragraphs of a document with the face and size of each of their runs. */
export const readParagraphs = (
  document: Element,
): { text: string; runs: { text: string; face: string; size: number }[]; element: Element }[] =>
  findAll(document, "w:p").map((element) => ({
    text: element.text,
    element,
    runs: findAll(element, "w:r")
      .filter((run) => run.text !== "")
      .map((run) => ({
        text: run.text,
        face: findOne(run, "w:rFonts").attributes["w:eastAsia"] ?? "",
        size: Number(findOne(run, "w:sz").attributes["w:val"]) / 2,
      })),
  }));
