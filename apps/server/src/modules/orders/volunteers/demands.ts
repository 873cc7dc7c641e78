import { type Demand, type Effort, findLimits, listHealthLimits } from "#modules/teams/index.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { halfOf } from "../vocabulary.ts";

/** Months in which somebody who does not bear heat is not sent outdoors; a choice of this project. */
const hotMonths: ReadonlySet<number> = new Set([6, 7, 8, 9]);

/** What a service asks of a body at that time: out of doors only in the hot months, the evening whatever the service. */
export const demandsAt = (demands: readonly Demand[], startsAt: Date): readonly Demand[] => {
  const month = new Date(startsAt.getTime() + 8 * 3_600_000).getUTCMonth() + 1;
  const asked = demands.filter((one) => one !== "outdoors" || hotMonths.has(month));
  return halfOf(startsAt) === "evening" ? [...new Set([...asked, "night" as const])] : asked;
};

/** What a visit asks of who goes. */
export type Asked = { effort: Effort | undefined; demands: readonly Demand[]; startsAt: Date };

/**
 * Of these persons those who cannot go, by their own word (E-03). Which of their limits it is stays theirs: the leader sees the
 * consequence alone.
 */
export const listUnfit = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: Asked & { personIds: readonly string[] },
): Promise<ReadonlySet<string>> => {
  const asked = demandsAt(input.demands, input.startsAt);
  const cannot = await listHealthLimits(db, context, input.personIds);
  const unfit = new Set(
    [...cannot].filter(([, words]) => words.some((word) => asked.includes(word))).map(([id]) => id),
  );
  if (input.effort === "normal")
    for (const personId of input.personIds)
      if ((await findLimits(db, personId)).effort === "light") unfit.add(personId);
  return unfit;
};
