import Type, { type Static, type TObject, type TSchema } from "typebox";
import { type Audience, audiences } from "#kernel/audiences.ts";

const closed = { additionalProperties: false } as const;
const text = Type.String();
const optionalText = Type.Union([text, Type.Null()]);
const time = Type.String({ description: "ISO 8601, UTC" });
const nullableTime = Type.Union([time, Type.Null()]);
const count = Type.Integer();

const id = Type.String({
  pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
  title: "编号",
});
const date = Type.String({ format: "date", pattern: "^(19|20)\\d\\d-", title: "日期" });
const audience = Type.Unsafe<Audience>({ type: "string", enum: [...audiences], title: "人群" });
const kind = Type.String({ maxLength: 80, pattern: "^[a-z_]+\\.[a-z_]+$", title: "事实种类" });
const aggregate = Type.Unsafe<"sum" | "count" | "distinct_sources">({
  type: "string",
  enum: ["sum", "count", "distinct_sources"],
});

export const idParams = Type.Object({ id });
export const figureParams = Type.Object({
  code: Type.String({ maxLength: 80 }),
  version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
});

const pageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, title: "页码" })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, title: "每页条数" })),
};
const period = { unit: Type.Optional(id), from: Type.Optional(date), to: Type.Optional(date) };

const narrowing = {
  audience: Type.Optional(audience),
  topic: Type.Optional(Type.String({ maxLength: 60, title: "主题" })),
  planTag: Type.Optional(Type.String({ maxLength: 60, title: "计划条款" })),
  place: Type.Optional(Type.String({ maxLength: 60, title: "地点" })),
};

export const figureQuery = Type.Object({ ...period });
/** A figure may count a part of its facts only (of one audience, say); its list then holds the same part. */
export const figureFactsQuery = Type.Object({ ...period, ...narrowing, ...pageQuery });
export const factFilter = {
  ...period,
  kind: Type.Optional(kind),
  audience: Type.Optional(audience),
  topic: Type.Optional(Type.String({ maxLength: 60, title: "主题" })),
  planTag: Type.Optional(Type.String({ maxLength: 60, title: "计划条款" })),
  source: Type.Optional(Type.String({ maxLength: 80, title: "来源记录" })),
};
export const factSort = Type.Optional(
  Type.String({
    enum: ["occurredOn", "-occurredOn", "recordedAt", "-recordedAt", "quantity", "-quantity"],
    title: "排序",
  }),
);
export const factQuery = Type.Object({ ...factFilter, ...pageQuery, sort: factSort });
export type FactQuery = Static<typeof factQuery>;

const pageOf = <T extends TSchema>(
  row: T,
): TObject<{
  rows: ReturnType<typeof Type.Array<T>>;
  total: typeof count;
  page: typeof count;
  size: typeof count;
}> => Type.Object({ rows: Type.Array(row), total: count, page: count, size: count }, closed);

const record = Type.Object({ title: text, href: optionalText }, closed);

export const factView = Type.Object(
  {
    id: text,
    kind: text,
    kindName: text,
    occurredOn: text,
    recordedAt: time,
    unitId: text,
    unitName: text,
    place: optionalText,
    audience: optionalText,
    audienceName: optionalText,
    topic: optionalText,
    planTags: Type.Array(text),
    quantity: Type.Number(),
    measure: text,
    sourceTable: text,
    sourceId: text,
    record,
    reversesId: optionalText,
    reversedById: optionalText,
  },
  closed,
);
export type FactView = Static<typeof factView>;
export const factPage = pageOf(factView);

const nextAction = Type.Object(
  { action: text, label: text, allowed: Type.Boolean(), reason: Type.Optional(text) },
  closed,
);
export const factDetail = Type.Object(
  { ...factView.properties, ledgerEntryId: optionalText, nextActions: Type.Array(nextAction) },
  closed,
);

const indicatorFields = {
  code: text,
  version: count,
  name: text,
  definition: text,
  aggregate,
  measure: text,
};
export const indicatorView = Type.Object(
  { ...indicatorFields, factKinds: Type.Array(text), filter: Type.Record(text, text), validFrom: text },
  closed,
);
export const indicatorList = Type.Object({ rows: Type.Array(indicatorView) }, closed);

const unitRef = Type.Object({ id: text, name: text, path: text }, closed);
export const figureList = Type.Object(
  {
    unit: unitRef,
    from: text,
    to: text,
    rows: Type.Array(Type.Object({ ...indicatorFields, value: Type.Number() }, closed)),
  },
  closed,
);
export const figureTree = Type.Object(
  {
    indicator: Type.Object(indicatorFields, closed),
    from: text,
    to: text,
    rows: Type.Array(
      Type.Object(
        { unitId: text, unitName: text, unitPath: text, parentId: optionalText, value: Type.Number() },
        closed,
      ),
    ),
  },
  closed,
);

export const reverseBody = Type.Object(
  { reason: Type.String({ minLength: 4, maxLength: 300, pattern: "\\S.*\\S", title: "原因" }) },
  closed,
);
export const reversalView = Type.Object({ factId: text, reversalId: text }, closed);

const checkpointView = Type.Object({ treeSize: count, note: text, createdAt: time }, closed);
export const ledgerView = Type.Object(
  {
    origin: optionalText,
    suite: optionalText,
    publicKey: optionalText,
    keys: Type.Array(Type.Object({ publicKey: text, from: nullableTime, until: nullableTime }, closed), {
      description: "Every key that has signed, oldest first; the last signs now.",
    }),
    treeSize: count,
    pending: count,
    coveredSize: count,
    lastCheckpointAt: nullableTime,
    checkpoints: Type.Array(checkpointView),
  },
  closed,
);
export const entryQuery = Type.Object({
  ...pageQuery,
  table: Type.Optional(Type.String({ maxLength: 60, title: "表" })),
  record: Type.Optional(Type.String({ maxLength: 80, title: "记录编号" })),
});
export const entryView = Type.Object(
  {
    id: text,
    leafIndex: Type.Union([count, Type.Null()]),
    subjectTable: text,
    subjectId: text,
    contentHash: text,
    createdAt: time,
  },
  closed,
);
export type EntryView = Static<typeof entryView>;
export const entryPage = pageOf(entryView);
export const proofView = Type.Object(
  {
    entry: entryView,
    leaf: Type.String({ description: "The leaf's bytes: canonical JSON, UTF-8." }),
    leafHash: Type.String({ description: "base64 of HASH(0x00 ‖ leaf)" }),
    leafIndex: count,
    treeSize: count,
    suite: text,
    proof: Type.Array(text, {
      description: "base64, from the leaf's sibling up to the root's child (RFC 9162 §2.1.3).",
    }),
    checkpoint: Type.String({ description: "Signed note (C2SP tlog-checkpoint) of this tree size." }),
    publicKey: text,
  },
  closed,
);
export type ProofView = Static<typeof proofView>;

const problemView = Type.Object(
  {
    kind: text,
    sentence: text,
    table: optionalText,
    id: optionalText,
    leafIndex: Type.Union([count, Type.Null()]),
  },
  closed,
);
export const verificationView = Type.Object(
  {
    ok: Type.Boolean(),
    problemCount: count,
    problems: Type.Array(problemView),
    treeSize: count,
    coveredSize: count,
    coveredAt: nullableTime,
    pending: count,
    rows: Type.Record(text, count),
  },
  closed,
);

export const auditFilter = {
  from: Type.Optional(date),
  to: Type.Optional(date),
  unit: Type.Optional(id),
  action: Type.Optional(Type.String({ maxLength: 80, title: "动作" })),
  outcome: Type.Optional(
    Type.Unsafe<"done" | "denied" | "failed" | "read">({
      type: "string",
      enum: ["done", "denied", "failed", "read"],
      title: "结果",
    }),
  ),
  person: Type.Optional(id),
  table: Type.Optional(Type.String({ maxLength: 60, title: "表" })),
  record: Type.Optional(Type.String({ maxLength: 80, title: "记录编号" })),
};
export const auditQuery = Type.Object({ ...auditFilter, ...pageQuery });
export type AuditQuery = Static<typeof auditQuery>;
export const auditView = Type.Object(
  {
    id: text,
    at: time,
    actorKind: text,
    actorPersonId: optionalText,
    actorName: optionalText,
    onBehalfOfPersonId: optionalText,
    onBehalfOfName: optionalText,
    action: text,
    actionName: text,
    outcome: text,
    outcomeName: text,
    unitId: optionalText,
    unitName: optionalText,
    recordTable: optionalText,
    recordId: optionalText,
    record: Type.Union([record, Type.Null()]),
    reason: optionalText,
    changed: Type.Boolean(),
    requestId: optionalText,
  },
  closed,
);
export type AuditView = Static<typeof auditView>;
export const auditPage = pageOf(auditView);

export const jobsView = Type.Object(
  {
    queues: Type.Array(
      Type.Object(
        {
          name: text,
          title: text,
          schedule: optionalText,
          everySeconds: Type.Union([Type.Number(), Type.Null()]),
          waiting: count,
          active: count,
          failed: count,
          lastRunAt: nullableTime,
          lastError: optionalText,
        },
        closed,
      ),
    ),
    failures: Type.Array(
      Type.Object(
        {
          id: text,
          kind: text,
          queue: text,
          title: text,
          attempts: count,
          failedAt: time,
          error: optionalText,
        },
        closed,
      ),
    ),
  },
  closed,
);
export const doneView = Type.Object({ done: Type.Boolean() }, closed);

export const healthView = Type.Object(
  {
    state: Type.Unsafe<"good" | "attention">({ type: "string", enum: ["good", "attention"] }),
    checks: Type.Array(
      Type.Object(
        {
          name: text,
          title: text,
          state: Type.Unsafe<"good" | "attention">({ type: "string", enum: ["good", "attention"] }),
          value: text,
          advice: optionalText,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type HealthCheck = Static<typeof healthView>["checks"][number];

export const waitingView = Type.Object(
  {
    rows: Type.Array(
      Type.Object({ kind: text, title: text, dueAt: nullableTime, href: text, count }, closed),
    ),
  },
  closed,
);
