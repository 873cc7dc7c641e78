import type { PersonActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { adoptEntry } from "./adoptions.ts";
import { type EntryWords, publishEntry, writeEntry } from "./entries.ts";
import { getEntry } from "./queries.ts";

export const entryWords: EntryWords = {
  kind: "technique",
  field: "rice",
  name: "演示条目",
  summary: "演示条目，只示范栏目，不是农技建议。",
  seasons: ["winter", "spring"],
  grounds: ["paddy"],
  sourceTitle: "《中华人民共和国农业技术推广法》",
  sourcePlace: "第二条",
};

type BuiltEntry = { id: string; no: number; writer: PersonActor };

/** An entry of a unit's catalogue, which waits or which a second person made public. */
export const buildEntry = async (
  db: Db,
  context: ActContext,
  input: { unitId: string; status?: "waiting" | "published" },
): Promise<BuiltEntry> => {
  const writer = await buildActor(db, context, "演示编目员");
  const id = await inTransaction(db, (trx) =>
    writeEntry(trx, context, writer, { ...entryWords, unitId: input.unitId }),
  );
  if (input.status === "published") {
    const second = await buildActor(db, context, "演示核对员");
    await inTransaction(db, (trx) => publishEntry(trx, context, second, id));
  }
  return { id, no: (await getEntry(db, id)).no, writer };
};

/** What a farmer of a street or town says he used. */
export const buildAdoption = async (
  db: Db,
  context: ActContext,
  input: { entryNo: number; unitId: string },
): Promise<{ id: string; farmer: PersonActor }> => {
  const farmer = await buildActor(db, context, "演示农户");
  const id = await inTransaction(db, (trx) => adoptEntry(trx, context, farmer, input));
  return { id, farmer };
};
