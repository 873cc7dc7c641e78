import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { type Pillar, proposePillars } from "#kernel/pillars.ts";
import type { ContentBody } from "./body.ts";
import { lockContent } from "./version-rows.ts";

type Words = Pick<ContentBody, "title" | "answer" | "summary">;

/** The pillars that the words of an item speak of (G-02). */
export const pillarsOf = (body: Words): readonly Pillar[] =>
  proposePillars(`${body.title}${body.answer}${body.summary}`);

/** Proposes the pillars anew from changed words, as long as no person has set them. */
export const proposeAgain = async (trx: Trx, contentId: string, body: Words): Promise<void> => {
  await trx
    .updateTable("contents")
    .set({ pillars: [...pillarsOf(body)] })
    .where("id", "=", contentId)
    .where("pillars_set_by_person", "=", false)
    .execute();
};

/** A person says which pillars an item belongs to; its words propose none from then on. @throws AppError `contents.not_found` */
export const setPillars = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { contentId: string; pillars: readonly Pillar[] },
): Promise<void> => {
  const content = await lockContent(trx, input.contentId);
  await trx
    .updateTable("contents")
    .set({ pillars: [...new Set(input.pillars)], pillars_set_by_person: true })
    .where("id", "=", content.id)
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "contents.write",
    unitId: content.unit_id,
    record: { table: "contents", id: content.id },
    requestId: context.requestId,
  });
};
