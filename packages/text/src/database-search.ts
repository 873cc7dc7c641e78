import { findWithAlternatives } from "./alternatives.ts";
import { requireNumber, TextError } from "./errors.ts";
import {
  createIndexState,
  type FieldOptions,
  type IndexState,
  indexSymbols,
  symbolsOfFields,
} from "./index-state.ts";
import { normalise } from "./normalise.ts";
import { numberAlternatives } from "./numerals.ts";
import { type ParsedQuery, parseQuery } from "./query.ts";
import type { Collection } from "./query-terms.ts";
import type { SearchHit, SearchOptions } from "./search.ts";
import { createSymbolTable, foldVariants } from "./symbols.ts";
import { units } from "./units.ts";

/** Where the documents are: names of two tables and the columns of the first. */
export type SearchTable = {
  readonly table: string;
  /** Key of a document, cast to text. */
  readonly id: string;
  /** A column of type `text[]` with the tokens of `searchTokens` and a GIN index on it. */
  readonly tokens: string;
  /** A table (`token` text, primary key; `documents` integer) with the number of documents of each token, kept by `countTokensSql`. */
  readonly statistics: string;
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

/** Stands before a token of a title, so that documents with the word in their title are candidates before all others. */
const titleMark = "^";
/** The token whose count is the number of all documents. */
const allDocuments = "";

/**
 * The tokens to store with a document: its characters, its words of letters and the pairs of neighbours, each once; those
 * of its titles once more, marked.
 *
 * @throws TextError `text.too_long`
 * @example searchTokens(["用5G"]); // => ["用", "5g", "用 5g"]
 * @example searchTokens([], ["用5G"]); // => ["用", "5g", "用 5g", "^用", "^5g", "^用 5g"]
 */
export const searchTokens = (fields: readonly string[], titles: readonly string[] = []): string[] => {
  const inTitles = titles.flatMap((title) => tokensOf(normalise(title).text));
  return Array.from(
    new Set([
      ...fields.flatMap((field) => tokensOf(normalise(field).text)),
      ...inTitles,
      ...inTitles.map((token) => `${titleMark}${token}`),
    ]),
  );
};

/** The statement that makes the GIN index on the tokens. @throws TextError `text.identifier_invalid` */
export const tokenIndexSql = ({ table, tokens }: SearchTable): string =>
  `create index on ${quoted(table)} using gin (${quoted(tokens)})`;

/**
 * The statements that keep `statistics` when a document comes in or is taken away, to be run in its transaction, in this
 * order: the first is a lock that two writers take in the same order, so that they wait instead of blocking each other.
 *
 * @param tokens of the document, as stored
 * @throws TextError `text.identifier_invalid`
 * @example countTokensSql({ table: "d", id: "id", tokens: "t", statistics: "s" }, ["疫"], "in").length; // => 2
 */
export const countTokensSql = (
  where: SearchTable,
  tokens: readonly string[],
  change: "in" | "out",
): readonly SqlFragment[] => {
  const statistics = quoted(where.statistics);
  const sql =
    change === "in"
      ? `insert into ${statistics} as known (token, documents) select token, 1 from unnest($1::text[]) as given(token)
on conflict (token) do update set documents = known.documents + 1`
      : `update ${statistics} set documents = documents - 1 where token = any($1::text[])`;
  return [
    { sql, values: [[allDocuments]] },
    { sql, values: [tokens] },
  ];
};

/** Facts of the whole collection that the exact ranking needs, so that few candidates do not distort it. */
export type CollectionFacts = {
  readonly documents: number;
  /** Documents with each token of the query (`queryTokens`); a token that none has may be left out. */
  readonly frequencies: ReadonlyMap<string, number>;
};

/**
 * The tokens by which a query finds candidates, each also as a title's; numbers also as they are written otherwise.
 *
 * @throws TextError `text.query_empty`, `text.query_only_negation`, `text.query_too_long`
 * @example queryTokens("疫苗"); // => ["疫", "苗", "疫 苗", "^疫", "^苗", "^疫 苗"]
 */
export const queryTokens = (query: string): string[] => {
  const parsed = parseQuery(query);
  const wordings = [parsed, ...numberAlternatives(parsed).map(({ query: other }) => other)];
  const tokens = wordings.flatMap(({ wanted, phrases }) => [...wanted, ...phrases].flatMap(tokensOf));
  return Array.from(new Set([...tokens, ...tokens.map((token) => `${titleMark}${token}`)]));
};

/** The query for `readFacts`: rows `token`, `documents`. @throws TextError as `queryTokens`, `text.identifier_invalid` */
export const collectionSql = (where: SearchTable, query: string): SqlFragment => ({
  sql: `select token, documents from ${quoted(where.statistics)} where token = any($1::text[])`,
  values: [[allDocuments, ...queryTokens(query)]],
});

/**
 * The facts in the rows of `collectionSql`.
 *
 * @example readFacts([{ token: "", documents: 2 }, { token: "疫", documents: 1 }]).documents; // => 2
 */
export const readFacts = (
  rows: readonly { readonly token: string; readonly documents: number }[],
): CollectionFacts => ({
  documents: rows.find(({ token }) => token === allDocuments)?.documents ?? 0,
  frequencies: new Map(
    rows.flatMap(({ token, documents }) =>
      token === allDocuments || documents < 1 ? [] : [[token, documents] as const],
    ),
  ),
});

/** Documents that one common token may bring; a rarer one brings all of its own. */
const tokenCap = 2_000;
/** Documents that all tokens together may bring. */
const candidateBudget = 6_000;
const titleWeight = 3;

/** The rarest tokens that some document has, until the budget is used, with their weight (idf, Robertson & Zaragoza 2009, eq. 3.3). */
const chooseTokens = (
  tokens: readonly string[],
  facts: CollectionFacts,
): readonly { token: string; weight: number }[] => {
  const known = tokens
    .flatMap((token) => {
      const frequency = facts.frequencies.get(token) ?? 0;
      return frequency === 0 ? [] : [{ token, frequency }];
    })
    .sort((a, b) => a.frequency - b.frequency || (a.token < b.token ? -1 : 1));
  const chosen: { token: string; weight: number }[] = [];
  let brought = 0;
  for (const { token, frequency } of known) {
    const cost = Math.min(frequency, tokenCap);
    if (chosen.length > 0 && brought + cost > candidateBudget) break;
    brought += cost;
    const idf = Math.log(1 + (Math.max(facts.documents, frequency) - frequency + 0.5) / (frequency + 0.5));
    chosen.push({ token, weight: token.startsWith(titleMark) ? idf * titleWeight : idf });
  }
  return chosen;
};

/**
 * The query for candidates: ids of the documents that share most weight with the query, words in titles first. It reads the
 * rarest of the query's tokens, at most some six thousand documents, however common the words are; of a common token
 * alone it takes a part. Phrases narrow it by their pairs; the exact ranking decides about them and about exclusions.
 * Undefined where no document has any token of the query.
 *
 * @param options.facts of the collection (`collectionSql`, `readFacts`)
 * @param options.limit candidates, 10 … 5,000; 300 if left out
 * @throws TextError `text.identifier_invalid`, `text.option_out_of_range`, `text.query_empty`, `text.query_only_negation`, `text.query_too_long`
 * @example candidateSql({ table: "d", id: "id", tokens: "t", statistics: "s" }, "疫苗", { facts: readFacts([]) }); // => undefined
 */
export const candidateSql = (
  where: SearchTable,
  query: string,
  options: { readonly facts: CollectionFacts; readonly limit?: number },
): SqlFragment | undefined => {
  const limit = requireNumber("limit", options.limit ?? 300, { least: 10, most: 5000, integer: true });
  const chosen = chooseTokens(queryTokens(query), options.facts);
  if (chosen.length === 0) return undefined;
  const needed = Array.from(new Set(parseQuery(query).phrases.flatMap(tokensOf)));
  const column = quoted(where.tokens);
  const values: (string | number | readonly string[])[] = [needed, limit];
  const branches = chosen.map(({ token, weight }) => {
    values.push([token], weight);
    const place = values.length;
    return `(select ${quoted(where.id)} as id, $${place}::float8 as weight from ${quoted(where.table)}
  where ${column} @> $${place - 1}::text[] and ${column} @> $1::text[] limit ${tokenCap})`;
  });
  return {
    sql: `select id::text, sum(weight) as weight from (\n${branches.join(" union all ")}) as found
group by id order by weight desc, id limit $2`,
    values,
  };
};

/** A candidate with its original texts. */
export type DatabaseCandidate = {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly timeMs?: number;
};

/**
 * Ranks candidates from a database exactly as the index in memory does: phrases and exclusions letter for letter, BM25F,
 * coverage, passage, runs, freshness, numbers written either way.
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
  const { facts } = options;
  const state = createIndexState(
    { fields: options.fields },
    { way: facts === undefined ? "postings" : "scan" },
  );
  for (const { id, fields, timeMs } of candidates)
    indexSymbols(state, symbolsOfFields(state, id, fields), { id, timeMs: timeMs ?? 0, audienceMask: 0 });
  return findNumbersEitherWay(state, parsed, options);
};

/** As `SearchIndex.search` without synonyms and relaxation, which the candidates would have to be asked for. */
const findNumbersEitherWay = (
  state: IndexState,
  parsed: ParsedQuery,
  { facts, ...options }: SearchOptions & { readonly facts?: CollectionFacts },
): SearchHit[] =>
  findWithAlternatives(state, parsed, {
    ...options,
    ...(facts === undefined ? {} : { collection: toCollection(facts) }),
    alternatives: numberAlternatives(parsed),
  }).hits;

const toCollection = ({ documents, frequencies }: CollectionFacts): Collection => ({
  documents,
  frequencyOf: (token) => frequencies.get(token),
});

/** A candidate of a reranker: `version` tells two states of one document apart. */
export type VersionedCandidate = { readonly id: string; readonly version: string; readonly timeMs?: number };

/** Ranks candidates as `rerank` does, and keeps what it made of their texts. */
export type Reranker = {
  /** Takes hold of what is kept of the candidates, so that nothing of it is forgotten before they are ranked. */
  readonly begin: <C extends VersionedCandidate>(
    candidates: readonly C[],
  ) => {
    /** Those whose texts must be given: what is kept is neither read from the database nor taken apart again. */
    readonly missing: readonly C[];
    /**
     * @param texts fields of the missing by id; a candidate without is left out, as it was removed meanwhile
     * @throws TextError as `rerank`
     */
    readonly rank: (
      query: string,
      texts: ReadonlyMap<string, Readonly<Record<string, string>>>,
      options: SearchOptions & { readonly facts: CollectionFacts },
    ) => SearchHit[];
  };
};

/** Words and rare characters of all that was seen: beyond this what is kept is forgotten, so that it cannot grow for ever. */
const keptNames = 200_000;

/**
 * A reranker that keeps `capacity` documents (4,000 if left out; some 5 KB for 1,000 characters), those asked for last.
 * Taking texts apart is most of the work of `rerank`; the scores are the same.
 *
 * @throws TextError `text.fields_missing`, `text.option_out_of_range`
 * @example createReranker({ fields: { body: {} } }).begin([{ id: "a", version: "1" }]).missing.length; // => 1
 */
export const createReranker = (options: {
  readonly fields: Readonly<Record<string, FieldOptions>>;
  readonly capacity?: number;
}): Reranker => {
  const { fields } = options;
  const bounds = { least: 1, most: 1_000_000, integer: true } as const;
  const capacity = requireNumber("capacity", options.capacity ?? 4_000, bounds);
  createIndexState({ fields });
  const start = () => ({ symbols: createSymbolTable(), documents: new Map<string, Uint32Array>() });
  let kept = start();
  const keyOf = ({ id, version }: VersionedCandidate): string => `${id} ${version}`;

  const forget = (): void => {
    if (kept.symbols.names.length > keptNames) kept = start();
    for (const key of kept.documents.keys()) {
      if (kept.documents.size <= capacity) break;
      kept.documents.delete(key);
    }
  };

  return {
    begin: (candidates) => {
      // numbers of words are those of one table: what is ranked now stays with it
      const { symbols, documents } = kept;
      const held = candidates.map((candidate) => ({ candidate, known: documents.get(keyOf(candidate)) }));
      return {
        missing: held.flatMap(({ candidate, known }) => (known === undefined ? [candidate] : [])),
        rank: (query, texts, search) => {
          const parsed = parseQuery(query);
          const state = createIndexState({ fields }, { way: "scan", symbols });
          for (const { candidate, known } of held) {
            const given = texts.get(candidate.id);
            const found = known ?? (given && Uint32Array.from(symbolsOfFields(state, candidate.id, given)));
            if (found === undefined) continue;
            const key = keyOf(candidate);
            documents.delete(key);
            documents.set(key, found);
            indexSymbols(state, found, { id: candidate.id, timeMs: candidate.timeMs ?? 0, audienceMask: 0 });
          }
          forget();
          return findNumbersEitherWay(state, parsed, search);
        },
      };
    },
  };
};
