// How who took a photograph says where faces are: boxes drawn on it, or parts of a grid where nothing can be drawn; pure.
import type { ImagePlace } from "./images.ts";

/** The nine parts of a photograph, by which faces can be marked without JavaScript. */
export const gridParts = {
  "left-top": "左上",
  "middle-top": "中上",
  "right-top": "右上",
  "left-middle": "左中",
  "middle-middle": "正中",
  "right-middle": "右中",
  "left-bottom": "左下",
  "middle-bottom": "中下",
  "right-bottom": "右下",
} as const;
export type GridPart = keyof typeof gridParts;
// Object.keys gives string[]; the keys of this constant are these codes and no others.
export const gridPartCodes = Object.keys(gridParts) as GridPart[];

const third = 1 / 3;
const partPlace = (part: GridPart): ImagePlace => {
  const index = gridPartCodes.indexOf(part);
  return { x: (index % 3) * third, y: Math.floor(index / 3) * third, width: third, height: third };
};

const boxPattern = /^(\d{1,4}),(\d{1,4}),(\d{1,4}),(\d{1,4})$/;
export const mostBoxes = 50;

/** `100,200,50,60;…`: left, top, width and height in thousandths of the photograph. Undefined where it is none of that. */
const parseBoxes = (text: string): readonly ImagePlace[] | undefined => {
  if (text.trim() === "") return [];
  const places: ImagePlace[] = [];
  for (const part of text.split(";")) {
    const found = boxPattern.exec(part.trim());
    if (found === null) return undefined;
    const [x = 0, y = 0, width = 0, height = 0] = found.slice(1).map((number) => Number(number) / 1_000);
    if (width === 0 || height === 0 || x >= 1 || y >= 1) return undefined;
    places.push({ x, y, width, height });
  }
  return places.length > mostBoxes ? undefined : places;
};

export type FacesSaid = { faces: "marked" | "none"; boxes: string; parts: readonly GridPart[] };

/** Where to blur; undefined where what was said does not fit together: faces without a place, or a place and no faces. */
export const toPlaces = (said: FacesSaid): readonly ImagePlace[] | undefined => {
  const boxes = parseBoxes(said.boxes);
  if (boxes === undefined) return undefined;
  const places = [...boxes, ...said.parts.map(partPlace)];
  if (said.faces === "none") return places.length === 0 ? [] : undefined;
  return places.length === 0 ? undefined : places;
};
