import { defineStates } from "#kernel/transitions.ts";

/** `left`: served and went; `struck`: was entered by mistake and counts nowhere. */
export type StaffStatus = "serving" | "left" | "struck";
type StaffEvent = "leave" | "strike";
export const staffStates = defineStates<StaffStatus, StaffEvent>(
  { serving: { leave: "left", strike: "struck" }, left: { strike: "struck" }, struck: {} },
  ["leave", "strike"],
);
export const staffStatusNames: Readonly<Record<StaffStatus, string>> = {
  serving: "在岗",
  left: "已离开",
  struck: "录错，不计",
};
