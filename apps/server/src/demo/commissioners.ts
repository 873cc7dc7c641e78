import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  confirmByCode,
  confirmByOther,
  keepVisitPhotos,
  logVisit,
  readCodeMessage,
  requestVisit,
  signContract,
} from "#modules/commissioners/index.ts";
import { submitOrder } from "#modules/orders/index.ts";
import type { SeededDistrict } from "./organisations.ts";
import { demoPhone, type DemoStaff } from "./people.ts";
import type { DemoTeam } from "./teams.ts";

const dayMs = 86_400_000;

/**
 * A commissioner of a town who is the demonstration's farming volunteer: visits confirmed by code and by the village, one
 * that waits and counts nothing, and a field visit that was ordered and reached him.
 */
export const seedCommissioners = async (
  context: Context,
  district: SeededDistrict,
  demo: { teams: readonly DemoTeam[]; staff: DemoStaff },
): Promise<void> => {
  const town = demo.staff.get("demo.streetadmin");
  const resident = demo.staff.get("demo.helper");
  const commissioner = demo.teams.find((team) => team.name.includes("田间"))?.leader;
  const place = district.places[22] ?? district.places[0];
  if (town === undefined || resident === undefined || commissioner === undefined || place === undefined)
    throw new Error("the demonstration has nobody for a commissioner");
  const now = context.clock.now().getTime();
  const day = (days: number): string => toDistrictDate(new Date(now + days * dayMs));
  await inTransaction(context.db, async (trx) => {
    const contractId = await signContract(trx, context, town, {
      personId: commissioner.personId,
      unitId: place.id,
      field: "rice",
      bases: "双季稻示范片和周边种粮大户（演示）",
      document: "演示聘书 2026 年第 1 号",
      startsOn: day(-120),
      endsOn: day(245),
    });
    const visit = (days: number, advice: string, phone: string | undefined) =>
      logVisit(trx, context, commissioner, {
        contractId,
        visitedAt: new Date(now - days * dayMs),
        place: `${place.name} 三组大田（演示）`,
        advice,
        farmerName: "演示农户",
        farmerPhone: phone,
      });
    const first = await visit(20, "看了晚稻，建议排水晒田，防倒伏。（演示）", demoPhone(101));
    const message = await readCodeMessage(trx, context, first);
    await confirmByCode(trx, context, commissioner, { logId: first, code: message?.code ?? "" });
    const second = await visit(9, "取土看酸碱度，建议冬种绿肥。（演示）", undefined);
    await confirmByOther(trx, context, town, { logId: second, by: "helper" });
    const waiting = await visit(2, "看了油菜苗，建议清沟排渍。（演示）", demoPhone(102));
    // An invented plain picture: what a photograph looks like beside the visit.
    const bytes = await sharp({ create: { width: 480, height: 320, channels: 3, background: "#8fae5d" } })
      .jpeg()
      .toBuffer();
    await keepVisitPhotos(trx, context, commissioner, {
      logId: waiting,
      files: [{ field: "photo", filename: "field.jpg", declaredType: "image/jpeg", bytes }],
      said: { faces: "none", boxes: "", parts: [] },
      requestId: randomUUID(),
    });
    const { id } = await submitOrder(trx, context, resident, {
      itemCode: "field-visit",
      details: "油菜叶子发黄，请来看看。（演示）",
      audience: "farmer",
      placeUnitId: place.communities[0]?.id ?? place.id,
      address: "演示组 5 号",
      peopleCount: 1,
      wantedOn: day(4),
      wantedHalf: "morning",
      contactName: "演示农户",
      contactPhone: demoPhone(2),
      requesterPersonId: resident.personId,
      channel: "portal",
    });
    await requestVisit(trx, context, town, id);
  });
};
