import type { Module } from "#kernel/module.ts";
import { organisationsModule } from "#modules/organisations/index.ts";

/** All modules, in the order of ARCHITECTURE §3: each may use only the doors of those before it. */
export const modules: readonly Module[] = [organisationsModule];
