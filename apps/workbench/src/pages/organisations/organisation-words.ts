import type { Tone } from "../../detail/status-mark.tsx";

const tones: Readonly<Record<string, Tone>> = {
  submitted: "waiting",
  under_review: "waiting",
  returned: "quiet",
  verified: "done",
  rejected: "urgent",
  suspended: "urgent",
  withdrawn: "quiet",
};
export const statusTone = (status: string): Tone => tones[status] ?? "quiet";

export const statusOptions = [
  { value: "submitted", label: "已提交" },
  { value: "under_review", label: "审核中" },
  { value: "returned", label: "退回补正" },
  { value: "verified", label: "已核实" },
  { value: "rejected", label: "未通过" },
  { value: "suspended", label: "已暂停" },
  { value: "withdrawn", label: "已撤回" },
];

export const organisationKindOptions = [
  { value: "university", label: "高校" },
  { value: "institute", label: "科研院所" },
  { value: "enterprise", label: "企业" },
  { value: "grassroots", label: "基层组织" },
  { value: "science_community", label: "科学共同体" },
  { value: "social_group", label: "社会团体" },
];

export type ReviewStep = "review" | "verify" | "return" | "reject" | "suspend" | "reinstate";

type StepWords = {
  title: (name: string) => string;
  intro: string;
  submit: string;
  done: string;
  asksReason: boolean;
  danger: boolean;
};

export const reviewSteps: Readonly<Record<ReviewStep, StepWords>> = {
  review: {
    title: (name) => `开始审核${name}`,
    intro: "申请人会看到“审核中”。",
    submit: "开始审核",
    done: "已开始审核",
    asksReason: false,
    danger: false,
  },
  verify: {
    title: (name) => `核实通过${name}`,
    intro: "通过后它进入组织架构，可以发布服务，并公开在门户名录里。",
    submit: "核实通过",
    done: "已核实",
    asksReason: false,
    danger: false,
  },
  return: {
    title: (name) => `退回${name}补正`,
    intro: "申请人会看到原因，补正后再次提交。",
    submit: "退回补正",
    done: "已退回",
    asksReason: true,
    danger: false,
  },
  reject: {
    title: (name) => `不予通过${name}`,
    intro: "这次申请到此结束。申请人会看到原因，可以重新登记。",
    submit: "不予通过",
    done: "已办结，未通过",
    asksReason: true,
    danger: true,
  },
  suspend: {
    title: (name) => `暂停${name}`,
    intro: "它会从门户名录里隐去，直到恢复。",
    submit: "暂停",
    done: "已暂停",
    asksReason: true,
    danger: true,
  },
  reinstate: {
    title: (name) => `恢复${name}`,
    intro: "它重新出现在门户名录里。",
    submit: "恢复",
    done: "已恢复",
    asksReason: false,
    danger: false,
  },
};

/** The step that an action of the server means: `organisations.verify`, `verify`, `begin_review` … */
export const reviewStepOf = (action: string): ReviewStep | undefined => {
  const verb = action.split(".").at(-1) ?? "";
  if (verb === "begin_review") return "review";
  return verb in reviewSteps ? (verb as ReviewStep) : undefined; // just looked up
};
