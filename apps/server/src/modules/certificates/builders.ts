import type { PersonActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { buildActor, type BuiltTeam, buildTeam } from "#modules/teams/builders.ts";
import { addHours, decideHours } from "#modules/teams/index.ts";
import { issueCertificate, requestCertificate } from "./commands.ts";

type BuiltCertificate = {
  id: string;
  team: BuiltTeam;
  volunteer: PersonActor;
  hoursId: string;
  unitId: string;
};

/** A team with an hour and a half added by hand and agreed, and the certificate that its leader asked for. */
export const buildCertificate = async (
  db: Db,
  context: ActContext,
  input: { homeUnitId: string; areaUnitId: string; day: string; status?: "requested" | "issued" },
): Promise<BuiltCertificate> => {
  const team = await buildTeam(db, context, input);
  const [adder, second] = [
    await buildActor(db, context, "演示补录人"),
    await buildActor(db, context, "演示第二人"),
  ];
  const volunteer = team.leader;
  return inTransaction(db, async (trx) => {
    const hoursId = await addHours(trx, context, adder, {
      personId: volunteer.personId,
      teamId: team.id,
      minutes: 90,
      day: input.day,
      reason: "演示：忘了签到，社区可以证明",
    });
    await decideHours(trx, context, second, { hoursId, decision: "approve" });
    const { unit_id: unitId } = await trx
      .selectFrom("volunteer_teams")
      .select("unit_id")
      .where("id", "=", team.id)
      .executeTakeFirstOrThrow();
    const id = await requestCertificate(trx, context, volunteer, {
      unitId,
      from: `${input.day.slice(0, 4)}-01-01`,
      to: input.day,
      purpose: "演示：学校第二课堂",
    });
    if (input.status === "issued") await issueCertificate(trx, context, second, id);
    return { id, team, volunteer, hoursId, unitId };
  });
};
