import { sql } from "kysely";
import type { Context } from "#kernel/context.ts";
import type { JobDefinition } from "#kernel/jobs.ts";
import { clearOldMessages, sendMessages } from "./message-outbox.ts";
import { sessionLimits } from "./session-cookie.ts";
import { clearShownRecoveryCodes } from "./two-factors.ts";

const dayMs = 86_400_000;

/** Clears what has served its purpose: codes after a day, ended challenges, sessions past their limits, development messages. */
export const identityJobs = (context: Context): readonly JobDefinition[] => [
  {
    name: "identity.send_messages",
    title: "发出待发的短信和微信（每条只到一次）",
    everySeconds: 2,
    run: async () => void (await sendMessages(context)),
  },
  {
    name: "identity.clear_expired",
    title: "清理过期的验证码、登录和演示短信",
    schedule: "20 * * * *",
    run: async () => {
      const nowMs = context.clock.now().getTime();
      const { db } = context;
      await db
        .deleteFrom("phone_codes")
        .where("created_at", "<", new Date(nowMs - dayMs))
        .execute();
      await db.deleteFrom("development_messages").where("expires_at", "<", new Date(nowMs)).execute();
      await db
        .deleteFrom("auth_sessions")
        .where("last_seen_at", "<", new Date(nowMs - sessionLimits.resident.idleMs))
        .execute();
      await db
        .deleteFrom("auth_sessions")
        .where("started_at", "<", new Date(nowMs - sessionLimits.resident.absoluteMs))
        .execute();
      await clearOldMessages(context);
      await clearShownRecoveryCodes(db, new Date(nowMs));
      // Written by better-auth, which goes by the system's time.
      await sql`delete from auth_verifications where expires_at < now()`.execute(db);
    },
  },
];
