import Type, { type Static } from "typebox";
import { roles } from "#kernel/actor.ts";
import { personStatuses } from "./state.ts";

const strict = { additionalProperties: false } as const;
const back = Type.Optional(Type.String({ title: "返回地址", maxLength: 2000 }));
export const idParams = Type.Object({ id: Type.String({ format: "uuid" }) });
const date = (title: string) => Type.String({ title, format: "date" });
const reason = Type.String({ title: "原因", minLength: 2, maxLength: 200 });

export const backQuery = Type.Object({
  back,
  error: Type.Optional(Type.String({ maxLength: 200 })),
  done: Type.Optional(Type.String({ maxLength: 40 })),
});
export const phoneForm = Type.Object(
  { phone: Type.String({ title: "手机号", minLength: 1, maxLength: 40 }), back },
  strict,
);
export const codeForm = Type.Object(
  { code: Type.String({ title: "验证码", minLength: 1, maxLength: 40 }), back },
  strict,
);
export const passwordForm = Type.Object(
  {
    username: Type.String({ title: "账号名", minLength: 1, maxLength: 60 }),
    password: Type.String({ title: "密码", minLength: 1, maxLength: 256 }),
    back,
  },
  strict,
);
export const backForm = Type.Object({ back }, strict);
export const changePasswordForm = Type.Object(
  {
    password: Type.String({ title: "现在的密码", minLength: 1, maxLength: 256 }),
    newPassword: Type.String({ title: "新密码", minLength: 1, maxLength: 256 }),
  },
  strict,
);
export const newPasswordForm = Type.Object(
  {
    username: Type.Optional(Type.String({ title: "账号名", maxLength: 60 })),
    password: Type.String({ title: "新密码", minLength: 1, maxLength: 256 }),
  },
  strict,
);

const role = Type.Enum([...roles], { title: "岗位" });
export const grantView = Type.Object({
  id: Type.String(),
  role,
  roleName: Type.String(),
  unitId: Type.String(),
  unitName: Type.String(),
  unitPath: Type.String(),
  startsOn: Type.String(),
  endsOn: Type.Union([Type.String(), Type.Null()]),
  state: Type.Enum(["in_force", "future", "over", "ended"]),
  reason: Type.String(),
  endReason: Type.Union([Type.String(), Type.Null()]),
});

const nextAction = Type.Object({
  action: Type.String(),
  label: Type.String(),
  allowed: Type.Boolean(),
  reason: Type.Optional(Type.String()),
});

export const meView = Type.Object({
  person: Type.Object({
    id: Type.String(),
    name: Type.String(),
    maskedPhone: Type.Union([Type.String(), Type.Null()]),
    pseudonym: Type.String(),
  }),
  grants: Type.Array(
    Type.Object({
      role,
      roleName: Type.String(),
      unitId: Type.String(),
      unitName: Type.String(),
      unitPath: Type.String(),
      until: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  secondFactor: Type.Object({
    needed: Type.Boolean({ description: "The person holds a role whose acts need a second factor." }),
    passed: Type.Boolean(),
    relaxed: Type.Boolean({ description: "The demonstration does not ask for it; show the banner." }),
    totp: Type.Enum(["none", "pending", "confirmed"]),
    passkeys: Type.Integer(),
  }),
  actions: Type.Array(Type.String(), { description: "Actions of the policy open to me at some unit." }),
  demo: Type.Boolean(),
  onBehalfOf: Type.Union([Type.Object({ personId: Type.String(), name: Type.String() }), Type.Null()]),
});

export const peopleQuery = Type.Object({
  page: Type.Integer({ minimum: 1, default: 1 }),
  size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  sort: Type.Optional(Type.Enum(["createdAt", "-createdAt"])),
  q: Type.Optional(
    Type.String({
      maxLength: 60,
      description: "Whole name, whole phone number or the beginning of an account name.",
    }),
  ),
  status: Type.Optional(Type.Enum([...personStatuses])),
  role: Type.Optional(role),
  unit: Type.Optional(Type.String({ format: "uuid", description: "At this unit and below." })),
});

export const personRow = Type.Object({
  id: Type.String(),
  name: Type.String({ description: "Masked." }),
  maskedPhone: Type.Union([Type.String(), Type.Null()]),
  status: Type.Enum([...personStatuses]),
  statusName: Type.String(),
  createdAt: Type.String(),
  roles: Type.Array(Type.Object({ role, roleName: Type.String(), unitName: Type.String() })),
});
export const peoplePage = Type.Object({
  rows: Type.Array(personRow),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});

export const personDetail = Type.Object({
  id: Type.String(),
  name: Type.String({ description: "Full name; the reading is audited." }),
  maskedPhone: Type.Union([Type.String(), Type.Null()]),
  username: Type.Union([Type.String(), Type.Null()]),
  status: Type.Enum([...personStatuses]),
  statusName: Type.String(),
  unitId: Type.Union([Type.String(), Type.Null()]),
  unitName: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
  grants: Type.Array(grantView),
  secondFactor: Type.Object({ totp: Type.Boolean(), passkeys: Type.Integer() }),
  grantableRoles: Type.Array(Type.Object({ role, roleName: Type.String() }), {
    description: "Roles that I may give this person at some unit of mine.",
  }),
  nextActions: Type.Array(nextAction),
});

export const newPersonBody = Type.Object(
  {
    fullName: Type.String({ title: "姓名", minLength: 2, maxLength: 40 }),
    phone: Type.Optional(Type.String({ title: "手机号", maxLength: 40 })),
    unitId: Type.String({ title: "所属单位", format: "uuid" }),
    username: Type.Optional(Type.String({ title: "账号名", maxLength: 30 })),
    password: Type.Optional(Type.String({ title: "初始密码", maxLength: 256 })),
    subject: Type.Optional(Type.String({ title: "统一身份编号", minLength: 1, maxLength: 200 })),
  },
  strict,
);
export const newGrantBody = Type.Object(
  {
    role,
    unitId: Type.String({ title: "单位", format: "uuid" }),
    startsOn: Type.Optional(date("开始日期")),
    endsOn: Type.Optional(date("结束日期")),
    reason,
  },
  strict,
);
export const reasonBody = Type.Object({ reason }, strict);
export const handoverBody = Type.Object(
  {
    toPersonId: Type.String({ title: "接手人", format: "uuid" }),
    unitId: Type.String({ title: "单位", format: "uuid" }),
    reason,
    preview: Type.Optional(Type.Boolean({ title: "只看不办" })),
  },
  strict,
);
export const handoverView = Type.Object({
  done: Type.Boolean(),
  items: Type.Array(Type.Object({ name: Type.String(), title: Type.String(), count: Type.Integer() })),
});
export const idView = Type.Object({ id: Type.String() });
export const doneView = Type.Object({ done: Type.Boolean() });

export const sessionsView = Type.Object({
  rows: Type.Array(
    Type.Object({
      id: Type.String(),
      device: Type.String(),
      method: Type.String(),
      methodName: Type.String(),
      startedAt: Type.String(),
      lastSeenAt: Type.String(),
      secondFactor: Type.Boolean(),
      current: Type.Boolean(),
    }),
  ),
});
export const outboxView = Type.Object({
  rows: Type.Array(
    Type.Object({ id: Type.String(), phone: Type.String(), text: Type.String(), at: Type.String() }),
  ),
});

export type MeView = Static<typeof meView>;
export type PersonDetail = Static<typeof personDetail>;
export type PeoplePage = Static<typeof peoplePage>;
export type PeopleQuery = Static<typeof peopleQuery>;
