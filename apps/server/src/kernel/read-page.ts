import type { SelectQueryBuilder, Simplify } from "kysely";

/**
 * One page of a list and how many rows the whole list has.
 * @param found the rows of the list, without order
 * @param order their order; it ends with a unique column, or two pages could share a row
 * @param part which page, from 1, and how many rows it has at most
 */
export const readPage = async <DB, TB extends keyof DB, Row>(
  found: SelectQueryBuilder<DB, TB, Row>,
  order: (query: SelectQueryBuilder<DB, TB, Row>) => SelectQueryBuilder<DB, TB, Row>,
  part: { page: number; size: number },
): Promise<{ rows: Simplify<Row>[]; total: number }> => {
  const { total } = await found
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .$castTo<{ total: number }>() // of every list: the columns are unknown here, this one is not
    .executeTakeFirstOrThrow();
  const rows = await order(found)
    .limit(part.size)
    .offset((part.page - 1) * part.size)
    .execute();
  return { rows, total };
};
