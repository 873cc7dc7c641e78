import { type Audience, audiences } from "#kernel/audiences.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { maskName } from "#modules/identity/index.ts";
import { findItem } from "../menu.ts";
import type { RollStatus } from "./state.ts";

/** For how long after the visit a name stays on the roll; the numbers stay for ever. A choice of this project. */
export const nameDays = 365;

/** Whether a service keeps a roll of who came: training does (Y-34). */
export const hasRoll = async (db: Db | Trx, itemCode: string | null): Promise<boolean> =>
  itemCode !== null && (await findItem(db, itemCode))?.kind === "training";

export type RollLine = {
  id: string;
  audience: Audience;
  kind: "person" | "group";
  /** A person's name, masked for who was not there as a trainer; what a number stands for; undefined once the name is erased. */
  text: string | undefined;
  people: number;
};
export type RollChange = {
  id: string;
  strikes: RollLine | undefined;
  adds: Omit<RollLine, "id"> | undefined;
  reason: string;
  askedByPersonId: string;
};
export type RollView = {
  id: string;
  status: RollStatus;
  signedAt: Date | undefined;
  lines: readonly RollLine[];
  byAudience: readonly { audience: Audience; people: number }[];
  total: number;
  /** A correction that waits for a second person. */
  asked: RollChange | undefined;
};

/** The latest visit of an order that is not called off, to which the roll belongs. */
export const findRollVisit = async (db: Db | Trx, orderId: string) =>
  db
    .selectFrom("visits")
    .select(["id", "status", "starts_at", "team_id", "round"])
    .where("order_id", "=", orderId)
    .where("status", "in", ["under_way", "finished"])
    .orderBy("round", "desc")
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();

/** People on a roll by audience; undefined where there is no roll, or nobody has signed it. */
export const countSigned = async (
  db: Db | Trx,
  visitId: string,
): Promise<RollView["byAudience"] | undefined> => {
  const roll = await db
    .selectFrom("training_rolls")
    .select("id")
    .where("visit_id", "=", visitId)
    .where("status", "=", "signed")
    .executeTakeFirst();
  if (roll === undefined) return undefined;
  const rows = await db
    .selectFrom("training_roll_lines")
    .select(["audience", (eb) => eb.fn.sum<number>("people").as("people")])
    .where("roll_id", "=", roll.id)
    .where("struck_at", "is", null)
    .groupBy("audience")
    .execute();
  return audiences.flatMap((audience) =>
    rows.filter((row) => row.audience === audience).map((row) => ({ audience, people: row.people })),
  );
};

/** The roll of a visit, as its trainers (`full`) or who ordered (`masked`) see it; undefined where nothing is written yet. */
export const findRoll = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { visitId: string; names: "full" | "masked" },
): Promise<RollView | undefined> => {
  const roll = await db
    .selectFrom("training_rolls")
    .selectAll()
    .where("visit_id", "=", input.visitId)
    .executeTakeFirst();
  if (roll === undefined) return undefined;
  const textOf = (row: { name_sealed: Buffer | null; group_name: string | null }): string | undefined => {
    if (row.name_sealed === null) return row.group_name ?? undefined;
    const name = context.cipher.decrypt(row.name_sealed);
    return input.names === "full" ? name : maskName(name);
  };
  const rows = await db
    .selectFrom("training_roll_lines")
    .selectAll()
    .where("roll_id", "=", roll.id)
    .where("struck_at", "is", null)
    .orderBy("line_no")
    .execute();
  const lines = rows.map((row) => ({
    id: row.id,
    audience: row.audience,
    kind: row.kind,
    text: textOf(row),
    people: row.people,
  }));
  const change = await db
    .selectFrom("training_roll_changes")
    .selectAll()
    .where("roll_id", "=", roll.id)
    .where("status", "=", "asked")
    .executeTakeFirst();
  return {
    id: roll.id,
    status: roll.status,
    signedAt: roll.status === "signed" ? roll.status_changed_at : undefined,
    lines,
    byAudience: audiences.flatMap((audience) => {
      const people = lines
        .filter((line) => line.audience === audience)
        .reduce((sum, line) => sum + line.people, 0);
      return people === 0 ? [] : [{ audience, people }];
    }),
    total: lines.reduce((sum, line) => sum + line.people, 0),
    asked:
      change === undefined
        ? undefined
        : {
            id: change.id,
            strikes: lines.find((line) => line.id === change.line_id),
            adds:
              change.audience === null || change.people === null
                ? undefined
                : {
                    audience: change.audience,
                    kind: change.name_sealed === null ? "group" : "person",
                    text: textOf(change),
                    people: change.people,
                  },
            reason: change.reason,
            askedByPersonId: change.asked_by_person_id,
          },
  };
};

/** Forgets the names on rolls of visits that are a year old; the numbers stay. Returns how many there were. */
export const forgetRollNames = async (trx: Trx, context: Pick<ActContext, "clock">): Promise<number> => {
  const before = new Date(context.clock.now().getTime() - nameDays * 86_400_000);
  const old = trx
    .selectFrom("training_rolls as roll")
    .innerJoin("visits as visit", "visit.id", "roll.visit_id")
    .select("roll.id")
    .where("visit.starts_at", "<", before);
  let count = 0;
  for (const table of ["training_roll_lines", "training_roll_changes"] as const) {
    const done = await trx
      .updateTable(table)
      .set({ name_sealed: null })
      .where("name_sealed", "is not", null)
      .where("roll_id", "in", old)
      .executeTakeFirst();
    count += Number(done.numUpdatedRows);
  }
  return count;
};
