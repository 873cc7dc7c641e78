import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { addPest, type Crop, declareTreats, listPests, type PestInput } from "#modules/teams/index.ts";
import { type DemoStaff, requireStaff } from "./people.ts";
import type { DemoTeam } from "./teams.ts";

const national = {
  sourceTitle: "一类农作物病虫害名录",
  sourcePlace: "中华人民共和国农业农村部公告第333号（2020年9月15日）",
};
const province = {
  sourceTitle: "湖南省二类农作物病虫害名录",
  sourcePlace: "湖南省农业农村主管部门按《农作物病虫害防治条例》公布",
};

type Row = readonly [name: string, kind: PestInput["kind"], crop: Crop, others: readonly string[]];

/** Names as the two public lists have them; the other names are what farmers commonly say. */
const ofNation: readonly Row[] = [
  ["稻瘟病", "disease", "rice", ["稻瘟", "稻热病", "叶瘟", "穗颈瘟"]],
  ["南方水稻黑条矮缩病", "disease", "rice", ["黑条矮缩病", "水稻矮缩病"]],
  ["稻飞虱", "insect", "rice", ["褐飞虱", "白背飞虱"]],
  ["稻纵卷叶螟", "insect", "rice", ["卷叶螟", "卷叶虫"]],
  ["二化螟", "insect", "rice", ["钻心虫"]],
  ["草地贪夜蛾", "insect", "maize", ["秋粘虫", "秋黏虫"]],
  ["马铃薯晚疫病", "disease", "potato", ["土豆晚疫病"]],
  ["柑橘黄龙病", "disease", "citrus", ["黄龙病", "柑桔黄龙病"]],
];
const ofProvince: readonly Row[] = [
  ["水稻纹枯病", "disease", "rice", ["纹枯病"]],
  ["水稻稻曲病", "disease", "rice", ["稻曲病"]],
  ["稻秆潜蝇", "insect", "rice", []],
  ["稻水象甲", "insect", "rice", ["稻水象"]],
  ["稻田杂草", "weed", "rice", ["稗草", "千金子"]],
  ["油菜菌核病", "disease", "rapeseed", ["菌核病"]],
  ["玉米螟", "insect", "maize", ["钻心虫", "玉米钻心虫"]],
  ["柑橘溃疡病", "disease", "citrus", ["柑桔溃疡病"]],
  ["柑橘砂皮病", "disease", "citrus", ["砂皮病"]],
  ["柑橘大实蝇", "insect", "citrus", ["大实蝇", "柑蛆"]],
  ["小菜蛾", "insect", "vegetables", ["吊丝虫"]],
  ["斜纹夜蛾", "insect", "vegetables", []],
  ["辣椒疫病", "disease", "vegetables", []],
  ["番茄晚疫病", "disease", "vegetables", ["西红柿晚疫病"]],
  ["茶小绿叶蝉", "insect", "tea", ["小绿叶蝉"]],
];

const toInput = ([name, kind, crop, otherNames]: Row, source: typeof national): PestInput => ({
  name,
  kind,
  crops: [crop],
  otherNames,
  skill: "farming",
  ...source,
});

/** The vocabulary from two public lists; a society's team treats pests of rice, the young of the institute look after rice. */
export const seedPests = async (
  context: Context,
  staff: DemoStaff,
  teams: readonly DemoTeam[],
): Promise<void> => {
  const clerk = requireStaff(staff, "demo.supervisor");
  const society = teams.find((team) => team.name.startsWith("农学会"));
  const institute = teams.find((team) => team.name.startsWith("稻香农技"));
  if (society === undefined || institute === undefined)
    throw new Error("the demonstration has no farming teams");
  await inTransaction(context.db, async (trx) => {
    for (const row of ofNation) await addPest(trx, context, clerk, toInput(row, national));
    for (const row of ofProvince) await addPest(trx, context, clerk, toInput(row, province));
    const treated = ["稻瘟病", "二化螟", "稻飞虱", "水稻纹枯病"];
    await declareTreats(trx, context, society.leader, {
      teamId: society.id,
      pestIds: (await listPests(trx)).filter((pest) => treated.includes(pest.name)).map((pest) => pest.id),
      crops: [],
    });
    await declareTreats(trx, context, institute.leader, {
      teamId: institute.id,
      pestIds: [],
      crops: ["rice", "citrus"],
    });
  });
};
