import Type from "typebox";
import { type Audience, audiences } from "#kernel/audiences.ts";
import { contentBodySchema } from "./body.ts";
import { id, moment } from "./contract.ts";
import { type ContentKind, contentKindCodes } from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;
const audience = Type.Unsafe<Audience | null>({
  type: "string",
  enum: [...audiences, null],
  nullable: true,
  title: "人群",
});
const parts = {
  name: Type.String({ minLength: 2, maxLength: 40, title: "名称" }),
  about: Type.String({ maxLength: 120, title: "说明" }),
  audience,
  content: contentBodySchema,
};
export const templateBody = Type.Object(parts, closed);
export const templateChange = Type.Object(
  { ...parts, baseRevision: Type.Integer({ minimum: 1, title: "修订号" }) },
  closed,
);
export const template = Type.Object({
  id,
  name: Type.String(),
  about: Type.String(),
  kind: Type.Unsafe<ContentKind>({ type: "string", enum: [...contentKindCodes] }),
  audience,
  content: contentBodySchema,
  revision: Type.Integer(),
  updatedAt: moment,
});
export const templatesAnswer = Type.Object({ rows: Type.Array(template) });
export const changeAnswer = Type.Object({ id, revision: Type.Integer() });
