/** Addresses of this module, used by routes, views and tests. */
export const peoplePaths = {
  consents: "/my/consents",
  consentGive: "/my/consents/give",
  consentWithdraw: "/my/consents/withdraw",
  data: "/my/data",
  dataExport: "/my/data/export",
  dataCorrect: "/my/data/correct",
  dataErase: "/my/data/erase",
  dataErased: "/my/data/erased",
  family: "/my/family",
  childAdd: "/my/family/children",
  childRemove: "/my/family/children/remove",
  helping: "/my/helping",
  helpingCode: "/my/helping/code",
  helpingNew: "/my/helping/new",
  helpingStart: "/my/helping/start",
  helpingEnd: "/my/helping/end",
  helped: "/my/helped",
  expertApply: "/experts/apply",
  expertWithdraw: "/experts/apply/:id/withdraw",
  expertOwn: "/my/expert",
  expertAdvice: "/my/expert/advice",
  expertAdviceRevise: "/my/expert/advice/:id/revise",
  expertAdviceWithdraw: "/my/expert/advice/:id/withdraw",
  expertTimes: "/my/expert/times",
  expertInterests: "/my/expert/interests",
  expertInterestEnd: "/my/expert/interests/:id/end",
} as const;

/** A guardian's page of one child; the site answers there, because it shows what later modules hold. */
export const toChildPath = (childPersonId: string): string => `${peoplePaths.family}/${childPersonId}`;
