import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { listOwnCorrections } from "./corrections.ts";
import { findHealthLimits } from "./health-limits.ts";
import { findLimits } from "./limits.ts";
import { listOwnHours } from "./hours.ts";

export const teamsDataSource: PersonalDataSource = {
  title: "志愿服务",
  exportOf: async (trx, context, personId) => ({
    teams: await trx
      .selectFrom("team_members as member")
      .innerJoin("volunteer_teams as team", "team.id", "member.team_id")
      .select(["team.name", "member.joined_at", "member.left_at"])
      .where("member.person_id", "=", personId)
      .execute(),
    badges: await trx
      .selectFrom("volunteer_badges")
      .select(["kind", "proof", "expires_on", "status"])
      .where("person_id", "=", personId)
      .execute(),
    hours: (await listOwnHours(trx, personId)).rows,
    limits: await findLimits(trx, personId),
    cannot: await findHealthLimits(trx, context, personId),
    corrections: (await listOwnCorrections(trx, personId)).map(({ day, wantedMinutes, reason, status }) => ({
      day,
      wantedMinutes,
      reason,
      status,
    })),
  }),
  erase: async (trx, context, personId) => {
    await trx
      .updateTable("volunteer_badges")
      .set({ proof: "（已按本人要求删除）" })
      .where("person_id", "=", personId)
      .execute();
    await trx.deleteFrom("volunteer_limits").where("person_id", "=", personId).execute();
    await trx
      .updateTable("hours_corrections")
      .set({ reason: "（已按本人要求删除）" })
      .where("person_id", "=", personId)
      .execute();
    await trx
      .updateTable("team_members")
      .set({ left_at: context.clock.now() })
      .where("person_id", "=", personId)
      .where("left_at", "is", null)
      .execute();
  },
};
