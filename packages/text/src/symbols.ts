import { TextError } from "./errors.ts";
import { scanUnits } from "./units.ts";

// One character for words that people write with either: pairs of key and kept form. They are folded for matching only, so
// that the words jieba knows (著名, 乾坤) stay words.
const variantPairs = "著着乾干藉借瞭了妳你祂它牠它徵征零〇祇只甯宁镕熔呐吶佈布佔占週周註注嘗尝喫吃";
const variants = new Map<number, number>();
for (let place = 0; place + 1 < variantPairs.length; place += 2)
  variants.set(variantPairs.charCodeAt(place), variantPairs.charCodeAt(place + 1));

/**
 * The text with variant characters as the index keeps them.
 *
 * @example foldVariants("看著妳"); // => "看着你"
 */
export const foldVariants = (text: string): string => {
  let folded = "";
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    folded += String.fromCharCode(variants.get(code) ?? code);
  }
  return folded;
};

/** Marks in the symbols of a document that are no symbols. */
export const mark = { stop: 0, field: 1 } as const;

/** Symbols up to here are the UTF-16 unit itself; greater ones are numbered as they come. */
export const firstNumberedSymbol = 0x10000;
const symbolLimit = 0x100000 - 0x1000;

/** Numbers for words and rare characters, in the order in which they came. */
export type SymbolTable = { readonly numbers: Map<string, number>; readonly names: string[] };

/** An empty table. */
export const createSymbolTable = (): SymbolTable => ({ numbers: new Map(), names: [] });

/** The symbol of a unit, or undefined where the table does not have it and must not grow. */
const symbolOf = (table: SymbolTable, name: string, growth: "grow" | "keep"): number | undefined => {
  if (name.length === 1) {
    const code = name.charCodeAt(0);
    if (code >= 0x2e80) return variants.get(code) ?? code;
  }
  const known = table.numbers.get(name);
  if (known !== undefined || growth === "keep") return known;
  if (table.names.length >= symbolLimit)
    throw new TextError("text.index_full", { what: "不同的词", limit: symbolLimit });
  const number = firstNumberedSymbol + table.names.length;
  table.numbers.set(name, number);
  table.names.push(name);
  return number;
};

/** A symbol that no document has: what a query asks for and the table does not know. */
export const unknownSymbol = 2;
const longestWord = 64;

/**
 * Appends the symbols of a normalised text: one for each Han character or word, `mark.stop` where a full stop or comma
 * parts them. Words are cut at 64 characters.
 */
export const appendSymbols = (
  target: number[],
  text: string,
  { table, growth }: { readonly table: SymbolTable; readonly growth: "grow" | "keep" },
): void => {
  scanUnits(text, (start, end, joined) => {
    if (joined === 0 && target.length > 0) target.push(mark.stop);
    const name = text.slice(start, Math.min(end, start + longestWord));
    target.push(symbolOf(table, name, growth) ?? unknownSymbol);
  });
};
