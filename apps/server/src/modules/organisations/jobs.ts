import { randomBytes } from "node:crypto";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import type { JobDefinition } from "#kernel/jobs.ts";
import { previewMs } from "./import-commands.ts";
import { draftDays } from "./registration-drafts.ts";

const dayMs = 86_400_000;
const contactDays = 180;

/** Deletes what is kept no longer: unsent registrations, old previews, contacts of applications that ended. Repeating it changes nothing. */
export const purgeOldRecords = async (
  context: Pick<Context, "db" | "clock" | "cipher">,
): Promise<{ drafts: number; previews: number; contacts: number }> => {
  const nowMs = context.clock.now().getTime();
  return inTransaction(context.db, async (trx) => {
    const drafts = await trx
      .deleteFrom("registration_drafts")
      .where("updated_at", "<", new Date(nowMs - draftDays * dayMs))
      .executeTakeFirst();
    const previews = await trx
      .deleteFrom("import_batches")
      .where("status", "=", "previewed")
      .where("created_at", "<", new Date(nowMs - previewMs))
      .executeTakeFirst();
    const contacts = await trx
      .updateTable("organisations")
      // An index that no phone has: nobody finds the record by phone any more.
      .set({
        contact_name: context.cipher.encrypt(""),
        contact_phone: context.cipher.encrypt(""),
        contact_phone_index: randomBytes(32),
        updated_at: context.clock.now(),
      })
      .where("status", "in", ["rejected", "withdrawn"])
      .where("status_changed_at", "<", new Date(nowMs - contactDays * dayMs))
      .whereRef("updated_at", "<=", "status_changed_at")
      .executeTakeFirst();
    return {
      drafts: Number(drafts.numDeletedRows),
      previews: Number(previews.numDeletedRows),
      contacts: Number(contacts.numUpdatedRows),
    };
  });
};

export const organisationJobs = (context: Context): readonly JobDefinition[] => [
  {
    name: "organisations.purge",
    title: "删除到期的登记草稿、导入预览和联系人信息",
    schedule: "20 3 * * *",
    run: async () => {
      await purgeOldRecords(context);
    },
  },
];
