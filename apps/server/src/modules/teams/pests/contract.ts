import Type from "typebox";
import { closed, id, oneOf, several, text } from "../contract.ts";
import { type Skill, skillCodes } from "../vocabulary.ts";
import { type Crop, cropCodes, type PestKind, pestKindCodes } from "./vocabulary.ts";

const pestFields = {
  name: Type.String({ minLength: 1, maxLength: 20, title: "名称" }),
  kind: oneOf<PestKind>(pestKindCodes, "病、虫还是草"),
  crops: Type.Array(oneOf<Crop>(cropCodes, "作物"), { maxItems: cropCodes.length, title: "哪些作物" }),
  otherNames: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 12, title: "别名" }),
  skill: oneOf<Skill>(skillCodes, "要会什么"),
  sourceTitle: Type.String({ maxLength: 120, title: "出处" }),
  sourcePlace: Type.String({ maxLength: 200, title: "在哪里查得到" }),
};
export const pestBody = Type.Object(pestFields, closed);
export const pestEditBody = Type.Object(
  {
    ...pestFields,
    version: Type.Integer({ minimum: 1, title: "第几版" }),
    open: oneOf(["yes", "no"] as const, "在用"),
  },
  closed,
);
export const pestsAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      ...pestFields,
      kindName: text,
      cropNames: text,
      skillName: text,
      isOpen: Type.Boolean(),
      version: Type.Integer(),
      teams: Type.Integer({ description: "Verified teams that declared it or one of its crops." }),
    }),
  ),
});
export const pestsImportBody = Type.Object(
  { mode: oneOf(["preview", "apply"] as const, "先看还是写入"), source: Type.Optional(text) },
  closed,
);
export const pestsImportAnswer = Type.Object({
  applied: Type.Boolean(),
  rows: Type.Array(Type.Object({ line: Type.Integer(), ok: Type.Boolean(), sentence: text })),
});
/** Ids come as they were ticked; which of them there are is asked of the vocabulary. */
export const treatsBody = Type.Object(
  {
    crops: several(cropCodes, "哪些作物"),
    pests: Type.Optional(Type.Union([id, Type.Array(id, { maxItems: 200 })], { title: "哪些病虫害" })),
  },
  closed,
);
