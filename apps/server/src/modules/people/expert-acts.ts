import type { Db, Trx } from "#kernel/db.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";

/** What an expert does for the district, as the modules in which he does it have recorded it. */
export const expertActKinds = {
  science_check: "科学性审核",
  verdict: "辟谣结论签字",
  answer: "答复提问（已核对）",
  visit: "上门服务（已签退）",
  activity: "主讲活动（已上报）",
} as const;
export type ExpertActKind = keyof typeof expertActKinds;
// Object.keys gives string[]; the keys of this constant are these codes and no others.
export const expertActKindCodes = Object.keys(expertActKinds) as ExpertActKind[];

export type ExpertAct = {
  kind: ExpertActKind;
  expertId: string;
  record: { table: string; id: string };
  /** Calendar date in the district. */
  day: string;
};

type ExpertActQuery = {
  /** Persons who are experts, with their experts' ids. */
  experts: ReadonlyMap<string, string>;
  from: string;
  until: string;
};
export type ExpertActSource = (db: Db | Trx, query: ExpertActQuery) => Promise<readonly ExpertAct[]>;

const sources = new Map<string, ExpertActSource>();

/** Called at composition by each module in which experts act; it reads its own records. */
export const registerExpertActSource = (name: string, source: ExpertActSource): void => {
  sources.set(name, source);
};

/**
 * The acts of experts between two days (both included), oldest first. What somebody did on a day without an appointment in
 * force is not the act of an expert.
 */
export const listExpertActs = async (
  db: Db | Trx,
  input: { scope: Scope; from: string; until: string; expertId?: string | undefined },
): Promise<readonly (ExpertAct & { unitId: string })[]> => {
  const { scope, from, until, expertId } = input;
  const terms = await db
    .selectFrom("expert_terms as term")
    .innerJoin("experts as expert", "expert.id", "term.expert_id")
    .innerJoin("org_units as unit", "unit.id", "expert.unit_id")
    .select([
      "expert.id as expertId",
      "expert.person_id as personId",
      "expert.unit_id as unitId",
      "term.starts_on as startsOn",
      "term.ends_on as endsOn",
      "term.ended_on as endedOn",
    ])
    .where(withinScope("unit.path", scope))
    .where("term.starts_on", "<=", until)
    .where("term.ends_on", ">=", from)
    .$if(expertId !== undefined, (query) => query.where("expert.id", "=", expertId ?? ""))
    .execute();
  if (terms.length === 0) return [];
  const experts = new Map(terms.map((term) => [term.personId, term.expertId]));
  const termsOf = Map.groupBy(terms, (term) => term.expertId);
  const found: (ExpertAct & { unitId: string })[] = [];
  for (const source of sources.values())
    for (const one of await source(db, { experts, from, until })) {
      const term = termsOf
        .get(one.expertId)
        ?.find(
          ({ startsOn, endsOn, endedOn }) =>
            startsOn <= one.day && endsOn >= one.day && (endedOn === null || endedOn >= one.day),
        );
      if (term !== undefined) found.push({ ...one, unitId: term.unitId });
    }
  return found.sort((a, b) =>
    `${a.day}${a.kind}${a.record.id}` < `${b.day}${b.kind}${b.record.id}` ? -1 : 1,
  );
};
