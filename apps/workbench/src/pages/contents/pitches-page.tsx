import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { PitchRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { PitchCreate } from "../../forms/pitch-create.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { audienceName, audienceOptions, kindName } from "./contents-words.ts";

const statusNames: Readonly<Record<PitchRow["status"], string>> = {
  open: "待定",
  accepted: "已采纳",
  drafted: "已成稿",
  dropped: "不采用",
};
const toneOf = (status: PitchRow["status"]): Tone =>
  status === "drafted" ? "done" : status === "dropped" ? "quiet" : "waiting";

/** Pitches: proposed, taken, drafted. */
export const PitchesPage = () => {
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [creating, setCreating] = useState(false);
  const run = async (act: () => Promise<unknown>, done: string): Promise<void> => {
    try {
      await act();
      void message.success(done);
      void queries.invalidateQueries({ queryKey: ["/api/pitches"] });
    } catch (thrown) {
      void message.error(asProblem(thrown).message);
    }
  };
  const decide = (row: PitchRow, decision: "accept" | "drop" | "reopen", done: string) =>
    run(
      () =>
        write(
          client.POST("/api/pitches/{id}/decide", {
            params: { header: keyed(createKey()), path: { id: row.id } },
            body: { decision },
          }),
        ),
      done,
    );
  const draft = (row: PitchRow) =>
    run(async () => {
      const made = await write(
        client.POST("/api/pitches/{id}/draft", {
          params: { header: keyed(createKey()), path: { id: row.id } },
        }),
      );
      void navigate(paths.contentEdit(made.contentId));
    }, "草稿建好了");
  const mayDecide = permissionOf(me, "decidePitch").ok;
  const mayWrite = permissionOf(me, "writeContent").ok;
  return (
    <>
      <ListPage<PitchRow>
        title="选题"
        crumbs={[{ label: "缺口与选题", to: paths.gaps }]}
        actions={
          <Button type="primary" onClick={() => setCreating(true)}>
            提选题
          </Button>
        }
        list="/api/pitches"
        load={(query, signal) => read(client.GET("/api/pitches", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: Object.entries(statusNames).map(([value, label]) => ({ value, label })),
          },
          { kind: "choice", name: "audience", label: "人群", options: audienceOptions },
        ]}
        columns={[
          { key: "title", title: "选题", render: (row) => row.title },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={toneOf(row.status)}>{statusNames[row.status]}</StatusMark>,
          },
          {
            key: "cell",
            title: "哪一格",
            render: (row) => `${row.topicName} × ${audienceName(row.audience)} × ${kindName(row.kind)}`,
          },
          { key: "reason", title: "理由", render: (row) => row.reason },
          { key: "at", title: "提出时间", wrap: "never", render: (row) => timeText(row.createdAt) },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <>
                {row.status === "open" && mayDecide && (
                  <>
                    <Button size="small" onClick={() => void decide(row, "accept", "已采纳")}>
                      采纳
                    </Button>{" "}
                    <Button size="small" onClick={() => void decide(row, "drop", "已标为不采用")}>
                      不采用
                    </Button>
                  </>
                )}
                {row.status === "accepted" && mayWrite && (
                  <Button size="small" type="primary" onClick={() => void draft(row)}>
                    写成草稿
                  </Button>
                )}
                {row.status === "dropped" && mayDecide && (
                  <Button size="small" onClick={() => void decide(row, "reopen", "已恢复为待定")}>
                    恢复
                  </Button>
                )}
                {row.contentId !== null && (
                  <Button size="small" onClick={() => void navigate(paths.content(row.contentId ?? ""))}>
                    看稿件
                  </Button>
                )}
              </>
            ),
          },
        ]}
        empty={{ title: "还没有选题", hint: "到“缺口与选题”点一个空格子，或点“提选题”。" }}
      />
      {creating && <PitchCreate initial={{}} onClose={() => setCreating(false)} />}
    </>
  );
};
