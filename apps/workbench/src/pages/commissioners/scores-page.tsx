import { client, read } from "../../api/client.ts";
import type { ScoreRow } from "../../api/views.ts";
import { ListPage } from "../../list/list-page.tsx";

/** A year's scores of commissioners, computed from what farmers confirmed and from nothing else. */
export const ScoresPage = () => (
  <ListPage<ScoreRow>
    title="特派员得分"
    intro="今年农户确认的服务次数；同一个农户同一天只算一次。没有确认的不算。"
    list="/api/commissioner-scores"
    load={(query, signal) => read(client.GET("/api/commissioner-scores", { params: { query }, signal }))}
    rowKey={(row) => `${row.personId} ${row.unitId}`}
    rowName={(row) => row.name}
    filters={[]}
    columns={[
      { key: "name", title: "特派员", render: (row) => row.name },
      { key: "unit", title: "镇街", render: (row) => row.unitName },
      { key: "score", title: "得分", align: "right", render: (row) => String(row.score) },
      { key: "farmers", title: "服务了几户", align: "right", render: (row) => String(row.farmers) },
      { key: "unconfirmed", title: "没有确认的", align: "right", render: (row) => String(row.unconfirmed) },
    ]}
    empty={{ title: "今年还没有服务", hint: "特派员记了服务、农户确认后，这里自动有数。" }}
  />
);
