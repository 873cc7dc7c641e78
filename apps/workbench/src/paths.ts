/** Every address of the workbench, below /workbench. Links, routes and tests use these and write no address themselves. */
export const paths = {
  home: "/",
  units: "/units",
  unit: (id: string) => `/units/${id}`,
  unitImport: "/units-import",
  areaSets: "/area-sets",
  organisations: "/organisations",
  organisation: (id: string) => `/organisations/${id}`,
  contents: "/contents",
  content: (id: string) => `/contents/${id}`,
  contentEdit: (id: string) => `/contents/${id}/edit`,
  contentSheet: (id: string) => `/contents/${id}/sheet`,
  contentNew: "/contents-new",
  pitches: "/pitches",
  gaps: "/gaps",
  readerReports: "/reader-reports",
  experts: "/experts",
  deliveries: "/deliveries",
  occasions: "/occasions",
  policies: "/policies",
  policyNew: "/policies-new",
  policyEdit: (id: string) => `/policies/${id}/edit`,
  people: "/people",
  person: (id: string) => `/people/${id}`,
  personNew: "/people-new",
  figures: "/figures",
  figure: (code: string, version: number) => `/figures/${encodeURIComponent(code)}/${version}`,
  figureFacts: (code: string, version: number) => `/figures/${encodeURIComponent(code)}/${version}/facts`,
  facts: "/facts",
  fact: (id: string) => `/facts/${id}`,
  ledger: "/ledger",
  ledgerEntry: (id: string) => `/ledger/${id}`,
  audit: "/audit",
  jobs: "/jobs",
  systemHealth: "/system-health",
  sessions: "/sessions",
  outbox: "/development-outbox",
} as const;

export const basename = "/workbench";

/** Addresses outside the workbench. */
export const portal = {
  home: "/",
  signIn: (back: string) => `/sign-in?back=${encodeURIComponent(back)}`,
  signOut: "/sign-out",
  security: "/my/security",
} as const;

/** Keeps the chosen unit when going to another page: the address holds the state. */
export const withUnit = (path: string, unitId: string | undefined): string => {
  if (unitId === undefined || unitId === "") return path;
  return `${path}${path.includes("?") ? "&" : "?"}unit=${encodeURIComponent(unitId)}`;
};
