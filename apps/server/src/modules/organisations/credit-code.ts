// GB 32100-2015: 18 places, the last a check digit modulo 31; no I, O, S, V, Z.
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** The check digit of the first 17 places, undefined where they are not of the alphabet. GB 32100-2015, annex A: weights 3^i mod 31. */
export const creditCodeCheckDigit = (body: string): string | undefined => {
  if (body.length !== 17) return undefined;
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31];
};

/** Capital letters, half-width, without the spaces people put between groups. */
export const normaliseCreditCode = (text: string): string =>
  text.normalize("NFKC").replaceAll(/[\s-]/g, "").toUpperCase();

/** Whether the text is a unified social credit code (统一社会信用代码) with a right check digit. */
export const isCreditCode = (text: string): boolean =>
  text.length === 18 && creditCodeCheckDigit(text.slice(0, 17)) === text[17];
