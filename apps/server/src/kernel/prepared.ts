import type { CompiledQuery, ShallowDehydrateObject } from "kysely";
import type { Db, Trx } from "./db.ts";

/** Stands in a statement for a value that each run gives. */
class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A statement whose text is made once, for pages that are asked for most: building a large statement costs more than
 * reading its rows. `build` gets in `values` a stand-in for each value and may only hand it on, as it would the value:
 * it must not look at it, and the shape of the statement must not depend on it.
 *
 * @throws RangeError if a run leaves out a value that the statement names.
 */
export const prepared = <V extends Record<string, unknown>, Row>(
  build: (db: Db | Trx, values: V) => { compile: () => CompiledQuery<Row> },
): ((db: Db | Trx, values: V) => Promise<Row[]>) => {
  let statement: CompiledQuery<Row> | undefined;
  return async (db, values) => {
    statement ??= build(
      db,
      // The builder only carries what it is given into the parameters, where it is found again below.
      new Proxy({}, { get: (_, name) => new Parameter(String(name)) }) as V,
    ).compile();
    const parameters = statement.parameters.map((parameter) => {
      if (!(parameter instanceof Parameter)) return parameter;
      if (!(parameter.name in values)) throw new RangeError(`no value for ${parameter.name}`);
      return values[parameter.name];
    });
    const { rows } = await db.executeQuery<Row>({ ...statement, parameters });
    return rows;
  };
};

/**
 * As `prepared`, for rows of many columns or with lists in them: each row is sent as one JSON text and read at once, which costs
 * a fraction of reading column by column. A time or bytes come as JSON has them: ISO 8601, and hexadecimal digits after `\\x`.
 */
export const preparedJson = <V extends Record<string, unknown>, Row>(
  build: (db: Db | Trx, values: V) => { compile: () => CompiledQuery<Row> },
): ((db: Db | Trx, values: V) => Promise<ShallowDehydrateObject<Row>[]>) => {
  const read = prepared<V, { row: string }>((db, values) => ({
    compile: () => {
      const inner = build(db, values).compile();
      return {
        ...inner,
        sql: `select to_json(found)::text as row from (${inner.sql}) as found`,
      };
    },
  }));
  return async (db, values) =>
    // The type of the statement's own row, as JSON has it.
    (await read(db, values)).map(({ row }) => JSON.parse(row) as ShallowDehydrateObject<Row>);
};
