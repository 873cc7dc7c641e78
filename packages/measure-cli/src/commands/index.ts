import type { Command } from "../command.ts";
import { estimate } from "./estimate.ts";

/** All subcommands in the order of the help. */
export const commands: readonly Command[] = [estimate];
