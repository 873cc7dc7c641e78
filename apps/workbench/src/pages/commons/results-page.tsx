import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { BriefRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { MomentField, toIso } from "../../forms/moment-field.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { audienceOptions } from "../contents/contents-words.ts";
import { useExpertFields, useTopics } from "../contents/use-topics.ts";
import { CommonsAct } from "./commons-act.tsx";

const list = "/api/result-briefs";
const statusOptions = [
  { value: "filed", label: "等专家核对" },
  { value: "checked", label: "等成稿" },
  { value: "drafted", label: "在三审三校" },
  { value: "published", label: "已发布" },
  { value: "declined", label: "不做" },
] as const;
const toneOf = (row: BriefRow): Tone =>
  row.overdue
    ? "urgent"
    : row.status === "published"
      ? "done"
      : row.status === "declined"
        ? "quiet"
        : "waiting";

const fileLabels = {
  title: "题目",
  finding: "发现了什么",
  foundBy: "谁做的",
  publishedIn: "发表在哪里",
  publishedOn: "发表日期",
  doi: "DOI",
  url: "网址",
  embargoUntil: "禁发到",
  field: "领域",
  topic: "主题",
  audience: "写给谁",
  unitId: "单位",
};

const FileAct = ({ onClose }: { onClose: () => void }) => {
  const topics = useTopics();
  const fields = useExpertFields();
  return (
    <CommonsAct
      title="送来一项成果"
      intro="从送来这一刻起计时，到文章和图表都发布为止。"
      name="result-file"
      labels={fileLabels}
      submit="送来"
      done="收到了，等另一位专家核对"
      list={list}
      onClose={onClose}
      send={({ body, key }) => {
        const { embargoUntil, ...rest } = body;
        const until = toIso(embargoUntil);
        return write(
          client.POST("/api/result-briefs", {
            params: { header: keyed(key) },
            body: { ...rest, ...(until === undefined ? {} : { embargoUntil: until }) } as never, // as above
          }),
        );
      }}
    >
      <TextField name="title" label={fileLabels.title} required maxLength={60} />
      <LongTextField
        name="finding"
        label={fileLabels.finding}
        required
        hint="用一两段话说清楚：做了什么、看到什么、还不知道什么。"
        maxLength={2000}
      />
      <TextField name="foundBy" label={fileLabels.foundBy} required hint="单位和团队。" maxLength={120} />
      <TextField name="publishedIn" label={fileLabels.publishedIn} required maxLength={120} />
      <DayField name="publishedOn" label={fileLabels.publishedOn} required />
      <TextField name="doi" label={fileLabels.doi} hint="以 10. 开头。和网址至少写一样。" maxLength={200} />
      <TextField name="url" label={fileLabels.url} hint="以 https:// 开头。" maxLength={500} />
      <MomentField name="embargoUntil" label={fileLabels.embargoUntil} hint="没有禁发就不填。北京时间。" />
      <ChoiceField
        name="field"
        label={fileLabels.field}
        required
        options={fields.map((one) => ({ value: one.code, label: one.name }))}
      />
      <ChoiceField
        name="topic"
        label={fileLabels.topic}
        required
        options={topics.map((topic) => ({ value: topic.code, label: topic.name }))}
      />
      <ChoiceField name="audience" label={fileLabels.audience} required options={audienceOptions} />
      <UnitField name="unitId" label={fileLabels.unitId} />
    </CommonsAct>
  );
};

/** Results on their way to the public: what is due first on top, and how long the others took. */
export const ResultsPage = () => {
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState<{ act: "file" } | { act: "check" | "decline"; row: BriefRow }>();
  const close = (): void => setOpen(undefined);
  const draft = async (row: BriefRow): Promise<void> => {
    try {
      const made = await write(
        client.POST("/api/result-briefs/{id}/draft", {
          params: { header: keyed(createKey()), path: { id: row.id } },
        }),
      );
      void queries.invalidateQueries({ queryKey: [list] });
      void navigate(paths.contentEdit(made.articleContentId));
    } catch (thrown) {
      void message.error(asProblem(thrown).message);
    }
  };
  const mayDraft = permissionOf(me, "draftResult").ok;
  return (
    <>
      <ListPage<BriefRow>
        title="成果转科普"
        intro={
          <>
            送来、专家核对、写成文章和图表、发布。超过 30 天没有发布的标红。平均用时 = 总天数 ÷ 项数：
            <Link to={paths.figure("commons.result_lead", 1)}>总天数</Link>、
            <Link to={paths.figure("commons.result_published", 1)}>项数</Link>。
          </>
        }
        list={list}
        actions={
          permissionOf(me, "fileResult").ok && (
            <Button type="primary" onClick={() => setOpen({ act: "file" })}>
              送来一项成果
            </Button>
          )
        }
        load={(query, signal) => read(client.GET("/api/result-briefs", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        filters={[
          { kind: "choice", name: "status", label: "状态", options: statusOptions },
          { kind: "choice", name: "overdue", label: "期限", options: [{ value: "yes", label: "超期的" }] },
        ]}
        columns={[
          { key: "title", title: "成果", render: (row) => row.title },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <StatusMark tone={toneOf(row)}>
                {row.overdue ? `${row.statusName}，已超期` : row.statusName}
              </StatusMark>
            ),
          },
          {
            key: "by",
            title: "谁做的",
            render: (row) => `${row.foundBy}，${row.publishedIn}，${row.publishedOn}`,
          },
          {
            key: "address",
            title: "原文",
            render: (row) => (
              <a href={row.address} target="_blank" rel="noreferrer">
                {row.address}
              </a>
            ),
          },
          { key: "field", title: "领域", render: (row) => row.fieldName },
          {
            key: "time",
            title: "期限和用时",
            wrap: "never",
            render: (row) =>
              row.leadDays === null ? `${timeText(row.dueAt)} 前` : `用了 ${row.leadDays} 天`,
          },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <>
                {row.status === "filed" && permissionOf(me, "checkResult").ok && (
                  <Button size="small" type="primary" onClick={() => setOpen({ act: "check", row })}>
                    核对
                  </Button>
                )}
                {row.status === "checked" && mayDraft && (
                  <Button size="small" type="primary" onClick={() => void draft(row)}>
                    写成文章和图表
                  </Button>
                )}
                {(row.status === "filed" || row.status === "checked") && mayDraft && (
                  <Button size="small" onClick={() => setOpen({ act: "decline", row })}>
                    不做
                  </Button>
                )}
                {row.articleContentId !== null && (
                  <Button
                    size="small"
                    onClick={() => void navigate(paths.content(row.articleContentId ?? ""))}
                  >
                    看文章
                  </Button>
                )}
                {row.chartContentId !== null && (
                  <Button size="small" onClick={() => void navigate(paths.content(row.chartContentId ?? ""))}>
                    看图表
                  </Button>
                )}
              </>
            ),
          },
        ]}
        empty={{ title: "还没有成果", hint: "专家、部门联络员或编辑点“送来一项成果”。" }}
      />
      {open?.act === "file" && <FileAct onClose={close} />}
      {open?.act === "check" && (
        <CommonsAct
          title="核对成果"
          intro={`${open.row.title}：${open.row.finding}`}
          name="result-check"
          labels={{ note: "核对意见" }}
          submit="核对无误"
          done="已核对，等编辑成稿"
          list={list}
          onClose={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/result-briefs/{id}/check", {
                params: { header: keyed(key), path: { id: open.row.id } },
                body: { note: textOf(body, "note") },
              }),
            )
          }
        >
          <LongTextField
            name="note"
            label="核对意见"
            required
            hint="和原文是否一致，哪些话不能说过头。"
            maxLength={1000}
          />
        </CommonsAct>
      )}
      {open?.act === "decline" && (
        <CommonsAct
          title="不做这项成果"
          intro={open.row.title}
          name="result-decline"
          labels={{ reason: "原因" }}
          submit="不做"
          danger
          done="已标为不做"
          list={list}
          onClose={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/result-briefs/{id}/decline", {
                params: { header: keyed(key), path: { id: open.row.id } },
                body: { reason: textOf(body, "reason") },
              }),
            )
          }
        >
          <LongTextField name="reason" label="原因" required maxLength={500} />
        </CommonsAct>
      )}
    </>
  );
};
