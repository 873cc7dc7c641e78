import type { GrantView } from "../../api/views.ts";
import type { Tone } from "../../detail/status-mark.tsx";

export const personStatusTone = (status: string): Tone =>
  status === "active" ? "done" : status === "disabled" ? "urgent" : "quiet";

export const grantStates: Readonly<Record<GrantView["state"], { name: string; tone: Tone }>> = {
  in_force: { name: "在任", tone: "done" },
  future: { name: "未开始", tone: "waiting" },
  over: { name: "已到期", tone: "quiet" },
  ended: { name: "已结束", tone: "quiet" },
};

/** `2026-01-01 起，长期` or `2026-01-01 至 2026-12-31`. */
export const termText = (grant: { startsOn: string; endsOn: string | null }): string =>
  grant.endsOn === null ? `${grant.startsOn} 起，长期` : `${grant.startsOn} 至 ${grant.endsOn}`;

export const roleOptions = [
  { value: "org_admin", label: "单位管理员" },
  { value: "street_liaison", label: "街镇联络员" },
  { value: "department_liaison", label: "部门联络员" },
  { value: "supervisor", label: "督导员" },
  { value: "statistician", label: "统计员" },
  { value: "dispatcher", label: "派单员" },
  { value: "editor", label: "编辑" },
  { value: "expert", label: "专家" },
  { value: "teacher", label: "科技教师" },
  { value: "base_manager", label: "基地管理员" },
  { value: "helper", label: "帮办员" },
  { value: "volunteer", label: "科技志愿者" },
  { value: "system_admin", label: "系统管理员" },
  { value: "security_admin", label: "安全管理员" },
  { value: "audit_admin", label: "审计管理员" },
];

export type PersonStep = "grant" | "handover" | "disable" | "enable";

const steps: Readonly<Record<string, PersonStep>> = {
  "identity.grant_role": "grant",
  "identity.handover": "handover",
  "identity.disable_person": "disable",
  "identity.enable_person": "enable",
};

export const personStepOf = (action: string): PersonStep | undefined => steps[action];
