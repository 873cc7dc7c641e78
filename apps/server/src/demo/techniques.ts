import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { findRootUnit } from "#modules/organisations/index.ts";
import {
  adoptEntry,
  decideAdoption,
  getEntry,
  publishEntry,
  tellOutcome,
  writeEntry,
} from "#modules/techniques/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import { type DemoStaff, requireStaff } from "./people.ts";

// The items of the law are where the four subjects are named; what to do in a field is not said here by anybody.
const law = "《中华人民共和国农业技术推广法》";
const caution = "演示条目，只示范目录怎么用，不是农技建议；具体怎么做，请问特派员或专家。";
const entries = [
  {
    kind: "technique",
    field: "rice",
    name: "土壤改良（演示）",
    item: "第二条第（五）项",
    season: "winter",
    ground: "paddy",
  },
  {
    kind: "variety",
    field: "vegetables",
    name: "良种繁育（演示）",
    item: "第二条第（一）项",
    season: "spring",
    ground: "dry_field",
  },
  {
    kind: "equipment",
    field: "machinery",
    name: "农业机械化（演示）",
    item: "第二条第（六）项",
    season: "autumn",
    ground: "paddy",
  },
  {
    kind: "facility",
    field: "fruit",
    name: "农产品贮藏（演示）",
    item: "第二条第（三）项",
    season: "autumn",
    ground: "slope",
  },
] as const;

/**
 * Four entries that state nothing but where the law names their subject, three of them public; a farmer said that he used two:
 * the town confirmed one, and he told how it went.
 */
export const seedTechniques = async (
  context: Context,
  district: SeededDistrict,
  staff: DemoStaff,
): Promise<void> => {
  const { db } = context;
  const writer = requireStaff(staff, "demo.editor");
  const second = requireStaff(staff, "demo.supervisor");
  const town = requireStaff(staff, "demo.streetadmin");
  const farmer = requireStaff(staff, "demo.helper");
  const place = district.places[22] ?? district.places[0];
  const root = await findRootUnit(db);
  if (place === undefined || root === undefined)
    throw new Error("the demonstration has no unit for its catalogue");
  await inTransaction(db, async (trx) => {
    const published: number[] = [];
    for (const [index, entry] of entries.entries()) {
      const id = await writeEntry(trx, context, writer, {
        unitId: root.id,
        kind: entry.kind,
        field: entry.field,
        name: entry.name,
        summary: `${caution}农业技术推广法把这一类列进“农业技术”。`,
        seasons: [entry.season],
        grounds: [entry.ground],
        sourceTitle: law,
        sourcePlace: entry.item,
      });
      // The last one waits for a second person.
      if (index === entries.length - 1) continue;
      await publishEntry(trx, context, second, id);
      published.push((await getEntry(trx, id)).no);
    }
    const [first, other] = published;
    if (first === undefined || other === undefined) throw new Error("the demonstration published no entry");
    const adoptionId = await adoptEntry(trx, context, farmer, { entryNo: first, unitId: place.id });
    await decideAdoption(trx, context, town, { adoptionId, by: "town", event: "confirm" });
    await tellOutcome(trx, context, farmer, { adoptionId, outcome: "fair", note: "演示：明年再看。" });
    await adoptEntry(trx, context, farmer, { entryNo: other, unitId: place.id });
  });
};
