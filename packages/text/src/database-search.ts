import { requireNumber, TextError } from "./errors.ts";
import { createIndexState, type FieldOptions, indexSymbols, symbolsOfFields } from "./index-state.ts";
import { normalise } from "./normalise.ts";
import { parseQuery } from "./query.ts";
import { findDocuments, type SearchHit, type SearchOptions } from "./search.ts";
import { foldVariants } from "./symbols.ts";
import { units } from "./units.ts";

/** Where the documents are: names of a table and its columns. */
export type SearchTable = {
  readonly table: string;
  /** Key of a document, cast to text. */
  readonly id: string;
  /** A column of type `text[]` with the tokens of `searchTokens` and a GIN index on it. */
  readonly tokens: string;
};

/** SQL with its parameters ($1 …). */
export type SqlFragment = {
  readonly sql: string;
  readonly values: readonly (string | number | readonly string[])[];
};

const identifier = /^[a-z_][a-z0-9_]{0,62}$/u;

const quoted = (name: string): string => {
  if (!name.split(".").every((part) => identifier.test(part)))
    throw new TextError("text.identifier_invalid", { name });
  return name;
};

const longestToken = 64;

/** Characters and pairs of a normalised text, each once, in order. */
const tokensOf = (text: string): string[] => {
  const tokens = new Set<string>();
  let before = "";
  for (const unit of units(foldVariants(text))) {
    const name = unit.text.slice(0, longestToken);
    tokens.add(name);
    // a blank cannot stand inside a unit: the pair is no other token
    if (unit.joined && before !== "") tokens.add(`${before} ${name}`);
    before = name;
  }
  return Array.from(tokens);
};

/**
 * The tokens to store with a document: its characters, its words of letters and the pairs of neighbours, each once.
 *
 * @throws TextError `text.too_long`
 * @example searchTokens(["用5G"]); // => ["用", "5g", "用 5g"]
 */
export const searchTokens = (fields: readonly string[]): string[] =>
  Array.from(new Set(fields.flatMap((field) => tokensOf(normalise(field).text))));

/** The statement that makes the GIN index on the tokens. @throws TextError `text.identifier_invalid` */
export const tokenIndexSql = ({ table, tokens }: SearchTable): string =>
  `create index on ${quoted(table)} using gin (${quoted(tokens)})`;

/**
 * The query for candidates: ids of the documents that share most weight with the query, the weights being the idf that the
 * statement itself counts for each token. Phrases narrow it by their pairs; the exact ranking decides about them and about
 * exclusions. Sort by `weight` is done in the database, nothing is left to do but fetch the texts of the ids.
 *
 * @param options.limit candidates, 10 … 5,000; 300 if left out
 * @throws TextError `text.identifier_invalid`, `text.option_out_of_range`, `text.query_empty`, `text.query_only_negation`, `text.query_too_long`
 * @example candidateSql({ table: "d", id: "id", tokens: "t" }, "疫苗").values[0]; // => ["疫", "苗", "疫 苗"]
 */
export const candidateSql = (
  where: SearchTable,
  query: string,
  options: { readonly limit?: number } = {},
): SqlFragment => {
  const limit = requireNumber("limit", options.limit ?? 300, { least: 10, most: 5000, integer: true });
  const parsed = parseQuery(query);
  const tokens = Array.from(new Set([...parsed.wanted, ...parsed.phrases].flatMap(tokensOf)));
  const needed = Array.from(new Set(parsed.phrases.flatMap(tokensOf)));
  const table = quoted(where.table);
  const id = quoted(where.id);
  const column = quoted(where.tokens);
  const sql = `with size as (select greatest(count(*), 1)::float8 as n from ${table}),
matched as (
  select q.token, d.${id}::text as id
  from unnest($1::text[]) as q(token)
  join ${table} d on d.${column} @> array[q.token]
  where d.${column} @> $2::text[]
),
worth as (select token, ln(1 + (size.n - count(*) + 0.5) / (count(*) + 0.5)) as idf from matched, size group by token, size.n)
select m.id, sum(w.idf) as weight from matched m join worth w using (token) group by m.id order by weight desc, m.id limit $3`;
  return { sql, values: [tokens, needed, limit] };
};

/** Facts of the whole collection that the exact ranking needs, so that few candidates do not distort it. */
export type CollectionFacts = {
  readonly documents: number;
  /** Documents with each token of the query (`candidateSql` `values[0]`). */
  readonly frequencies: ReadonlyMap<string, number>;
};

/** The query for `CollectionFacts`: rows `token`, `frequency`, and `documents` on each. @throws TextError `text.identifier_invalid` */
export const collectionSql = (where: SearchTable, tokens: readonly string[]): SqlFragment => ({
  sql: `select q.token, (select count(*)::int from ${quoted(where.table)} d where d.${quoted(where.tokens)} @> array[q.token]) as frequency,
  (select count(*)::int from ${quoted(where.table)}) as documents
from unnest($1::text[]) as q(token)`,
  values: [tokens],
});

/** A candidate with its original texts. */
export type DatabaseCandidate = {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly timeMs?: number;
};

/**
 * Ranks candidates from a database exactly as the index in memory does: phrases and exclusions letter for letter, BM25F,
 * coverage, passage, runs, freshness.
 *
 * @param options.facts of the collection; without them the candidates count as the collection
 * @throws TextError as `SearchIndex.search` and `SearchIndex.add`
 * @example rerank("疫苗", [{ id: "a", fields: { body: "流感疫苗" } }], { fields: { body: {} } })[0]?.id; // => "a"
 */
export const rerank = (
  query: string,
  candidates: readonly DatabaseCandidate[],
  options: SearchOptions & {
    readonly fields: Readonly<Record<string, FieldOptions>>;
    readonly facts?: CollectionFacts;
  },
): SearchHit[] => {
  const parsed = parseQuery(query);
  const state = createIndexState({ fields: options.fields });
  for (const { id, fields, timeMs } of candidates)
    indexSymbols(state, symbolsOfFields(state, id, fields), { id, timeMs: timeMs ?? 0, audienceMask: 0 });
  const { facts } = options;
  if (facts === undefined) return findDocuments(state, parsed, options);
  const frequencyOf = (names: string): number | undefined => facts.frequencies.get(names);
  return findDocuments(state, parsed, {
    ...options,
    collection: { documents: facts.documents, frequencyOf },
  });
};
