import type { Board, Need, Order, Team } from "../board.ts";

export type BoardSize = {
  readonly orders: number;
  readonly teams: number;
  /** Share of orders with two needs. */
  readonly pairs: number;
  /** Half days of the board; 10 is one week. */
  readonly slots: number;
  readonly seed: number;
};

const skillNames = ["健康", "应急", "科学实验", "农技", "数字技能", "天文"] as const;
const languages = ["长沙话", "手语"] as const;

/** 32-bit mixing (Steele & Vigna 2021, the murmur finaliser): the same seed draws the same board everywhere. */
const createDraw = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
  };
};

/** An invented board of a district of 20 × 20 km; about as many orders as the teams can take. */
export const drawBoard = (size: BoardSize): Board => {
  const draw = createDraw(size.seed);
  const upTo = (most: number): number => Math.floor(draw() * most);
  const pick = <Item>(items: readonly Item[]): Item => items[upTo(items.length)]!; // never empty here
  const slots = Array.from(
    { length: size.slots },
    (_, index) => `2026-12-${String((index >> 1) + 1).padStart(2, "0")}/${index % 2 === 0 ? "am" : "pm"}`,
  );
  const some = (count: number): string[] =>
    [...new Set(Array.from({ length: count }, () => pick(slots)))].sort();
  const place = () => ({ east: upTo(20_000), north: upTo(20_000) });
  const perTeam = Math.ceil(size.orders / size.teams);
  const teams = Array.from({ length: size.teams }, (_, index): Team => {
    const isExpert = draw() < 0.3;
    return {
      id: `t${index}`,
      kind: isExpert ? "expert" : "volunteers",
      skills: { [pick(skillNames)]: 1 + upTo(3), [pick(skillNames)]: 1 + upTo(3) },
      languages: draw() < 0.5 ? [pick(languages)] : [],
      people: isExpert ? 1 : 2 + upTo(8),
      badges: draw() < 0.7 ? { 未成年人服务: isExpert ? 1 : 2 + upTo(4) } : {},
      at: place(),
      radiusMinutes: 20 + upTo(30),
      slots: some(perTeam + 1 + upTo(perTeam)),
      capacity: draw() < 0.2 ? 2 : 1,
      most: perTeam + upTo(3),
      recent: upTo(5),
    };
  });
  const orders = Array.from({ length: size.orders }, (_, index): Order => {
    const skill: Need = {
      skills: { [pick(skillNames)]: 1 + upTo(2) },
      languages: draw() < 0.1 ? [pick(languages)] : [],
      badges: draw() < 0.2 ? ["未成年人服务"] : [],
    };
    const isPair = draw() < size.pairs;
    return {
      id: `o${index}`,
      slots: some(2 + upTo(4)),
      at: place(),
      priority: draw() < 0.1 ? 3 : 1,
      isWeakArea: draw() < 0.25,
      needs: isPair
        ? [
            { ...skill, kind: "expert" },
            { kind: "volunteers", people: 2 },
          ]
        : [skill],
    };
  });
  return { orders, teams };
};
