import { Type } from "typebox";

// Descriptions are shown by editors that read design.schema.json; they are for survey teams and therefore Chinese.

export const closed = { additionalProperties: false } as const;

/** The name of one column. */
export const column = (description: string) => Type.String({ minLength: 1, description });

/** The names of several columns. */
export const columns = (description: string) =>
  Type.Array(Type.String({ minLength: 1 }), { minItems: 1, description });

/** A number between 0 and 1, both left out. */
export const share = (description: string) =>
  Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1, description });
