import { useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ScreenRow } from "../../api/views.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";

const silentMs = 24 * 3_600_000;

/** Whether a screen still comes by: silent for a day, or never seen. */
export const contactOf = (screen: {
  lastSeenAt: string | null;
  retiredAt: string | null;
}): { tone: Tone; words: string } => {
  if (screen.retiredAt !== null) return { tone: "quiet", words: "已停用" };
  if (screen.lastSeenAt === null) return { tone: "waiting", words: "还没有来过" };
  return new Date().getTime() - Date.parse(screen.lastSeenAt) > silentMs
    ? { tone: "urgent", words: "超过一天没有联系" }
    : { tone: "done", words: "联系正常" };
};

const labels = { name: "终端名称", unitId: "单位" };

/** Screens that fetch their posters: who they are, when each last came by, what each shows. */
export const ScreensPage = () => {
  const queries = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [token, setToken] = useState<string>();
  return (
    <>
      <ListPage<ScreenRow>
        title="科普终端"
        intro="终端每隔一会儿自己来取海报，并说它撤下了什么。一天没来的标红；撤稿要等每台在放的终端说撤下了才算完。"
        actions={
          <Button type="primary" onClick={() => setCreating(true)}>
            登记一台终端
          </Button>
        }
        list="/api/screens"
        load={(query, signal) => read(client.GET("/api/screens", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.name}
        rowTo={(row) => paths.screen(row.id)}
        columns={[
          { key: "name", title: "终端", render: (row) => row.name },
          { key: "unit", title: "单位", render: (row) => row.unitName },
          {
            key: "state",
            title: "状态",
            render: (row) => {
              const { tone, words } = contactOf(row);
              return <StatusMark tone={tone}>{words}</StatusMark>;
            },
          },
          {
            key: "seen",
            title: "最近联系",
            wrap: "never",
            render: (row) => (row.lastSeenAt === null ? "没有" : timeText(row.lastSeenAt)),
          },
          { key: "on", title: "在放", align: "right", render: (row) => `${row.onCount} 张` },
        ]}
        empty={{ title: "还没有登记终端", hint: "点“登记一台终端”，把口令输进终端，它就会来取海报。" }}
      />
      {creating && (
        <ActDialog
          title="登记一台终端"
          name="screen-create"
          labels={labels}
          submitLabel="登记"
          onCancel={() => setCreating(false)}
          send={({ body, key }) =>
            write(
              client.POST("/api/screens", {
                params: { header: keyed(key) },
                body: { name: textOf(body, "name"), unitId: textOf(body, "unitId") },
              }),
            )
          }
          onDone={(made) => {
            void queries.invalidateQueries({ queryKey: ["/api/screens"] });
            setCreating(false);
            setToken(made.token);
          }}
        >
          <TextField
            name="name"
            label={labels.name}
            required
            maxLength={60}
            hint="写清放在哪里，例如“街道办事大厅一楼”。"
          />
          <UnitField name="unitId" label={labels.unitId} />
        </ActDialog>
      )}
      {token !== undefined && (
        <Modal
          title="终端口令"
          open
          mask={{ closable: false }}
          onCancel={() => setToken(undefined)}
          footer={<Button onClick={() => setToken(undefined)}>我抄好了</Button>}
        >
          <p>把下面的口令输进终端。它只显示这一次，丢了就停用这台再登记一台。</p>
          <p className="mono token-line">{token}</p>
        </Modal>
      )}
    </>
  );
};
