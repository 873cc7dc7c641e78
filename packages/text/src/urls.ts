/** A URL in a text: its range and the range of its host, in UTF-16 units. */
export type FoundUrl = {
  readonly start: number;
  readonly end: number;
  readonly hostStart: number;
  readonly hostEnd: number;
};

// Han characters, full-width punctuation, blanks and quotation marks end a URL: in Chinese text nothing parts it from what follows.
const pattern = /(https?:\/\/|www\.)([a-z0-9.-]*)(?::\d{1,5})?[\w\-./?%&=#~+:;,@!$*'()[\]]*/giu;

/**
 * URLs with a scheme or `www.`, in the order of the text.
 *
 * @example findUrls("见http://a.cn/x。").map(({ hostStart, hostEnd }) => [hostStart, hostEnd]); // => [[8, 12]]
 */
export const findUrls = (text: string): FoundUrl[] => {
  if (!text.includes("://") && !text.includes("www.") && !text.includes("WWW.")) return [];
  return Array.from(text.matchAll(pattern), (found) => {
    const [whole, opening = "", host = ""] = found;
    const hostStart = found.index + (opening.toLowerCase() === "www." ? 0 : opening.length);
    return {
      start: found.index,
      end: found.index + whole.length,
      hostStart,
      hostEnd: found.index + opening.length + host.length,
    };
  });
};
