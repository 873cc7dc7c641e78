import Type from "typebox";

const closed = { additionalProperties: false } as const;
const id = (title: string) => Type.String({ title, pattern: "^[0-9a-f-]{36}$" });
const yes = (title: string) => Type.Optional(Type.Literal("yes", { title }));

export const purposeBody = Type.Object(
  {
    purpose: Type.Union([Type.Literal("messages"), Type.Literal("recommendation"), Type.Literal("account")], {
      title: "同意事项",
    }),
  },
  closed,
);
export const emptyBody = Type.Object({}, closed);
export const correctBody = Type.Object(
  { fullName: Type.String({ title: "姓名", minLength: 1, maxLength: 40 }) },
  closed,
);
export const eraseBody = Type.Object(
  { confirm: Type.String({ title: "“注销”两个字", minLength: 1, maxLength: 10 }) },
  closed,
);
export const idParams = Type.Object({ id: id("编号") });

export const childBody = Type.Object(
  {
    fullName: Type.String({ title: "孩子的称呼", minLength: 1, maxLength: 40 }),
    birthDate: Type.String({ title: "出生日期", pattern: "^\\d{4}-\\d{2}-\\d{2}$" }),
    relation: Type.Union(
      [
        Type.Literal("father"),
        Type.Literal("mother"),
        Type.Literal("grandparent"),
        Type.Literal("other_guardian"),
      ],
      { title: "您和孩子的关系" },
    ),
    schoolUnitId: Type.Optional(id("学校")),
    consent: yes("同意"),
  },
  closed,
);
export const childRemoveBody = Type.Object({ childPersonId: id("孩子") }, closed);

export const helpedPhoneBody = Type.Object(
  { phone: Type.String({ title: "本人的手机号", minLength: 11, maxLength: 20 }) },
  closed,
);
export const newElderBody = Type.Object(
  {
    fullName: Type.String({ title: "本人的姓名", minLength: 2, maxLength: 40 }),
    newPhone: Type.Optional(Type.String({ title: "本人的手机号", minLength: 11, maxLength: 20 })),
    witness: id("见证人"),
    agreed: yes("本人同意"),
  },
  closed,
);
export const helpingStartBody = Type.Object(
  {
    elderPersonId: id("本人"),
    matter: Type.String({ title: "要办的事", minLength: 2, maxLength: 200 }),
    unitId: id("站点"),
    method: Type.Union([Type.Literal("phone_code"), Type.Literal("spoken"), Type.Literal("paper")], {
      title: "本人怎样同意",
    }),
    code: Type.Optional(Type.String({ title: "验证码", minLength: 4, maxLength: 12 })),
    witness: Type.Optional(id("见证人")),
    readBack: yes("已念给本人听"),
  },
  closed,
);
export const helpingQuery = Type.Object({ for: Type.Optional(id("本人")) });
export const proxyActBody = Type.Object({ proxyActId: id("代办编号") }, closed);
