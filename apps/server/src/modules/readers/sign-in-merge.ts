import type { FastifyInstance } from "fastify";
import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { findSignedInBy } from "#modules/identity/index.ts";
import { parseSavedCookie, savedCookieName } from "./saved-cookie.ts";
import { mergeSaved } from "./saved-items.ts";

/**
 * When somebody signs in on a device with saved items, they go to the account and leave the device, so that the next
 * person at a shared device does not get them. Where that fails, the sign-in stands and the device keeps its list.
 */
export const mergeAtSignIn = (app: FastifyInstance, context: Context): void => {
  const { db, config, cipher, clock, log } = context;
  app.addHook("onSend", async (request, reply) => {
    // A request that was refused at the door (another site's form) was never read that far.
    const cookies: Readonly<Record<string, string | undefined>> | undefined = request.cookies;
    const nos = parseSavedCookie(cipher, cookies?.[savedCookieName]);
    if (nos.length === 0) return;
    try {
      const personId = await findSignedInBy(db, config, reply);
      if (personId === undefined) return;
      await inTransaction(db, async (trx) => {
        const merged = await mergeSaved(trx, { clock, cipher, requestId: request.id }, { personId, nos });
        if (merged > 0)
          await recordAudit(
            trx,
            { clock, cipher },
            {
              actor: systemActor("sign-in"),
              action: "readers.saved_merged",
              record: { table: "persons", id: personId },
              requestId: request.id,
            },
          );
      });
      // The cookie plugin has written its header by now: this one is added beside it.
      reply.header(
        "set-cookie",
        `${savedCookieName}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${config.publicUrl.startsWith("https:") ? "; Secure" : ""}`,
      );
    } catch (error) {
      log.error({ err: error, requestId: request.id }, "saved items of the device could not be merged");
    }
  });
};
