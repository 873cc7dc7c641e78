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
  contentCompare: (id: string) => `/contents/${id}/compare`,
  sideCopy: (id: string, copyId: string) => `/contents/${id}/side-copies/${copyId}`,
  contentNew: "/contents-new",
  templates: "/content-templates",
  template: (id: string) => `/content-templates/${id}`,
  codeTables: "/code-tables",
  codeTable: (scheme: string, version: string) => `/code-tables/${scheme}/${version}`,
  pitches: "/pitches",
  gaps: "/gaps",
  readerReports: "/reader-reports",
  experts: "/experts",
  questions: "/questions",
  question: (id: string) => `/questions/${id}`,
  posterOpens: "/poster-opens",
  deliveries: "/deliveries",
  submissions: "/submissions",
  results: "/results",
  collections: "/collections",
  placements: "/placements",
  lessonUses: "/lesson-uses",
  screens: "/screens",
  screen: (id: string) => `/screens/${id}`,
  upstream: "/upstream",
  rumours: "/rumours",
  rumour: (id: string) => `/rumours/${id}`,
  rumourVerdict: (id: string) => `/rumours/${id}/verdict`,
  rumourIntake: "/rumours-intake",
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
