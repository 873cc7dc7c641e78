import { toEditionKey } from "#modules/occasions/index.ts";
import type { LockedActivity } from "./activity-writes.ts";
import { editionTag, entryTag } from "./vocabulary.ts";

/** What the facts of an activity are counted under: its entry, and the edition of the theme day that it hangs under. */
export const countTags = (
  activity: Pick<LockedActivity, "entry" | "occasion_code" | "occasion_year">,
): readonly string[] => {
  const { entry, occasion_code, occasion_year } = activity;
  const shared = ["B-19", entryTag(entry)];
  return occasion_code === null || occasion_year === null
    ? shared
    : [...shared, editionTag(toEditionKey(occasion_code, occasion_year))];
};
