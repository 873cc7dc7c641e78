import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import type { BuiltTeam } from "#modules/teams/builders.ts";
import { type NewDrive, openDrive } from "./drives.ts";

/** A drive of a verified team for pupils and students, open for applications. */
export const buildDrive = async (
  db: Db,
  context: ActContext,
  team: BuiltTeam,
  change: Partial<NewDrive> = {},
): Promise<{ id: string; code: string }> =>
  inTransaction(db, (trx) =>
    openDrive(trx, context, team.leader, {
      teamId: team.id,
      audience: "campus",
      about: "演示：周末到社区带孩子做实验。",
      wanted: 2,
      applyUntilOn: "2026-12-20",
      servesFromOn: "2026-12-01",
      servesUntilOn: "2027-06-30",
      ...change,
    }),
  );
