import Type from "typebox";
import type { InspectionStatus, RectificationEvent, RectificationStatus, Verdict } from "./state.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const text = Type.String();
const nullableText = Type.Union([Type.String(), Type.Null()]);
const moment = Type.Unsafe<Date>({ type: "string", format: "date-time" });
const nullableMoment = Type.Union([moment, Type.Null()]);
const day = (title: string) => Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", title });
const oneOf = <T extends string>(codes: readonly T[], title = "") =>
  Type.Unsafe<T>({ type: "string", enum: [...codes], title });

const inspectionStatuses = [
  "announced",
  "frozen",
  "drawn",
  "concluded",
] as const satisfies readonly InspectionStatus[];
const rectificationStatuses = [
  "ordered",
  "reported",
  "verified",
  "closed",
] as const satisfies readonly RectificationStatus[];
const verdicts = ["waiting", "sound", "failed"] as const satisfies readonly Verdict[];
const events = ["order", "report", "return", "verify", "close"] as const satisfies readonly (
  | "order"
  | RectificationEvent
)[];

export const idParams = Type.Object({ id });
export const noParams = Type.Object({ no: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
export const idAnswer = Type.Object({ id });
export const emptyBody = Type.Object({}, closed);
const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  sort: Type.Optional(Type.String({ maxLength: 30 })),
};
export const listQuery = Type.Object(pageQuery);
const listOf = <T extends Type.TProperties>(row: T) =>
  Type.Object({
    rows: Type.Array(Type.Object(row)),
    total: Type.Integer(),
    page: Type.Integer(),
    size: Type.Integer(),
  });
const nextAction = Type.Object({
  action: text,
  label: text,
  allowed: Type.Boolean(),
  reason: Type.Optional(text),
});

export const noticeBody = Type.Object(
  {
    unitId: Type.String({ maxLength: 40, title: "发通知的单位" }),
    title: Type.String({ minLength: 4, maxLength: 80, title: "标题" }),
    body: Type.String({ minLength: 5, maxLength: 5_000, title: "内容" }),
    receiveBy: Type.Optional(day("请在哪天前签收")),
    toUnitIds: Type.Array(id, { maxItems: 300, title: "发给哪些单位" }),
  },
  closed,
);
const noticeRow = {
  id,
  no: Type.Integer(),
  unitId: id,
  unitName: text,
  title: text,
  receiveBy: nullableText,
  issuedAt: moment,
  sentCount: Type.Integer(),
  receivedCount: Type.Integer(),
};
export const noticePage = listOf(noticeRow);
export const noticeAnswer = Type.Object({
  ...noticeRow,
  body: text,
  receipts: Type.Array(Type.Object({ unitId: id, unitName: text, receivedAt: nullableMoment })),
});
export const ownNoticePage = listOf({
  noticeId: id,
  no: Type.Integer(),
  title: text,
  body: text,
  issuerName: text,
  receiveBy: nullableText,
  issuedAt: moment,
  unitId: id,
  unitName: text,
  receivedAt: nullableMoment,
});
export const receiveBody = Type.Object(
  {
    noticeId: Type.String({ maxLength: 40, title: "通知" }),
    unitId: Type.String({ maxLength: 40, title: "单位" }),
  },
  closed,
);
export const liaisonList = Type.Object({
  rows: Type.Array(Type.Object({ unitId: id, unitName: text, names: Type.Array(text) })),
});

export const inspectionBody = Type.Object(
  {
    unitId: Type.String({ maxLength: 40, title: "由哪个单位检查" }),
    title: Type.String({ minLength: 4, maxLength: 80, title: "检查名称" }),
    periodFrom: day("检查期从哪天"),
    periodTo: day("检查期到哪天"),
    sampleSize: Type.Integer({ minimum: 1, maximum: 500, title: "抽多少条" }),
    factKinds: Type.Array(Type.String({ maxLength: 80 }), { maxItems: 100, title: "哪些种类的事实" }),
    unitIds: Type.Array(id, { maxItems: 300, title: "检查哪些单位" }),
  },
  closed,
);
export const inspectionQuery = Type.Object({
  ...pageQuery,
  status: Type.Optional(oneOf(inspectionStatuses)),
});
const inspectionRow = {
  id,
  no: Type.Integer(),
  unitId: id,
  unitName: text,
  title: text,
  periodFrom: text,
  periodTo: text,
  sampleSize: Type.Integer(),
  status: oneOf(inspectionStatuses),
  statusName: text,
  announcedAt: moment,
  populationCount: Type.Union([Type.Integer(), Type.Null()]),
  failedCount: Type.Integer(),
};
export const inspectionPage = listOf(inspectionRow);

const rectificationRow = {
  id,
  no: Type.Integer(),
  inspectionId: id,
  inspectionTitle: text,
  unitId: id,
  unitName: text,
  body: text,
  orderedOn: text,
  dueOn: text,
  status: oneOf(rectificationStatuses),
  statusName: text,
  late: Type.Boolean(),
};
export const rectificationPage = listOf(rectificationRow);
export const rectificationQuery = Type.Object({
  ...pageQuery,
  status: Type.Optional(oneOf(rectificationStatuses)),
});

export const inspectionAnswer = Type.Object({
  ...inspectionRow,
  factKindNames: Type.Array(text),
  rule: text,
  announcedNote: text,
  populationHash: nullableText,
  drawnNote: nullableText,
  seed: nullableText,
  proofHref: text,
  conclusion: nullableText,
  units: Type.Array(
    Type.Object({
      unitId: id,
      unitName: text,
      selfCheck: nullableText,
      selfCheckedAt: nullableMoment,
      letter: nullableText,
    }),
  ),
  samples: Type.Array(
    Type.Object({
      id,
      drawNo: Type.Integer(),
      position: Type.Integer(),
      table: text,
      recordId: text,
      title: text,
      href: nullableText,
      unitId: id,
      unitName: text,
      verdict: oneOf(verdicts),
      verdictName: text,
      finding: nullableText,
      rectificationId: Type.Union([id, Type.Null()]),
    }),
  ),
  rectifications: Type.Array(Type.Object(rectificationRow)),
  nextActions: Type.Array(nextAction),
});
export const selfCheckBody = Type.Object(
  {
    unitId: Type.String({ maxLength: 40, title: "哪个单位" }),
    text: Type.String({ maxLength: 5_000, title: "自查情况" }),
  },
  closed,
);
export const drawAnswer = Type.Object({ id, seed: text, count: Type.Integer() });
export const freezeAnswer = Type.Object({ id, count: Type.Integer() });
export const checkBody = Type.Object(
  {
    verdict: oneOf(["sound", "failed"] as const, "结论"),
    finding: Type.Optional(Type.String({ maxLength: 1_000, title: "看到了什么" })),
  },
  closed,
);
export const orderBody = Type.Object(
  {
    body: Type.String({ maxLength: 1_000, title: "要整改什么" }),
    dueOn: day("整改期限"),
  },
  closed,
);
export const concludeBody = Type.Object(
  { conclusion: Type.String({ maxLength: 5_000, title: "总的结论" }) },
  closed,
);
export const reportBody = Type.Object(
  {
    note: Type.String({ maxLength: 2_000, title: "怎么整改的" }),
    evidenceLink: Type.Optional(Type.String({ maxLength: 300, title: "佐证在本系统里的地址" })),
  },
  closed,
);
export const settleBody = Type.Object(
  { note: Type.Optional(Type.String({ maxLength: 300, title: "说明" })) },
  closed,
);
export const rectificationAnswer = Type.Object({
  ...rectificationRow,
  steps: Type.Array(
    Type.Object({
      id,
      event: oneOf(events),
      eventName: text,
      note: nullableText,
      evidenceLink: nullableText,
      hasFile: Type.Boolean(),
      at: moment,
    }),
  ),
  nextActions: Type.Array(nextAction),
});
