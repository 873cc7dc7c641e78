import type { FactKind } from "#kernel/facts.ts";
import type { Employment } from "./vocabulary.ts";

export const joinedKinds: Readonly<Record<Employment, string>> = {
  full_time: "personnel.full_time_joined",
  part_time: "personnel.part_time_joined",
};
export const leftKinds: Readonly<Record<Employment, string>> = {
  full_time: "personnel.full_time_left",
  part_time: "personnel.part_time_left",
};

/** B-20: who comes and who goes; how many there are on a day is the difference. An entry made by mistake takes its facts back. */
export const personnelFactKinds: readonly FactKind[] = (["full_time", "part_time"] as const).flatMap(
  (one) => {
    const name = one === "full_time" ? "科普专职人员" : "科普兼职人员";
    const about = { measure: "人", sourceTable: "science_staff" };
    return [
      { ...about, kind: joinedKinds[one], name: `到岗的${name}`, from: `单位登记一位${name}` },
      { ...about, kind: leftKinds[one], name: `离开的${name}`, from: `单位登记一位${name}离开` },
    ];
  },
);
