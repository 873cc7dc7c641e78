import type { FactKind } from "#kernel/facts.ts";

/** F-12: a help counts when the village confirms it. */
export const returneesFactKinds: readonly FactKind[] = [
  {
    kind: "returnees.helped",
    name: "返乡人才、新乡贤帮村里办的事",
    measure: "件",
    from: "村里确认帮到了",
    sourceTable: "returnee_matches",
  },
];
