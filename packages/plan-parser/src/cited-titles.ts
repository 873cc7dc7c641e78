/** Places of 《…》 in a text, nested ones within their outermost. */
export type TitleSpan = { readonly from: number; readonly to: number };

const longestTitle = 200;

export const findCitedTitles = (text: string): TitleSpan[] => {
  const spans: TitleSpan[] = [];
  for (let from = text.indexOf("《"); from >= 0; from = text.indexOf("《", from)) {
    let depth = 0;
    let to = -1;
    for (let index = from; index < Math.min(text.length, from + longestTitle); index += 1) {
      const character = text.charAt(index);
      if (character === "《") depth += 1;
      else if (character === "》") depth -= 1;
      if (depth === 0) {
        to = index + 1;
        break;
      }
    }
    if (to < 0) {
      from += 1;
      continue;
    }
    spans.push({ from, to });
    from = to;
  }
  return spans;
};

/**
 * The text with cited titles and document numbers blotted out, every character at its place: the years and figures
 * in 《…（2021—2035年）》 and 〔2021〕9号 are names, not goals of this document.
 */
export const withoutCitations = (text: string): string => {
  const parts: string[] = [];
  let done = 0;
  for (const { from, to } of findCitedTitles(text)) {
    parts.push(text.slice(done, from), "口".repeat(to - from));
    done = to;
  }
  const result = parts.join("") + text.slice(done);
  return result.replace(/[〔[【（(]\d{4}[〕\]】）)]第?\d{1,5}号/g, (found) => "口".repeat(found.length));
};
