import type { TestDatabase } from "../apps/server/test/support/database.ts";
import { buildUnit } from "../apps/server/test/support/builders.ts";

/** A tree of realistic size for the portal's pages. */
export const seedForBench = async (database: TestDatabase): Promise<void> => {
  for (let street = 0; street < 32; street += 1) {
    const parent = await buildUnit(database.db, { kind: "street", name: `演示街道${street}` });
    await buildUnit(database.db, { kind: "community", parent, name: `演示社区${street}` });
    await buildUnit(database.db, { kind: "venue", parent, name: `演示科技馆${street}` });
  }
};
