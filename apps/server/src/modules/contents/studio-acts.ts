import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import type { Visit } from "#kernel/http-types.ts";
import * as contract from "./contract.ts";
import type { contentsPolicy } from "./policy.ts";
import { findLatestVersionId } from "./studio-queries.ts";
import { getVersion } from "./version-rows.ts";

/** What a write needs around it: the act's context, and the version or item within the actor's area. */
export const studioActs = (context: Context) => {
  const { clock, cipher } = context;
  return {
    act: (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId }),
    /** The version's unit must be within the actor's area for the route's action. */
    enter: async (visit: Visit<{ id: string }>, trx: Trx) => {
      const version = await getVersion(trx, visit.params.id);
      visit.authorise(version.unit_path);
      return version;
    },
    enterContent: async (visit: Visit<{ id: string }>, trx: Trx) =>
      visit.authorise((await getVersion(trx, await findLatestVersionId(trx, visit.params.id))).unit_path),
    onVersion: (verb: string, action: keyof typeof contentsPolicy, summary: string) =>
      ({
        method: "POST",
        url: `/api/content-versions/:id/${verb}`,
        access: { action },
        summary,
        params: contract.idParams,
      }) as const,
  };
};
