import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { dropPhotosOfFarmer } from "./photos.ts";
import { applicationStates } from "./state.ts";
import { listLogsOf, listOwnContracts } from "./queries.ts";

export const commissionersDataSource: PersonalDataSource = {
  title: "科技特派员",
  exportOf: async (trx, context, personId) => {
    const seen = await trx
      .selectFrom("commissioner_logs")
      .select(["visited_at", "place", "farmer_name_sealed", "farmer_phone_sealed"])
      .where("farmer_person_id", "=", personId)
      .execute();
    const open = (sealed: Buffer | null): string | undefined =>
      sealed === null ? undefined : context.cipher.decrypt(sealed);
    return {
      contracts: await listOwnContracts(trx, personId),
      visitsMade: (await listLogsOf(trx, { commissionerId: personId })).map(
        ({ visitedAt, place, advice }) => ({
          visitedAt,
          place,
          advice,
        }),
      ),
      applications: (
        await trx
          .selectFrom("commissioner_applications")
          .select(["statement_sealed", "status", "decision_reason", "created_at"])
          .where("person_id", "=", personId)
          .execute()
      ).map((row) => ({
        statement: open(row.statement_sealed),
        status: row.status,
        reason: row.decision_reason,
        at: row.created_at,
      })),
      reviews: await trx
        .selectFrom("commissioner_reviews")
        .select(["skill", "practice", "plan", "comment", "created_at"])
        .where("reviewer_person_id", "=", personId)
        .execute(),
      visitsHad: seen.map((row) => ({
        at: row.visited_at,
        place: row.place,
        name: open(row.farmer_name_sealed),
        phone: open(row.farmer_phone_sealed),
      })),
    };
  },
  erase: async (trx, context, personId) => {
    await dropPhotosOfFarmer(trx, context, personId);
    const now = context.clock.now();
    await trx
      .updateTable("commissioner_reviews")
      .set({ comment: "（已按本人要求删除）" })
      .where("conflict", "=", false)
      .where("application_id", "in", (eb) =>
        eb.selectFrom("commissioner_applications").select("id").where("person_id", "=", personId),
      )
      .execute();
    for (const one of await trx
      .selectFrom("commissioner_applications")
      .select(["id", "status"])
      .where("person_id", "=", personId)
      .execute()) {
      if (one.status === "nominated" || one.status === "applied") {
        await applyTransition(trx as never, {
          machine: applicationStates,
          table: "commissioner_applications",
          id: one.id,
          event: "withdraw",
          now,
        }); // the function is generic over all modules' tables
        // The ledger guards the status: what moves it is noted.
        await recordAudit(trx, context, {
          actor: systemActor("commissioners.erase"),
          action: "commissioners.withdraw_application",
          record: { table: "commissioner_applications", id: one.id },
        });
      }
      await trx
        .updateTable("commissioner_applications")
        .set({ statement_sealed: null })
        .where("id", "=", one.id)
        .execute();
    }
    await trx
      .updateTable("commissioner_logs")
      .set({ farmer_name_sealed: null, farmer_phone_sealed: null, code_sealed: null })
      .where("farmer_person_id", "=", personId)
      .execute();
  },
};
