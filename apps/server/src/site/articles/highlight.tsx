import { highlight } from "@kepu/text";
import type { ComponentChildren } from "preact";

/** The text with what was searched marked, also where the one is traditional and the other simplified. */
export const markWords = (text: string, query: string): ComponentChildren =>
  highlight(text, query).map((piece) => (piece.isMatch ? <mark>{piece.text}</mark> : piece.text));
