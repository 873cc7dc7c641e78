// The schema.org vocabulary for tests, read out of the declarations of `schema-dts` (made from the vocabulary by Google, Apache-2.0):
// no network, no copy of the vocabulary here.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import Validator from "@adobe/structured-data-validator";

type Term = Readonly<Record<string, unknown>>;

const idOf = (name: string): { "@id": string } => ({ "@id": `schema:${name}` });

/** Classes with their parents and properties with their domains, in the shape of schema.org's own JSON-LD file. */
export const readVocabulary = (): { "@graph": readonly Term[] } => {
  const folder = join(createRequire(import.meta.url).resolve("schema-dts"), "..");
  const text = readFileSync(join(folder, "schema.d.ts"), "utf8");
  const graph: Term[] = [];
  const domains = new Map<string, string[]>();
  const declared = new Set<string>();
  const declare = (name: string, parents: readonly string[]): void => {
    declared.add(name);
    graph.push({ ...idOf(name), "@type": "rdfs:Class", "rdfs:subClassOf": parents.map(idOf) });
  };
  const toNames = (clause: string): string[] =>
    [...clause.matchAll(/\b(\w+?)Base\b/gu)].map((match) => match[1] ?? "");
  for (const [, name = "", clause = "", body = ""] of text.matchAll(
    /^interface (\w+)Base(?: extends ([^{]*?))? \{\n(.*?)^\}/gmsu,
  )) {
    declare(name, toNames(clause));
    for (const [, property = ""] of body.matchAll(/^ {4}"([a-zA-Z]\w*)"\?:/gmu))
      domains.set(property, [...(domains.get(property) ?? []), name]);
  }
  // A class without properties of its own has a leaf only.
  for (const [, clause = "", name = ""] of text.matchAll(
    /^export interface \w+Leaf extends ([^{]*?) \{\n\s+"@type": "(\w+)"/gmu,
  ))
    if (!declared.has(name)) declare(name, toNames(clause));
  for (const [property, names] of domains)
    graph.push({ ...idOf(property), "@type": "rdf:Property", "schema:domainIncludes": names.map(idOf) });
  return { "@graph": graph };
};

/** What `@adobe/structured-data-validator` has against the parts of a page: one line each. */
export const structuredDataProblems = async (parts: readonly Term[]): Promise<readonly string[]> => {
  const byType: Record<string, Term[]> = {};
  for (const part of structuredClone(parts)) {
    const type = String(part["@type"]);
    byType[type] = [...(byType[type] ?? []), part];
  }
  const issues = await new Validator(readVocabulary()).validate({ jsonld: byType, errors: [] });
  return issues
    .filter((issue) => issue.severity === "ERROR" || issue.errorType === "schemaOrg")
    .map((issue) => `${issue.rootType}: ${issue.issueMessage}`);
};

/** The parts of the data blocks in a page. */
export const structuredDataOf = (html: string): readonly Term[] =>
  [...html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/gu)].flatMap(
    ([, block = ""]) => {
      const data = JSON.parse(block) as { "@context"?: unknown; "@graph"?: readonly Term[] }; // checked below
      if (data["@context"] !== "https://schema.org" || data["@graph"] === undefined)
        throw new Error("a data block without context or graph");
      return data["@graph"];
    },
  );
