import { sql } from "kysely";
import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { touchIndex } from "./matching.ts";
import { dropPhotosOf } from "./photos.ts";

/** What the rumour desk holds about a person: what he asked, and what he did at the desk. */
export const rumoursDataSource: PersonalDataSource = {
  title: "我问过的消息和我在核查台做过的事",
  exportOf: async (trx, { cipher }, personId) => {
    const reports = await trx
      .selectFrom("claim_reports as report")
      .leftJoin("claims as claim", "claim.id", "report.claim_id")
      .select([
        "report.text_sealed",
        "report.phone_sealed",
        "report.status",
        "report.created_at",
        "claim.claim_no",
        "claim.title",
      ])
      .where("report.person_id", "=", personId)
      .orderBy("report.created_at")
      .execute();
    const photos = await trx
      .selectFrom("claim_photos as photo")
      .innerJoin("claim_reports as report", "report.id", "photo.report_id")
      .select(["photo.file_id", "photo.created_at"])
      .where("report.person_id", "=", personId)
      .orderBy("photo.created_at")
      .execute();
    const signatures = await trx
      .selectFrom("verdict_signatures as signature")
      .innerJoin("verdicts as verdict", "verdict.id", "signature.verdict_id")
      .select(["verdict.title", "signature.decision", "signature.reason", "signature.signed_at"])
      .where("signature.person_id", "=", personId)
      .orderBy("signature.signed_at")
      .execute();
    const notes = await trx
      .selectFrom("claim_notes")
      .select(["note", "created_at"])
      .where("person_id", "=", personId)
      .orderBy("created_at")
      .execute();
    return {
      reports: reports.map(({ text_sealed: text, phone_sealed: phone, ...report }) => ({
        ...report,
        text: text === null ? null : cipher.decrypt(text),
        phone: phone === null ? null : cipher.decrypt(phone),
      })),
      photos,
      signatures,
      notes,
    };
  },
  // Signatures and notes stay under the pseudonymous id: they are the proof of a verdict. Words that nobody else sent go too.
  erase: async (trx, context, personId) => {
    await dropPhotosOf(trx, context.clock, personId);
    await sql`
      update claim_wordings w set text_sealed = null
      where w.fingerprint in (select fingerprint from claim_reports where person_id = ${personId})
        and not exists (select 1 from claim_reports r
          where r.fingerprint = w.fingerprint and r.person_id is distinct from ${personId})`.execute(trx);
    await trx
      .updateTable("claim_reports")
      .set({ person_id: null, text_sealed: null, phone_sealed: null, contact_agreed_at: null })
      .where("person_id", "=", personId)
      .execute();
    // What was forgotten here is forgotten in the memory of every process too.
    await touchIndex(trx, "published");
    await touchIndex(trx, "waiting");
  },
};
