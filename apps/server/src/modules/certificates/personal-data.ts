import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { listOwnCertificates } from "./queries.ts";

export const certificatesDataSource: PersonalDataSource = {
  title: "服务证明",
  exportOf: async (trx, context, personId) => {
    const contents = await trx
      .selectFrom("service_certificates")
      .select(["id", "content_sealed"])
      .where("person_id", "=", personId)
      .execute();
    const sealed = new Map(contents.map((row) => [row.id, row.content_sealed]));
    return (await listOwnCertificates(trx, personId)).map((one) => {
      const content = sealed.get(one.id);
      return {
        no: one.no,
        kind: one.kind,
        unit: one.unitName,
        from: one.from,
        to: one.to,
        purpose: one.purpose,
        status: one.standing,
        content: content === null || content === undefined ? null : context.cipher.decrypt(content),
      };
    });
  },
  // The number and the hash stay: a paper that somebody holds can still be told from a forged one.
  erase: async (trx, _context, personId) => {
    await trx
      .updateTable("service_certificates")
      .set({ purpose: null, content_sealed: null })
      .where("person_id", "=", personId)
      .execute();
  },
};
