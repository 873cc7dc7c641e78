import { Converter } from "opencc-js/t2cn";

type Conversion = { readonly convert: (text: string) => string; readonly changes: Uint8Array };

let made: Conversion | undefined;

/** The dictionaries take some 20 ms to load: only when the first text comes. */
const conversion = (): Conversion => {
  if (made !== undefined) return made;
  const convert = Converter({ from: "t", to: "cn" });
  const changes = new Uint8Array(0x10000);
  for (let code = 0x3400; code < 0xfb00; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCharCode(code);
    if (convert(character) !== character) changes[code] = 1;
  }
  made = { convert, changes };
  return made;
};

/**
 * Traditional to simplified characters by the dictionaries of OpenCC (t2s: phrases first, then characters), unit for unit:
 * the result has the length of the text, so that positions stay. What OpenCC would lengthen or shorten stays as it is.
 *
 * @example toSimplified("科學素質與乾坤"); // => "科学素质与乾坤"
 */
export const toSimplified = (text: string): string => {
  const { convert, changes } = conversion();
  let position = 0;
  // `changes` has a value for every UTF-16 unit
  while (position < text.length && changes[text.charCodeAt(position)] !== 1) position += 1;
  if (position === text.length) return text;
  const whole = convert(text);
  if (whole.length === text.length) return whole;
  return Array.from(text, (character) => {
    const converted = convert(character);
    return converted.length === character.length ? converted : character;
  }).join("");
};
