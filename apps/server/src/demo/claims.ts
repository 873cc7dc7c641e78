import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { createId } from "#kernel/ids.ts";
import { decideClaim, fileClaim, keepPapers } from "#modules/claims/index.ts";
import { listServedVisits } from "#modules/orders/index.ts";
import type { DemoTeam } from "./teams.ts";

/** Two claims of volunteers about visits to which they went: one is with the insurer, one waits to be checked. */
export const seedClaims = async (
  context: Context,
  teams: readonly DemoTeam[],
  office: { dispatcher: PersonActor; second: PersonActor },
): Promise<void> => {
  const words = [
    "抬展板下台阶时扭了脚，当天去了社区医院，开了膏药。（演示）",
    "回来路上雨天滑倒，手掌擦破，裤子也破了。（演示）",
  ];
  let filed = 0;
  for (const volunteer of teams.flatMap((team) => team.members)) {
    const body = words[filed];
    if (body === undefined) return;
    const [visit] = await listServedVisits(context.db, {
      personId: volunteer.personId,
      now: context.clock.now(),
    });
    if (visit === undefined) continue;
    await inTransaction(context.db, async (trx) => {
      const claimId = await fileClaim(trx, context, volunteer, {
        visitId: visit.visitId,
        kind: "injury",
        body,
      });
      await keepPapers(trx, context, volunteer, {
        claimId,
        requestId: createId(context.clock),
        files: [
          {
            field: "paper",
            filename: "bill.pdf",
            declaredType: "application/pdf",
            bytes: Buffer.from("%PDF-1.4\n% 演示发票\n"),
          },
        ],
      });
      if (filed > 0) return;
      await decideClaim(trx, context, office.dispatcher, { claimId, event: "check" });
      await decideClaim(trx, context, office.second, { claimId, event: "send" });
    });
    filed += 1;
  }
};
