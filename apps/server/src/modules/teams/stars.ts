/**
 * Stars of a volunteer (星级) by the hours signed on site: the grades of the ministry's 志愿服务记录办法 (民函〔2012〕340号),
 * 100, 300, 600, 1,000 and 1,500 hours. Hours added by hand, opened pages and received likes count nothing. A rule of
 * another version is a new row here; nobody's earlier star is taken by it.
 */
export const starRule = { version: 1, hours: [100, 300, 600, 1000, 1500] } as const;

export const starNames = ["还没有星级", "一星", "二星", "三星", "四星", "五星"] as const;

type Stars = { stars: number; name: string; minutesToNext: number | undefined };

export const toStars = (creditedMinutes: number): Stars => {
  const stars = starRule.hours.filter((hours) => creditedMinutes >= hours * 60).length;
  const next = starRule.hours[stars];
  return {
    stars,
    name: starNames[stars] ?? "",
    minutesToNext: next === undefined ? undefined : next * 60 - creditedMinutes,
  };
};
