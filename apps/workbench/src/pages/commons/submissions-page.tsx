import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { SubmissionRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ChoiceField, LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { audienceName } from "../contents/contents-words.ts";
import { useExpertFields } from "../contents/use-topics.ts";
import { CommonsAct } from "./commons-act.tsx";

const list = "/api/submissions";
const statusOptions = [
  { value: "received", label: "收到了，等编辑看" },
  { value: "paired", label: "专家在帮忙" },
  { value: "drafted", label: "在三审三校" },
  { value: "published", label: "已发布" },
  { value: "declined", label: "没有采用" },
  { value: "withdrawn", label: "已撤回" },
] as const;
const toneOf = (status: SubmissionRow["status"]): Tone =>
  status === "published" ? "done" : status === "declined" || status === "withdrawn" ? "quiet" : "waiting";

type Act = { act: "pair" | "advise" | "decline"; row: SubmissionRow };

/** Experts in term of a field, as choices. */
const useExperts = (field: string): readonly { value: string; label: string }[] => {
  const query = useQuery({
    queryKey: ["/api/experts", "of", field],
    enabled: field !== "",
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/experts", {
          params: { query: { field: field as "nutrition", size: 200 } }, // a code of the list above it
          signal,
        }),
      ),
  });
  return (query.data?.rows ?? [])
    .filter((expert) => expert.terms.some((term) => term.field === field && term.inForce && term.canSign))
    .map((expert) => ({ value: expert.personId, label: `${expert.name}，${expert.publicTitle}` }));
};

const PairAct = ({ row, onClose }: { row: SubmissionRow; onClose: () => void }) => {
  const fields = useExpertFields();
  const [field, setField] = useState("");
  const experts = useExperts(field);
  return (
    <CommonsAct
      title="配一位专家"
      intro="先选领域，再选在聘期内的登记专家。这位专家帮忙核对和补充，算作者之一，不再做这篇的科学性审核。"
      name="submission-pair"
      labels={{ field: "领域", expertPersonId: "专家" }}
      submit="配给这位专家"
      done="已配给专家"
      list={list}
      onClose={onClose}
      onValues={(values) => setField(typeof values["field"] === "string" ? values["field"] : "")}
      send={({ body, key }) =>
        write(
          client.POST("/api/submissions/{id}/pair", {
            params: { header: keyed(key), path: { id: row.id } },
            body: body as never, // the form's fields are the contract's; the server validates
          }),
        )
      }
    >
      <ChoiceField
        name="field"
        label="领域"
        required
        options={fields.map((one) => ({ value: one.code, label: one.name }))}
      />
      <ChoiceField
        name="expertPersonId"
        label="专家"
        required
        options={experts}
        hint={
          field !== "" && experts.length === 0
            ? "这个领域没有在聘期内的专家，请先到“审签专家”聘任。"
            : undefined
        }
      />
    </CommonsAct>
  );
};

/** What citizens brought in: read, given to an expert, made a draft, or declined with the reason. */
export const SubmissionsPage = () => {
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState<Act>();
  const mayHandle = permissionOf(me, "handleSubmission").ok;
  const mayAdvise = permissionOf(me, "adviseSubmission").ok;
  const draft = async (row: SubmissionRow): Promise<void> => {
    try {
      const made = await write(
        client.POST("/api/submissions/{id}/draft", {
          params: { header: keyed(createKey()), path: { id: row.id } },
        }),
      );
      void queries.invalidateQueries({ queryKey: [list] });
      void navigate(paths.contentEdit(made.contentId));
    } catch (thrown) {
      void message.error(asProblem(thrown).message);
    }
  };
  const close = (): void => setOpen(undefined);
  return (
    <>
      <ListPage<SubmissionRow>
        title="公众投稿"
        intro="居民交来的想法和稿子。配一位专家，改成稿件，走三审三校，署名发布；不合适的写明原因退回。投稿人在发布前随时可以撤回。"
        list={list}
        load={(query, signal) => read(client.GET("/api/submissions", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        filters={[
          { kind: "choice", name: "status", label: "状态", options: statusOptions },
          {
            kind: "choice",
            name: "mine",
            label: "配给谁",
            options: [{ value: "yes", label: "配给我的" }],
          },
        ]}
        columns={[
          { key: "no", title: "编号", wrap: "never", render: (row) => row.no },
          { key: "title", title: "题目", wrap: "wide", render: (row) => row.title },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <StatusMark tone={toneOf(row.status)}>
                {row.status === "drafted" && row.studioStatus !== null ? row.studioStatus : row.statusName}
              </StatusMark>
            ),
          },
          {
            key: "about",
            title: "讲什么",
            render: (row) =>
              `${row.topicName} × ${audienceName(row.audience)}，${row.kindName}${row.isChild ? "，孩子写的" : ""}`,
          },
          { key: "words", title: "原文", wrap: "wide", render: (row) => row.words },
          {
            key: "expert",
            title: "专家",
            render: (row) =>
              row.expertName === null
                ? ""
                : `${row.expertName}（${row.expertFieldName ?? ""}）${row.advice === null ? "" : `：${row.advice}`}`,
          },
          { key: "at", title: "交稿时间", wrap: "never", render: (row) => timeText(row.createdAt) },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <>
                {row.status === "received" && mayHandle && (
                  <Button size="small" type="primary" onClick={() => setOpen({ act: "pair", row })}>
                    配专家
                  </Button>
                )}
                {row.status === "paired" && mayAdvise && row.expertPersonId === me.person.id && (
                  <Button size="small" onClick={() => setOpen({ act: "advise", row })}>
                    写意见
                  </Button>
                )}
                {row.status === "paired" && mayHandle && (
                  <Button size="small" type="primary" onClick={() => void draft(row)}>
                    写成草稿
                  </Button>
                )}
                {(row.status === "received" || row.status === "paired" || row.status === "drafted") &&
                  mayHandle && (
                    <Button size="small" onClick={() => setOpen({ act: "decline", row })}>
                      不采用
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
        empty={{ title: "还没有投稿", hint: "居民在门户“我来投稿”交稿后，会出现在这里。" }}
      />
      {open?.act === "pair" && <PairAct row={open.row} onClose={close} />}
      {open?.act === "advise" && (
        <CommonsAct
          title="给投稿人和编辑的意见"
          intro={open.row.title}
          name="submission-advise"
          labels={{ advice: "意见" }}
          submit="发给编辑和投稿人"
          done="意见已发出"
          list={list}
          onClose={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/submissions/{id}/advise", {
                params: { header: keyed(key), path: { id: open.row.id } },
                body: { advice: textOf(body, "advice") },
              }),
            )
          }
        >
          <LongTextField
            name="advice"
            label="意见"
            required
            hint="哪里对，哪里要改，还缺什么。投稿人看得到。"
            maxLength={1000}
          />
        </CommonsAct>
      )}
      {open?.act === "decline" && (
        <CommonsAct
          title="不采用"
          intro={`《${open.row.title}》。已经写成的草稿会一起拿掉。`}
          name="submission-decline"
          labels={{ reason: "原因" }}
          submit="不采用"
          danger
          done="已退回，投稿人看得到原因"
          list={list}
          onClose={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/submissions/{id}/decline", {
                params: { header: keyed(key), path: { id: open.row.id } },
                body: { reason: textOf(body, "reason") },
              }),
            )
          }
        >
          <LongTextField
            name="reason"
            label="原因"
            required
            hint="投稿人会看到，请说清楚。"
            maxLength={500}
          />
        </CommonsAct>
      )}
    </>
  );
};
