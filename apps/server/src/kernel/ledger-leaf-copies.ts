import { existsSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

export type LeafCopy = { hash: Buffer; table: string; id: string };

/** The leaves held outside, in order; lines are read in large pieces and taken apart only where one differs. */
export type LeafCopies = {
  /** The next lines, fewer at the end of the file. */
  take: (count: number) => Promise<readonly string[]>;
  close: () => Promise<void>;
};

const pieceBytes = 1024 * 1024;

/** 32 bytes in base64. */
const hashCharacters = 44;

export const parseLeafCopy = (line: string): LeafCopy => {
  const [hash = "", table = "", id = ""] = line.split(" ");
  return { hash: Buffer.from(hash, "base64"), table, id };
};

/** Whether the line is of a leaf with this hash. */
export const isCopyOf = (line: string, hash: Buffer): boolean =>
  line.startsWith(hash.toString("base64")) && line[hashCharacters] === " ";

const none: LeafCopies = { take: async () => [], close: async () => undefined };

export const openLeafCopies = async (file: string): Promise<LeafCopies> => {
  if (!existsSync(file)) return none;
  const handle: FileHandle = await open(file, "r");
  const piece = Buffer.alloc(pieceBytes);
  let lines: string[] = [];
  let at = 0;
  let rest = "";
  /** Reads one piece more; false at the end of the file. */
  const readMore = async (): Promise<boolean> => {
    const { bytesRead } = await handle.read(piece, 0, pieceBytes);
    if (bytesRead === 0) return false;
    // Table and id are ASCII, base64 too: no character is cut by the end of a piece.
    const found = (rest + piece.toString("latin1", 0, bytesRead)).split("\n");
    rest = found.pop() ?? "";
    lines = [...lines.slice(at), ...found];
    at = 0;
    return true;
  };
  return {
    take: async (count) => {
      while (lines.length - at < count && (await readMore()));
      if (lines.length - at < count && rest !== "") {
        lines.push(rest);
        rest = "";
      }
      const taken = lines.slice(at, at + count);
      at += taken.length;
      return taken;
    },
    close: () => handle.close(),
  };
};
