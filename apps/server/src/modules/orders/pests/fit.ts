import { crops, type Skill, type Treats, type TeamKind } from "#modules/teams/index.ts";
import type { OrderPest } from "./recorded.ts";

type FitTeam = { kind: TeamKind; treats: Treats };

/** A team that treats the crop but did not name the pest, one that named neither, and one that is no society (F-17). */
const minutes = { crop: 40, neither: 120, noSociety: 15 } as const;

const treatsPest = (team: FitTeam, pest: OrderPest): boolean => team.treats.pestIds.includes(pest.id);
const treatsCrop = (team: FitTeam, pest: OrderPest): boolean =>
  pest.crops.some((crop) => team.treats.crops.includes(crop));

/** What an order asks for by its pests: their skill where its service asks for none; nothing where it asks for another. */
export const needByPests = (
  skill: Skill | undefined,
  pests: readonly OrderPest[],
): { skill: Skill | undefined; pests: readonly OrderPest[] } => {
  const wanted = skill ?? pests[0]?.skill;
  return { skill: wanted, pests: pests.filter((pest) => pest.skill === wanted) };
};

/** Minutes that a team costs more for an order that names pests; 0 for a society's team that treats one of them. */
export const lessFittingMinutes = (pests: readonly OrderPest[], team: FitTeam): number => {
  if (pests.length === 0) return 0;
  const society = team.kind === "society" ? 0 : minutes.noSociety;
  if (pests.some((pest) => treatsPest(team, pest))) return society;
  return society + (pests.some((pest) => treatsCrop(team, pest)) ? minutes.crop : minutes.neither);
};

/** `单里写到稻瘟病`, `单里写到钻心虫（二化螟）`, `调度员写明是稻瘟病`. */
export const pestWords = (pest: OrderPest): string => {
  if (pest.word === null) return `调度员写明是${pest.name}`;
  return `单里写到${pest.word}${pest.word === pest.name ? "" : `（${pest.name}）`}`;
};

/** Why the team fits an order that names pests, or that it does not. */
export const fitWords = (pests: readonly OrderPest[], team: FitTeam): readonly string[] => {
  const named = pests.filter((pest) => treatsPest(team, pest));
  if (named.length > 0) return named.map((pest) => `${pestWords(pest)}，这支队登记会治`);
  const [byCrop] = pests.filter((pest) => treatsCrop(team, pest));
  if (byCrop !== undefined) {
    const crop = byCrop.crops.find((one) => team.treats.crops.includes(one));
    return [`${pestWords(byCrop)}，这支队登记会看${crop === undefined ? "" : crops[crop]}的病虫害`];
  }
  const [first] = pests;
  return first === undefined ? [] : [`${pestWords(first)}，这支队没有登记会治`];
};

/** What is said of a team that cannot come but treats what the order names: another time may do. */
export const missedWords = (pests: readonly OrderPest[], team: FitTeam): readonly string[] => {
  const named = pests.filter((pest) => treatsPest(team, pest)).map((pest) => pest.name);
  return named.length === 0 ? [] : [`但登记会治${named.join("、")}，换个时间也许能来`];
};
