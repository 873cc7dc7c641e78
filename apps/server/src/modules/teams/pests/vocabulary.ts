/** Crops that a district's pests are told apart by. */
export const crops = {
  rice: "水稻",
  maize: "玉米",
  wheat: "小麦",
  rapeseed: "油菜",
  potato: "马铃薯",
  vegetables: "蔬菜",
  citrus: "柑橘",
  tea: "茶",
  cotton: "棉花",
  fruit: "其他果树",
} as const;
export type Crop = keyof typeof crops;

export const pestKinds = { disease: "病", insect: "虫", weed: "草" } as const;
export type PestKind = keyof typeof pestKinds;

// Object.keys gives string[]; the keys of these constants are these codes and no others.
export const cropCodes = Object.keys(crops) as Crop[];
export const pestKindCodes = Object.keys(pestKinds) as PestKind[];

export const cropsText = (codes: readonly Crop[]): string => codes.map((crop) => crops[crop]).join("、");

/** How people say a crop; used only to tell apart pests that share a common name. */
export const cropWords: Readonly<Record<Crop, readonly string[]>> = {
  rice: ["稻", "秧"],
  maize: ["玉米", "苞谷", "包谷"],
  wheat: ["麦"],
  rapeseed: ["油菜"],
  potato: ["马铃薯", "土豆", "洋芋"],
  vegetables: ["蔬菜", "白菜", "辣椒", "番茄", "西红柿", "甘蓝", "萝卜", "茄子", "豆角"],
  citrus: ["柑", "橘", "桔", "橙", "柚"],
  tea: ["茶"],
  cotton: ["棉"],
  fruit: ["桃", "梨", "葡萄", "猕猴桃", "苹果"],
};
