// A photograph that comes by a form with what its sender says of faces: read, and drawn anew with them unrecognisable.
import Type from "typebox";
import { AppError } from "./errors.ts";
import { type FacesSaid, type GridPart, gridPartCodes, gridParts, toPlaces } from "./face-places.ts";
import { type CleanFile, cleanFile } from "./stored-files.ts";

const oneOf = <T extends string>(codes: readonly T[], title: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });
const gridPart = oneOf<GridPart>(gridPartCodes, "人脸在哪一块");

/** The fields of `FacePhotoFields` as they travel in a form. */
export const faceFields = {
  faces: Type.Optional(oneOf(["marked", "none"] as const, "照片里的人脸")),
  parts: Type.Optional(
    Type.Union([gridPart, Type.Array(gridPart, { maxItems: 9 })], { title: "人脸在哪一块" }),
  ),
};
export const facePartChoices = gridPartCodes.map((part) => ({ value: part, text: gridParts[part] }));

/** What was said about faces; undefined where nothing was. */
export const readFaces = (body: {
  faces?: "marked" | "none";
  parts?: GridPart | readonly GridPart[];
}): FacesSaid | undefined => {
  const { faces, parts = [] } = body;
  if (faces === undefined) return undefined;
  return { faces, boxes: "", parts: typeof parts === "string" ? [parts] : parts };
};

/**
 * The photograph as it may be kept; the bytes that came exist in memory alone and are let go.
 * @throws AppError `code` at the field `faces` where what was said does not fit together, and those of files at `photo`
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it holds a module to its own closed codes
export const cleanFacePhoto = async <Code extends string>(
  code: Code,
  input: { bytes: Buffer; said: FacesSaid | undefined; maxBytes: number },
): Promise<CleanFile> => {
  const { bytes, said, maxBytes } = input;
  const blurred = said === undefined ? undefined : toPlaces(said);
  if (blurred === undefined) throw new AppError<Code>(code, { fields: { faces: code } });
  try {
    return await cleanFile(bytes, { kinds: ["jpeg", "png", "webp"], maxBytes, blurred });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError(cause.code, { fields: { photo: cause.code }, values: cause.values, cause });
  }
};
