import Type from "typebox";
import { type Audience, audiences } from "#kernel/audiences.ts";
import { closed, id, oneOf } from "../contract.ts";

const who = oneOf<Audience>(audiences, "是哪类人");
const group = Type.String({ maxLength: 40, title: "这些人是谁" });
const people = Type.Integer({ minimum: 1, maximum: 1000, title: "几个人" });
const reason = Type.String({ maxLength: 300, title: "更正的原因" });

export const namesBody = Type.Object(
  { audience: who, names: Type.String({ maxLength: 3_000, title: "姓名" }) },
  closed,
);
export const groupBody = Type.Object({ groupAudience: who, group, people }, closed);
export const lineBody = Type.Object({ lineId: Type.Unsafe<string>({ ...id, title: "哪一行" }) }, closed);
/** One form for every correction: what does not belong to the chosen kind stays empty. */
export const correctBody = Type.Object(
  {
    what: oneOf(["strike", "person", "group"] as const, "怎么更正"),
    lineId: Type.Optional(Type.Unsafe<string>({ ...id, title: "哪一行" })),
    audience: Type.Optional(who),
    names: Type.Optional(Type.String({ maxLength: 30, title: "姓名" })),
    group: Type.Optional(group),
    people: Type.Optional(people),
    reason,
  },
  closed,
);
export const decideBody = Type.Object(
  {
    changeId: Type.Unsafe<string>({ ...id, title: "更正" }),
    decision: oneOf(["agree", "refuse"] as const, "同意吗"),
  },
  closed,
);
