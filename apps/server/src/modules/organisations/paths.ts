/** Addresses of this module's pages, used by routes, views and tests. */
export const organisationsPaths = {
  organisations: "/organisations",
  organisation: "/organisations/:id",
  places: "/places",
  register: "/organisations/register",
  registerStep: "/organisations/register/:draft/:step",
  registerSend: "/organisations/register/:draft/send",
  status: "/organisations/status",
  application: "/organisations/applications/:token",
  received: "/organisations/applications/:token/received",
  fix: "/organisations/applications/:token/fix",
  withdraw: "/organisations/applications/:token/withdraw",
} as const;

export const toOrganisationPath = (id: string): string => `/organisations/${id}`;
export const toRegisterStepPath = (draft: string, step: string): string =>
  `/organisations/register/${draft}/${step}`;
export const toRegisterSendPath = (draft: string): string => `/organisations/register/${draft}/send`;
export const toApplicationPath = (token: string): string => `/organisations/applications/${token}`;
export const toReceivedPath = (token: string): string => `/organisations/applications/${token}/received`;
export const toFixPath = (token: string): string => `/organisations/applications/${token}/fix`;
export const toWithdrawPath = (token: string): string => `/organisations/applications/${token}/withdraw`;
