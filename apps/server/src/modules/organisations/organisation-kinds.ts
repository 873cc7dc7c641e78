import type { UnitKind } from "#kernel/tables.ts";

/** The six kinds of organisation of the plan (多元主体): 高校、科研院所、企业、基层组织、科学共同体、社会团体. */
export type OrganisationKind =
  | "university"
  | "institute"
  | "enterprise"
  | "grassroots"
  | "science_community"
  | "social_group";

/** What each kind is called, whom it means, and as what kind of unit a verified one enters the tree. */
export const organisationKinds: Readonly<
  Record<OrganisationKind, { name: string; hint: string; unitKind: UnitKind }>
> = {
  university: { name: "高校", hint: "大学、学院、职业院校", unitKind: "school" },
  institute: { name: "科研院所", hint: "研究院、研究所、实验室", unitKind: "society" },
  enterprise: { name: "企业", hint: "公司、工厂、农业企业、农民专业合作社", unitKind: "company" },
  grassroots: { name: "基层组织", hint: "居委会、村委会、物业、小区里的队伍", unitKind: "society" },
  science_community: { name: "科学共同体", hint: "学会、协会、研究会", unitKind: "society" },
  social_group: { name: "社会团体", hint: "志愿服务组织、基金会、民办非企业单位", unitKind: "society" },
};

// The keys of the table are the kinds by construction.
export const organisationKindCodes = Object.keys(organisationKinds) as OrganisationKind[];
