import type { Role } from "#kernel/actor.ts";
import type { Place } from "./matrix.ts";

/** One cell as a person decided it, independent of the policy's data. */
export type HandWrittenCell = readonly [
  route: string,
  role: Role,
  place: Place | "everywhere",
  secondFactor: "with" | "without",
  verdict: "allowed" | "refused",
];

/**
 * Twelve cells a module, written and read by a person: the role stands at a street; "own" is that street, "child" its
 * community, "parent" the whole district, "sibling" another street.
 */
export const handWrittenCells: Readonly<Record<string, readonly HandWrittenCell[]>> = {
  organisations: [
    ["GET /api/units/:id", "street_liaison", "own", "with", "allowed"],
    ["GET /api/units/:id", "street_liaison", "child", "with", "allowed"],
    ["GET /api/units/:id", "street_liaison", "sibling", "with", "refused"],
    ["GET /api/units/:id", "volunteer", "own", "with", "refused"],
    ["POST /api/units", "org_admin", "own", "with", "allowed"],
    ["POST /api/units", "org_admin", "own", "without", "refused"],
    ["POST /api/units", "org_admin", "parent", "with", "refused"],
    ["PATCH /api/units/:id", "editor", "own", "with", "refused"],
    ["POST /api/organisations/:id/verify", "street_liaison", "child", "with", "allowed"],
    ["POST /api/organisations/:id/verify", "street_liaison", "siblingChild", "with", "refused"],
    ["POST /api/organisations/:id/suspend", "street_liaison", "own", "with", "refused"],
    ["POST /api/organisations/:id/contact", "statistician", "own", "with", "refused"],
  ],
  identity: [
    ["POST /api/people", "org_admin", "own", "with", "allowed"],
    ["POST /api/people", "org_admin", "sibling", "with", "refused"],
    ["POST /api/people", "security_admin", "own", "with", "refused"],
    ["POST /api/people/:id/grants", "org_admin", "child", "with", "allowed"],
    ["POST /api/people/:id/grants", "org_admin", "parent", "with", "refused"],
    ["POST /api/people/:id/grants", "system_admin", "own", "with", "refused"],
    ["POST /api/grants/:id/end", "security_admin", "own", "with", "allowed"],
    ["POST /api/grants/:id/end", "security_admin", "own", "without", "refused"],
    ["GET /api/people/:id", "org_admin", "siblingChild", "with", "refused"],
    ["GET /api/people/:id", "helper", "own", "with", "refused"],
    ["POST /api/people/:id/disable", "system_admin", "own", "with", "allowed"],
    ["POST /api/people/:id/enable", "system_admin", "own", "with", "refused"],
  ],
  people: [
    ["GET /my/helping", "helper", "everywhere", "with", "allowed"],
    ["GET /my/helping", "helper", "everywhere", "without", "allowed"],
    ["GET /my/helping", "dispatcher", "everywhere", "with", "allowed"],
    ["GET /my/helping", "dispatcher", "everywhere", "without", "refused"],
    ["GET /my/helping", "volunteer", "everywhere", "with", "refused"],
    ["GET /my/helping", "org_admin", "everywhere", "with", "refused"],
    ["POST /my/helping/start", "helper", "everywhere", "with", "allowed"],
    ["POST /my/helping/start", "editor", "everywhere", "with", "refused"],
    ["POST /my/helping/start", "system_admin", "everywhere", "with", "refused"],
    ["GET /my/data", "volunteer", "everywhere", "without", "allowed"],
    ["GET /my/data", "system_admin", "everywhere", "without", "allowed"],
    ["GET /my/family", "teacher", "everywhere", "without", "allowed"],
  ],
  contents: [
    ["POST /api/contents", "editor", "own", "with", "allowed"],
    ["POST /api/contents", "editor", "own", "without", "refused"],
    ["POST /api/contents", "editor", "parent", "with", "refused"],
    ["POST /api/contents", "expert", "own", "with", "refused"],
    ["POST /api/content-versions/:id/science-check", "expert", "child", "with", "allowed"],
    ["POST /api/content-versions/:id/science-check", "editor", "own", "with", "refused"],
    ["POST /api/content-versions/:id/final-review", "supervisor", "own", "with", "allowed"],
    ["POST /api/content-versions/:id/final-review", "editor", "own", "with", "refused"],
    ["POST /api/content-versions/:id/sign", "editor", "sibling", "with", "refused"],
    ["POST /api/content-versions/:id/publish", "editor", "own", "with", "allowed"],
    ["POST /api/contents/:id/recall", "street_liaison", "own", "with", "refused"],
    ["GET /api/contents/:id", "volunteer", "own", "with", "refused"],
  ],
  trust: [
    ["GET /api/figures", "supervisor", "own", "with", "allowed"],
    ["GET /api/figures", "supervisor", "parent", "with", "refused"],
    ["GET /api/figures", "volunteer", "own", "with", "refused"],
    ["GET /api/facts/:id", "statistician", "child", "with", "allowed"],
    ["GET /api/facts/:id", "statistician", "sibling", "with", "refused"],
    ["POST /api/facts/:id/reverse", "statistician", "own", "with", "allowed"],
    ["POST /api/facts/:id/reverse", "statistician", "own", "without", "refused"],
    ["POST /api/facts/:id/reverse", "org_admin", "own", "with", "refused"],
    ["GET /api/audit", "audit_admin", "everywhere", "with", "allowed"],
    ["GET /api/audit", "system_admin", "everywhere", "with", "refused"],
    ["POST /api/ledger/verify", "editor", "everywhere", "with", "refused"],
    ["GET /api/jobs", "system_admin", "everywhere", "without", "refused"],
  ],
};
