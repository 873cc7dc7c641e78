import { defineStates } from "#kernel/transitions.ts";

export const personStatuses = ["active", "disabled", "erased"] as const;
export type PersonStatus = (typeof personStatuses)[number];
export type PersonEvent = "disable" | "enable" | "erase";

/** A person's record. Erased is the end: the pseudonym stays, the person cannot come back from it. */
export const personStates = defineStates<PersonStatus, PersonEvent>(
  {
    active: { disable: "disabled", erase: "erased" },
    disabled: { enable: "active", erase: "erased" },
    erased: {},
  },
  ["disable", "enable", "erase"],
);

export const personStatusNames: Readonly<Record<PersonStatus, string>> = {
  active: "使用中",
  disabled: "已停用",
  erased: "已注销",
};
