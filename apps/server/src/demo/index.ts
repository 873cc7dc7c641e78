import type { System } from "#server/compose.ts";
import type { SignIn } from "./sign-in.ts";

/**
 * Makes the demonstration district through the real commands. Called while the site serves, again at the next start
 * where it was interrupted: it must be able to go on.
 */
export const seedDemo = async (_system: System): Promise<readonly SignIn[]> => [];
