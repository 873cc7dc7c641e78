import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { issueCertificate, requestCertificate, thankVolunteer } from "#modules/certificates/index.ts";
import {
  decideCorrection,
  listOwnHours,
  listRecordingUnits,
  requestCorrection,
} from "#modules/teams/index.ts";
import type { DemoStaff } from "./people.ts";
import type { DemoTeam } from "./teams.ts";

/** The day before yesterday and so on, in the district. */
const dayBefore = (context: Context, days: number): string =>
  toDistrictDate(new Date(context.clock.now().getTime() - days * 86_400_000));

/**
 * A certificate that the demonstration's volunteer has, one that somebody waits for, a letter of thanks, a correction that
 * was made and one that waits: each for a person who has hours.
 */
export const seedCertificates = async (
  context: Context,
  teams: readonly DemoTeam[],
  staff: DemoStaff,
): Promise<void> => {
  const second = staff.get("demo.streetadmin");
  if (second === undefined) throw new Error("the demonstration has no demo.streetadmin");
  const to = dayBefore(context, 0);
  const from = dayBefore(context, 90);
  const holders: { person: PersonActor; unitId: string; hoursIds: readonly string[] }[] = [];
  for (const person of teams.flatMap((team) => team.members)) {
    if (holders.length >= 4) break;
    const [unit] = await listRecordingUnits(context.db, person.personId);
    const { rows } = await listOwnHours(context.db, person.personId);
    const standing = rows.filter((row) => row.status === "standing" && row.minutes > 20);
    if (unit !== undefined && standing.length > 0)
      holders.push({ person, unitId: unit.unitId, hoursIds: standing.map((row) => row.id) });
  }
  await inTransaction(context.db, async (trx) => {
    for (const [index, { person, unitId, hoursIds }] of holders.entries()) {
      const correct = async (): Promise<string> =>
        requestCorrection(trx, context, person, {
          hoursId: hoursIds[0] ?? "",
          wantedMinutes: 20,
          reason: "中间有事离开了，只做了二十分钟（演示）",
        });
      const ask = async (): Promise<string> =>
        requestCertificate(trx, context, person, { unitId, from, to, purpose: "学校第二课堂（演示）" });
      if (index === 0) await issueCertificate(trx, context, second, await ask());
      if (index === 1) await ask();
      if (index === 2) {
        await issueCertificate(trx, context, second, await ask());
        const correctionId = await correct();
        await decideCorrection(trx, context, second, { correctionId, decision: "accept" });
      }
      if (index === 3) {
        await correct();
        await thankVolunteer(trx, context, second, {
          personId: person.personId,
          unitId,
          from,
          to,
          words: "感谢您一次次上门，耐心教老人用手机、识骗局。（演示）",
        });
      }
    }
  });
};
