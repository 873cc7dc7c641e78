import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { answerMatch, askForHelp, proposeMatch } from "./matches.ts";
import { registerReturnee } from "./offers.ts";

/** Somebody of a place who knows planting; the place may be of any kind. */
export const buildReturnee = async (
  db: Db,
  context: ActContext,
  input: { homeUnitId: string; unitId?: string },
): Promise<{ id: string; person: PersonActor }> => {
  const person = await buildActor(db, context, "演示返乡人");
  const id = await inTransaction(db, (trx) =>
    registerReturnee(trx, context, person, {
      unitId: input.homeUnitId,
      kind: "returned",
      skills: ["planting", "selling"],
      hoursAMonth: 10,
      about: "演示：在外种了十年葡萄，会修枝、会卖。",
      agrees: true,
    }),
  );
  if (input.unitId !== undefined)
    await db.updateTable("returnees").set({ unit_id: input.unitId }).where("id", "=", id).execute();
  return { id, person };
};

/** A village that looks for somebody who knows planting; `done`: somebody said yes and that he did it. */
export const buildRequest = async (
  db: Db,
  context: ActContext,
  input: { unitId: string; homeUnitId: string; to?: "open" | "proposed" | "done" },
): Promise<{
  id: string;
  clerk: PersonActor;
  person: PersonActor | undefined;
  matchId: string | undefined;
}> => {
  const clerk = await buildActor(db, context, "演示村干部");
  const untilOn = toDistrictDate(new Date(context.clock.now().getTime() + 60 * 86_400_000));
  const id = await inTransaction(db, (trx) =>
    askForHelp(trx, context, clerk, {
      unitId: input.unitId,
      skill: "planting",
      wanted: "演示：想请人教葡萄修枝",
      untilOn,
    }),
  );
  if (input.to === undefined || input.to === "open")
    return { id, clerk, person: undefined, matchId: undefined };
  const offer = await buildReturnee(db, context, { homeUnitId: input.homeUnitId });
  const matchId = await inTransaction(db, async (trx) => {
    const match = await proposeMatch(trx, context, clerk, { requestId: id, returneeId: offer.id });
    if (input.to === "done")
      for (const event of ["agree", "finish"] as const)
        await answerMatch(trx, context, offer.person, { matchId: match, event });
    return match;
  });
  return { id, clerk, person: offer.person, matchId };
};
