import { type Actor, type Grant, isAtOrBelow, type Role, staffRoles } from "./actor.ts";
import { AppError } from "./errors.ts";

/**
 * What an action asks of its actor.
 * `scope: "unit"`: one of the roles at the target's unit or above it. `scope: "any"`: one of the roles anywhere.
 * `allow: "public" | "signedIn"`: no role needed.
 */
export type ActionRule = OpenRule | RoleRule;
type OpenRule = { allow: "public" | "signedIn" };
type RoleRule = { allow: readonly [Role, ...Role[]]; scope: "unit" | "any" };

const isRoleRule = (rule: ActionRule): rule is RoleRule => "scope" in rule;

export type PolicyTable = Readonly<Record<string, ActionRule>>;

export type RefusalReason =
  | "policy.sign_in"
  | "policy.second_factor"
  | "policy.role"
  | "policy.outside_area"
  | "policy.unknown_action";
export type Decision = { ok: true } | { ok: false; reason: RefusalReason };

export type Policy = {
  table: PolicyTable;
  decide: (actor: Actor, action: string, target?: { unitPath: string }) => Decision;
  /** The paths at which (and below which) the actor may do the action; "everywhere" for public actions. */
  scopeOf: (actor: Actor, action: string) => "everywhere" | readonly string[];
};

const refuse = (reason: RefusalReason): Decision => ({ ok: false, reason });
const allowed: Decision = { ok: true };

/** Joins the tables of all modules. What no table names is refused. */
export const createPolicy = (tables: readonly PolicyTable[]): Policy => {
  const all = new Map<string, ActionRule>();
  for (const table of tables) {
    for (const [action, rule] of Object.entries(table)) {
      if (all.has(action)) throw new Error(`two rules for action ${action}`);
      all.set(action, rule);
    }
  }
  const matching = (actor: Actor, rule: RoleRule): readonly Grant[] =>
    actor.kind === "person" ? actor.grants.filter((grant) => rule.allow.includes(grant.role)) : [];
  const usable = (actor: Actor, grants: readonly Grant[]): readonly Grant[] =>
    actor.kind === "person" && actor.secondFactor
      ? grants
      : grants.filter((grant) => !staffRoles.has(grant.role));

  return {
    table: Object.fromEntries(all),
    decide: (actor, action, target) => {
      const rule = all.get(action);
      if (rule === undefined) return refuse("policy.unknown_action");
      if (actor.kind === "system") return allowed;
      if (rule.allow === "public") return allowed;
      if (actor.kind === "anonymous") return refuse("policy.sign_in");
      if (!isRoleRule(rule)) return allowed;
      // A helper's own rights do not travel: while acting for somebody only residents' actions are open.
      if (actor.onBehalfOf !== undefined) return refuse("policy.role");
      const grants = matching(actor, rule);
      if (grants.length === 0) return refuse("policy.role");
      const strong = usable(actor, grants);
      if (strong.length === 0) return refuse("policy.second_factor");
      if (rule.scope === "any") return allowed;
      // An action at a unit without a unit is a programming mistake; it is refused, not guessed.
      if (target === undefined) return refuse("policy.outside_area");
      return strong.some((grant) => isAtOrBelow(target.unitPath, grant.unitPath))
        ? allowed
        : refuse("policy.outside_area");
    },
    scopeOf: (actor, action) => {
      const rule = all.get(action);
      if (rule === undefined) return [];
      if (actor.kind === "system" || rule.allow === "public") return "everywhere";
      if (actor.kind === "anonymous") return [];
      if (!isRoleRule(rule)) return "everywhere";
      if (actor.onBehalfOf !== undefined) return [];
      return usable(actor, matching(actor, rule)).map((grant) => grant.unitPath);
    },
  };
};

/** @throws AppError with the reason: 401 where signing in helps, else 403. */
export const requireAllowed = (decision: Decision): void => {
  if (decision.ok) return;
  throw new AppError(decision.reason, { status: decision.reason === "policy.sign_in" ? 401 : 403 });
};
