// Items that are out and people who read them, for tests of modules that stand above both: a module's own tests enter no
// other module but by its door.
import type { Context } from "#kernel/context.ts";
import { buildPublished, type Studio } from "#modules/contents/builders.ts";
import { listItemAddresses } from "#modules/contents/index.ts";

export { buildStudio } from "#modules/contents/builders.ts";
export { buildArea, buildCookie, buildPerson, callApi } from "#modules/identity/builders.ts";

type Change = Parameters<typeof buildPublished>[2];

/** An item that is out, with its public number. */
export const buildReadable = async (
  context: Context,
  studio: Studio,
  change: Change = {},
): Promise<{ no: number; contentId: string }> => {
  const { contentId } = await buildPublished(context, studio, change);
  const address = (await listItemAddresses(context.db, [contentId])).get(contentId);
  if (address === undefined) throw new Error("an item that is out has a number");
  return { no: address.no, contentId };
};
