import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { CollectionRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { CommonsAct } from "./commons-act.tsx";

const list = "/api/collections";
const toneOf = (status: CollectionRow["status"]): Tone =>
  status === "published" ? "done" : status === "retired" ? "quiet" : "waiting";

const labels = { title: "合集名", introduction: "引言", nos: "内容编号", unitId: "单位" };

/** `12 8，15` → the numbers in their order. */
const numbersOf = (typed: string): number[] =>
  [...typed.matchAll(/\d{1,9}/gu)].map((match) => Number(match[0]));

const WordFields = () => (
  <>
    <TextField name="title" label={labels.title} required maxLength={40} />
    <LongTextField
      name="introduction"
      label={labels.introduction}
      required
      hint="为什么放在一起、先看哪篇（10 到 600 字）。"
      maxLength={600}
    />
    <TextField
      name="nos"
      label={labels.nos}
      required
      hint="已发布内容的编号，就是网址 /articles/ 后面的数字，按顺序写，用空格隔开。"
      maxLength={300}
    />
  </>
);

/** Story collections: items that are out, in an order; brought out by another person than wrote them. */
export const CollectionsPage = () => {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState<{ act: "create" } | { act: "edit"; row: CollectionRow }>();
  const close = (): void => setOpen(undefined);
  const run = async (row: CollectionRow, act: "publish" | "retire", done: string): Promise<void> => {
    try {
      await write(
        client.POST(`/api/collections/{id}/${act}`, {
          params: { header: keyed(createKey()), path: { id: row.id } },
        }),
      );
      void message.success(done);
      void queries.invalidateQueries({ queryKey: [list] });
    } catch (thrown) {
      void message.error(asProblem(thrown).message);
    }
  };
  const mayPublish = permissionOf(me, "publishCollection").ok;
  return (
    <>
      <ListPage<CollectionRow>
        title="故事合集"
        intro="按顺序看的故事。只放已发布的内容，撤稿的会自己退出。写引言的人不能自己发布，请另一位同事看过再发。"
        list={list}
        actions={
          <Button type="primary" onClick={() => setOpen({ act: "create" })}>
            编一个合集
          </Button>
        }
        load={(query, signal) => read(client.GET("/api/collections", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        columns={[
          { key: "title", title: "合集", render: (row) => row.title },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={toneOf(row.status)}>{row.statusName}</StatusMark>,
          },
          { key: "introduction", title: "引言", render: (row) => row.introduction },
          {
            key: "items",
            title: "篇目",
            render: (row) =>
              row.items
                .map((item) => `${item.no} ${item.title}${item.live ? "" : "（已撤下，不显示）"}`)
                .join("；"),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <>
                {row.status === "draft" && mayPublish && (
                  <Button size="small" type="primary" onClick={() => void run(row, "publish", "合集已发布")}>
                    发布
                  </Button>
                )}
                {row.status !== "retired" && (
                  <Button size="small" onClick={() => setOpen({ act: "edit", row })}>
                    修改
                  </Button>
                )}
                {row.status !== "retired" && mayPublish && (
                  <Button size="small" onClick={() => void run(row, "retire", "合集已收起")}>
                    收起
                  </Button>
                )}
              </>
            ),
          },
        ]}
        empty={{ title: "还没有合集", hint: "点“编一个合集”，选两篇以上已发布的内容。" }}
      />
      {open?.act === "create" && (
        <CommonsAct
          title="编一个合集"
          name="collection-create"
          labels={labels}
          submit="存成草稿"
          done="合集已存成草稿，请另一位同事发布"
          list={list}
          onClose={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/collections", {
                params: { header: keyed(key) },
                body: {
                  unitId: textOf(body, "unitId"),
                  title: textOf(body, "title"),
                  introduction: textOf(body, "introduction"),
                  nos: numbersOf(textOf(body, "nos")),
                },
              }),
            )
          }
        >
          <WordFields />
          <UnitField name="unitId" label={labels.unitId} />
        </CommonsAct>
      )}
      {open?.act === "edit" && (
        <CommonsAct
          title="修改合集"
          intro="已发布的合集改过后回到草稿，要另一位同事再发布。"
          name="collection-edit"
          labels={labels}
          initial={{
            title: open.row.title,
            introduction: open.row.introduction,
            nos: open.row.items
              .filter((item) => item.live)
              .map((item) => item.no)
              .join(" "),
          }}
          submit="保存"
          done="已保存"
          list={list}
          onClose={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/collections/{id}/edit", {
                params: { header: keyed(key), path: { id: open.row.id } },
                body: {
                  title: textOf(body, "title"),
                  introduction: textOf(body, "introduction"),
                  nos: numbersOf(textOf(body, "nos")),
                },
              }),
            )
          }
        >
          <WordFields />
        </CommonsAct>
      )}
    </>
  );
};
