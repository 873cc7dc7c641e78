import { designSchema } from "./schema.ts";

/** The JSON Schema that editors read, as design.schema.json holds it. */
export const schemaText = (): string =>
  `${JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", ...designSchema }, undefined, 2)}\n`;
