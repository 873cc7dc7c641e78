import { defineStates } from "#kernel/transitions.ts";

export type DriveStatus = "open" | "closed";
export const driveStates = defineStates<DriveStatus, "close">({ open: { close: "closed" }, closed: {} }, [
  "close",
]);

export type ApplicationStatus = "applied" | "admitted" | "declined" | "withdrawn";
type ApplicationEvent = "admit" | "decline" | "withdraw";
export const applicationStates = defineStates<ApplicationStatus, ApplicationEvent>(
  {
    applied: { admit: "admitted", decline: "declined", withdraw: "withdrawn" },
    admitted: {},
    declined: {},
    withdrawn: {},
  },
  ["admit", "decline", "withdraw"],
);
export const applicationStatusNames: Readonly<Record<ApplicationStatus, string>> = {
  applied: "等队长答复",
  admitted: "已入队",
  declined: "没有收",
  withdrawn: "已撤回",
};

/** What somebody with the code is told. */
export type DriveStanding = "open" | "full" | "past" | "closed";
export const driveStandingNames: Readonly<Record<DriveStanding, string>> = {
  open: "正在招",
  full: "已招满",
  past: "报名已截止",
  closed: "已结束",
};

/** Whether a drive takes applications on a day, and if not, why not. */
export const standingOf = (
  drive: { status: DriveStatus; admitted: number; wanted: number; applyUntilOn: string },
  today: string,
): DriveStanding => {
  if (drive.status === "closed") return "closed";
  if (drive.admitted >= drive.wanted) return "full";
  return drive.applyUntilOn < today ? "past" : "open";
};
