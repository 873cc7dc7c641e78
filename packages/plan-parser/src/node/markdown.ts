/**
 * The text of a Markdown file without its signs: heading marks, quotation marks, emphasis, list bullets and table
 * rules go; rows keep their cells parted by tabs. Every line stays on its line.
 */
export const markdownToText = (markdown: string): string =>
  markdown
    .split("\n")
    .map((line) => {
      if (/^\s*\|?[\s|:-]*-{3,}[\s|:-]*$/.test(line.slice(0, 400)) || /^\s*```/.test(line)) return "";
      const text = line
        .replace(/^\s{0,3}(?:#{1,6}\s+|>\s?)/, "")
        .replace(/^\s{0,8}[-*+]\s+/, "")
        .replaceAll("**", "")
        .replaceAll("__", "")
        .replace(/\\([\\`*_{}[\]()#+.!|-])/g, "$1");
      if (!/^\s*\|.*\|\s*$/.test(text)) return text;
      return text
        .split("|")
        .map((cell) => cell.trim())
        .filter((cell) => cell !== "")
        .join("\t");
    })
    .join("\n");
