/** The five target groups (五大重点人群). */
export const audiences = ["youth", "farmer", "worker", "elder", "official"] as const;
export type Audience = (typeof audiences)[number];

export const audienceNames: Readonly<Record<Audience, string>> = {
  youth: "青少年",
  farmer: "农民",
  worker: "产业工人",
  elder: "老年人",
  official: "领导干部和公务员",
};
