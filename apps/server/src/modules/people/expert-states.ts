import { defineStates } from "#kernel/transitions.ts";

export type ApplicationStatus = "submitted" | "admitted" | "refused" | "withdrawn";
type ApplicationEvent = "admit" | "refuse" | "withdraw";

export const applicationStates = defineStates<ApplicationStatus, ApplicationEvent>(
  {
    submitted: { admit: "admitted", refuse: "refused", withdraw: "withdrawn" },
    admitted: {},
    refused: {},
    withdrawn: {},
  },
  ["admit", "refuse", "withdraw"],
);

export const applicationStatusNames: Readonly<Record<ApplicationStatus, string>> = {
  submitted: "等核对",
  admitted: "已聘任",
  refused: "没有通过",
  withdrawn: "本人撤回",
};

export const dutyKinds = { questions: "答疑值班", emergency: "应急值班" } as const;
export type DutyKind = keyof typeof dutyKinds;
// Object.keys gives string[]; the keys of this constant are these codes and no others.
export const dutyKindCodes = Object.keys(dutyKinds) as DutyKind[];
