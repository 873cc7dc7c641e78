import { toDistrictDate } from "#kernel/clock.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { expertFieldName, listReadyExperts, type ReadyExpert } from "#modules/people/index.ts";

export type MatchReason = "away" | "full" | "interest";
type Match = ReadyExpert & {
  openCount: number;
  /** Why he cannot be asked now; undefined where he can. */
  reason: MatchReason | undefined;
};

/** Questions that wait for each expert's answer or for the check of it. */
const countOpen = async (
  db: Db | Trx,
  input: { expertIds: readonly string[]; besides: string },
): Promise<ReadonlyMap<string, number>> => {
  if (input.expertIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("questions")
    .select((eb) => ["expert_id", eb.fn.countAll<number>().as("count")])
    .where("expert_id", "in", [...input.expertIds])
    .where("status", "in", ["assigned", "drafted"])
    .where("id", "<>", input.besides)
    .groupBy("expert_id")
    .execute();
  return new Map(rows.map((row) => [row.expert_id ?? "", row.count]));
};

const reasonOf = (
  expert: ReadyExpert,
  question: { openCount: number; text: string },
): MatchReason | undefined => {
  if (expert.away) return "away";
  if (expert.interests.some((organisation) => question.text.includes(organisation))) return "interest";
  return question.openCount >= expert.openLimit ? "full" : undefined;
};

/**
 * Experts appointed in a field today for a question: who is free first, then who is on duty this week, then who has the
 * smallest share of his limit in hand. With an `expertId`, him alone.
 */
export const matchExperts = async (
  db: Db | Trx,
  input: {
    question: { id: string; askedText: string };
    field: string;
    now: Date;
    expertId?: string | undefined;
  },
): Promise<readonly Match[]> => {
  const experts = await listReadyExperts(db, {
    field: input.field,
    day: toDistrictDate(input.now),
    expertId: input.expertId,
  });
  const open = await countOpen(db, {
    expertIds: experts.map((expert) => expert.id),
    besides: input.question.id,
  });
  const matches = experts.map((expert): Match => {
    const openCount = open.get(expert.id) ?? 0;
    return {
      ...expert,
      openCount,
      reason: reasonOf(expert, { openCount, text: input.question.askedText }),
    };
  });
  const shareOf = (match: Match): number => (match.openCount + 1) / (match.openLimit + 1);
  return matches.toSorted(
    (one, other) =>
      Number(one.reason !== undefined) - Number(other.reason !== undefined) ||
      Number(other.onDuty) - Number(one.onDuty) ||
      shareOf(one) - shareOf(other) ||
      (one.id < other.id ? -1 : 1),
  );
};

/** The honest word where nobody is free in a field; undefined where somebody is. */
export const nobodyWords = (matches: readonly Match[], field: string): string | undefined => {
  if (matches.some((match) => match.reason === undefined)) return undefined;
  const name = expertFieldName(field);
  if (matches.length === 0) return `${name}现在没有在聘期内的专家。`;
  const counted = (
    [
      ["away", "不在"],
      ["full", "手上已满"],
      ["interest", "声明过有利益关系"],
    ] as const
  ).flatMap(([reason, words]) => {
    const count = matches.filter((match) => match.reason === reason).length;
    return count === 0 ? [] : [`${count} 位${words}`];
  });
  return `${name}的 ${matches.length} 位专家现在都没有空：${counted.join("，")}。`;
};
