import type { Db, Trx } from "#kernel/db.ts";
import {
  type CodeKey,
  findCodes,
  listCodeSchemes,
  listSuccessorCodes,
} from "#modules/organisations/index.ts";

export type ItemCode = CodeKey & {
  name: string;
  schemeName: string;
  /** What the code is called in the editions that came after, nearest first: several where it was split. */
  successors: readonly (CodeKey & { name: string })[];
};

/** Standards have two or three editions; a mapping that leads in circles ends here. */
const mostEditions = 6;

const followCode = async (db: Db | Trx, key: CodeKey): Promise<ItemCode["successors"]> => {
  const found = new Map<string, CodeKey & { name: string }>();
  let front: readonly CodeKey[] = [key];
  for (let step = 0; step < mostEditions && front.length > 0; step += 1) {
    const next: (CodeKey & { name: string })[] = [];
    for (const one of front)
      for (const successor of await listSuccessorCodes(db, one)) {
        const mark = `${successor.version} ${successor.code}`;
        if (found.has(mark)) continue;
        found.set(mark, successor);
        next.push(successor);
      }
    front = next;
  }
  return [...found.values()];
};

/** The codes of an item with their names, and where a later edition has come, what they are called there. */
export const describeCodes = async (
  db: Db | Trx,
  classification: readonly CodeKey[],
): Promise<readonly ItemCode[]> => {
  if (classification.length === 0) return [];
  const [named, schemes] = [await findCodes(db, classification), await listCodeSchemes(db)];
  const codes: ItemCode[] = [];
  for (const key of classification) {
    const same = (row: CodeKey): boolean =>
      row.scheme === key.scheme && row.version === key.version && row.code === key.code;
    codes.push({
      ...key,
      name: named.find(same)?.name ?? key.code,
      schemeName:
        schemes.find((scheme) => scheme.scheme === key.scheme && scheme.version === key.version)?.name ??
        key.scheme,
      successors: await followCode(db, key),
    });
  }
  return codes;
};
