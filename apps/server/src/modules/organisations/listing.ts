import { sql, type RawBuilder } from "kysely";

export type Page = { page: number; size: number };
export type Scope = "everywhere" | readonly string[];

/** Condition "the unit at `column` lies at or below one of the actor's units". An empty scope sees nothing. */
export const withinScope = (column: string, scope: Scope): RawBuilder<boolean> => {
  if (scope === "everywhere") return sql<boolean>`true`;
  if (scope.length === 0) return sql<boolean>`false`;
  return sql<boolean>`${sql.ref(column)} <@ any(${[...scope]}::ltree[])`;
};

/** The pattern that finds `text` anywhere, with its own wildcards taken literally. */
export const containing = (text: string): string => `%${text.toLowerCase().replaceAll(/[\\%_]/g, "\\$&")}%`;
