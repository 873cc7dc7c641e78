// Finds what our pages must never hold. It reads the renderer's own output, not arbitrary HTML: tags are balanced and
// text is escaped there, so a small reader suffices where a full parser would be a dependency.

const voidElements = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "source",
  "track",
  "wbr",
]);
/** A paragraph ends where one of these begins (HTML, "p" end tag omission): the page would not be what we wrote. */
const endsParagraph = new Set(
  "address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul".split(
    " ",
  ),
);
const interactive = new Set(["a", "button", "input", "select", "textarea", "summary", "audio", "video"]);

type Tag = { name: string; attributes: Map<string, string> };

export function markupProblems(html: string): string[] {
  const problems: string[] = [];
  const open: Tag[] = [];
  const ids = new Set<string>();
  const references: { from: string; id: string }[] = [];
  const within = (name: string): boolean => open.some((tag) => tag.name === name);

  for (const match of html.matchAll(
    /<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*(\/?)>/g,
  )) {
    const [, closing, name = "", attributeText = "", selfClosing] = match;
    if (closing) {
      const last = open.pop();
      if (last?.name !== name) problems.push(`</${name}> closes <${last?.name ?? "nothing"}>`);
      continue;
    }
    const attributes = new Map(
      [...attributeText.matchAll(/([^\s=>/]+)(?:="([^"]*)")?/g)].map((part) => [
        part[1] ?? "",
        part[2] ?? "",
      ]),
    );
    const parent = open.at(-1)?.name;
    if (name === "script" || name === "style") problems.push(`<${name}>`);
    for (const attribute of attributes.keys()) {
      if (attribute === "style" || attribute.startsWith("on")) problems.push(`${attribute} on <${name}>`);
    }
    for (const attribute of ["href", "src", "action", "formaction"]) {
      const value = attributes.get(attribute);
      if (value !== undefined && /^\s*(javascript|data|vbscript):/i.test(value))
        problems.push(`${attribute}="${value}"`);
    }
    if (endsParagraph.has(name) && within("p")) problems.push(`<${name}> in <p>`);
    if (name === "a" && within("a")) problems.push("<a> in <a>");
    if (interactive.has(name) && name !== "input" && within("button")) problems.push(`<${name}> in <button>`);
    if (interactive.has(name) && within("a")) problems.push(`<${name}> in <a>`);
    if (name === "form" && within("form")) problems.push("<form> in <form>");
    if (name === "label" && within("label")) problems.push("<label> in <label>");
    if (name === "li" && !["ul", "ol"].includes(parent ?? ""))
      problems.push(`<li> in <${parent ?? "nothing"}>`);
    if ((parent === "ul" || parent === "ol") && name !== "li") problems.push(`<${name}> in <${parent}>`);
    if (parent === "dl" && !["dt", "dd", "div"].includes(name)) problems.push(`<${name}> in <dl>`);
    if (name === "tr" && !["thead", "tbody", "tfoot"].includes(parent ?? ""))
      problems.push(`<tr> in <${parent ?? "nothing"}>`);
    if (/^h[1-6]$/.test(name) && open.some((tag) => /^(h[1-6]|span|label)$/.test(tag.name)))
      problems.push(`<${name}> in <${parent ?? ""}>`);
    const id = attributes.get("id");
    if (id !== undefined) {
      if (ids.has(id)) problems.push(`id ${id} twice`);
      ids.add(id);
    }
    for (const attribute of ["for", "aria-describedby", "aria-labelledby"]) {
      for (const target of (attributes.get(attribute) ?? "").split(/\s+/).filter(Boolean))
        references.push({ from: `${attribute} on <${name}>`, id: target });
    }
    if (!voidElements.has(name) && !selfClosing) open.push({ name, attributes });
  }
  for (const tag of open) problems.push(`<${tag.name}> is not closed`);
  for (const reference of references)
    if (!ids.has(reference.id)) problems.push(`${reference.from} names ${reference.id}, which is not there`);
  return problems;
}
