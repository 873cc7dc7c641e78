/** Roles at an organisation unit. A role counts at its unit and below. */
export const roles = [
  "volunteer",
  "helper",
  "teacher",
  "base_manager",
  "dispatcher",
  "editor",
  "expert",
  "street_liaison",
  "department_liaison",
  "supervisor",
  "statistician",
  "org_admin",
  "system_admin",
  "security_admin",
  "audit_admin",
] as const;
export type Role = (typeof roles)[number];

/** Roles that change public or others' records need a second factor (等保 level 3, 身份鉴别). */
export const staffRoles: ReadonlySet<Role> = new Set([
  "teacher",
  "base_manager",
  "dispatcher",
  "editor",
  "expert",
  "street_liaison",
  "department_liaison",
  "supervisor",
  "statistician",
  "org_admin",
  "system_admin",
  "security_admin",
  "audit_admin",
]);

export type Grant = { role: Role; unitId: string; unitPath: string };

export type Actor =
  | { kind: "anonymous" }
  | { kind: "system"; name: string }
  | {
      kind: "person";
      personId: string;
      sessionId: string;
      /** Name for the banner of the person's own pages; never logged. */
      displayName?: string;
      /** Roles in force today. */
      grants: readonly Grant[];
      /** Whether this session has passed a second factor (or the demonstration relaxes it). */
      secondFactor: boolean;
      /** The elder for whom a helper acts (代办), with the record of consent. */
      onBehalfOf?: { personId: string; proxyActId: string; displayName?: string };
      /** A child on a device that its guardian gave it: what such a session may open is asked at every request. */
      childSession?: true;
    };

export type PersonActor = Extract<Actor, { kind: "person" }>;

export const anonymous: Actor = { kind: "anonymous" };
export const systemActor = (name: string): Actor => ({ kind: "system", name });

/** Whether `path` is `ancestor` or lies below it. Both are ltree texts. */
export const isAtOrBelow = (path: string, ancestor: string): boolean =>
  ancestor !== "" && (path === ancestor || path.startsWith(`${ancestor}.`));
