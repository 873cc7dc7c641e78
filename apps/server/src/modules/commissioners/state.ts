import { defineStates } from "#kernel/transitions.ts";

export type ContractStatus = "in_force" | "ended";
export const contractStates = defineStates<ContractStatus, "end">({ in_force: { end: "ended" }, ended: {} }, [
  "end",
]);
export const contractStatusNames: Readonly<Record<ContractStatus, string>> = {
  in_force: "在聘",
  ended: "已终止",
};

export type LogStatus = "reported" | "confirmed" | "disputed";
type LogEvent = "confirm" | "dispute";
export const logStates = defineStates<LogStatus, LogEvent>(
  { reported: { confirm: "confirmed", dispute: "disputed" }, confirmed: {}, disputed: {} },
  ["confirm", "dispute"],
);
export const logStatusNames: Readonly<Record<LogStatus, string>> = {
  reported: "农户还没确认，不计数",
  confirmed: "农户已确认",
  disputed: "农户说没有这回事",
};

/** How a farmer said that the visit took place. */
export type ConfirmedBy = "code" | "helper" | "farmer";
export const confirmedByNames: Readonly<Record<ConfirmedBy, string>> = {
  code: "农户的短信确认码",
  helper: "村里工作人员当面问过",
  farmer: "农户自己在网上确认",
};

export const commissionerFields = {
  rice: "水稻",
  vegetables: "蔬菜",
  fruit: "水果",
  tea: "茶叶",
  livestock: "畜禽",
  aquaculture: "水产",
  forestry: "林业",
  machinery: "农机",
} as const;
export type CommissionerField = keyof typeof commissionerFields;
// Object.keys gives string[]; the keys of this constant are these codes and no others.
export const commissionerFieldCodes = Object.keys(commissionerFields) as CommissionerField[];
