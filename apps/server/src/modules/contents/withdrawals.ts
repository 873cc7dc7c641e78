import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { requireReason } from "./reasons.ts";
import { changeStatus } from "./reviews.ts";
import { type VersionEvent, versionStates, workingStatuses } from "./state.ts";
import { lockContent } from "./version-rows.ts";

/** What leads from a working status towards the end: the shortest way first. */
const stepsToDropped: readonly VersionEvent[] = ["drop", "take_back", "unschedule"];

/**
 * Takes an item that is not out yet out of the studio, wherever it stands. The item's row is locked first, as publishing
 * does: of a withdrawal and a publication at the same time exactly one happens, and the other sees it.
 * @returns `live` where it is out already (nothing was changed), `dropped`, or `none` where nobody works on it
 * @throws AppError `contents.not_found` | `contents.reason_needed`
 */
export const dropWorkingVersion = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { contentId: string; reason: string },
): Promise<"live" | "dropped" | "none"> => {
  requireReason(input.reason);
  const content = await lockContent(trx, input.contentId);
  const versions = await trx
    .selectFrom("content_versions")
    .select(["id", "status"])
    .where("content_id", "=", content.id)
    .execute();
  if (versions.some((version) => version.status === "published")) return "live";
  const working = versions.find((version) => workingStatuses.some((status) => status === version.status));
  if (working === undefined) return "none";
  let { status } = working;
  while (status !== "dropped") {
    const event = stepsToDropped.find((step) => versionStates.next(status, step) !== undefined);
    if (event === undefined) throw new Error(`no way from ${status} to dropped`);
    status = await changeStatus(trx, context, {
      versionId: working.id,
      event,
      ...(event === "unschedule" ? { set: { publish_at: null } } : {}),
    });
  }
  await recordAudit(trx, context, {
    actor,
    action: "contents.write",
    unitId: content.unit_id,
    record: { table: "content_versions", id: working.id },
    reason: input.reason,
    requestId: context.requestId,
  });
  return "dropped";
};
