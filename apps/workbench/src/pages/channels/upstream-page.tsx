import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { UpstreamFeedRow, UpstreamItemRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { ChoiceField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { useMe } from "../../me.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";
import { audienceOptions, kindOptions } from "../contents/contents-words.ts";
import { useTopics } from "../contents/use-topics.ts";

/** Other publishers' feeds and what they offer now, each item one click from a pitch with its source. */
export const UpstreamPage = () => {
  const me = useMe();
  const mayManage = permissionOf(me, "manageUpstream").ok;
  const [subscribing, setSubscribing] = useState(false);
  return (
    <>
      <PageHead
        title="上游来源"
        intro="订阅别的科普单位的 RSS、Atom 或 JSON Feed。只收白名单里的网站；来源撤回的，半小时内这里和门户也撤下。"
        actions={mayManage && <Button onClick={() => setSubscribing(true)}>订阅一个来源</Button>}
      />
      <Items />
      {mayManage && <Feeds />}
      {subscribing && <Subscribe onClose={() => setSubscribing(false)} />}
    </>
  );
};

const Items = () => {
  const [pitching, setPitching] = useState<UpstreamItemRow>();
  const topics = useTopics();
  const query = useQuery({
    queryKey: ["/api/upstream-items"],
    queryFn: ({ signal }) => read(client.GET("/api/upstream-items", { signal })),
  });
  return (
    <section className="panel">
      <h2>现在的消息</h2>
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <p className="unknown">现在没有消息。订阅来源以后，这里每半小时更新一次。</p>
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption>{query.data.rows.length} 条，新的在前</caption>
            <thead>
              <tr>
                <th scope="col">消息</th>
                <th scope="col">来源</th>
                <th scope="col">主题</th>
                <th scope="col">发布</th>
                <th scope="col">下一步</th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((row) => (
                <tr key={`${row.feedId} ${row.guid}`}>
                  <th scope="row">
                    <a href={row.link} target="_blank" rel="noreferrer">
                      {row.title}
                    </a>
                    <p className="unknown">{row.summary}</p>
                  </th>
                  <td>{row.publisher}</td>
                  <td>{topics.find((topic) => topic.code === row.topic)?.name ?? ""}</td>
                  <td className="one-line">{timeText(row.publishedAt)}</td>
                  <td>
                    <Button
                      size="small"
                      aria-label={`用“${row.title}”提选题`}
                      onClick={() => setPitching(row)}
                    >
                      提选题
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {pitching !== undefined && <Pitch item={pitching} onClose={() => setPitching(undefined)} />}
    </section>
  );
};

const pitchLabels = { audience: "人群", topic: "主题", kind: "形式", reason: "理由", unitId: "单位" };

const Pitch = ({ item, onClose }: { item: UpstreamItemRow; onClose: () => void }) => {
  const queries = useQueryClient();
  const topics = useTopics();
  const { message } = App.useApp();
  return (
    <ActDialog
      title="用这条消息提选题"
      intro={`“${item.title}”。来源网址、单位和日期会带进选题，成稿时是第一条来源。`}
      name="upstream-pitch"
      labels={pitchLabels}
      initial={{
        kind: "article",
        reason: `${item.publisher}发布了这条消息，本区读者可能关心。`,
        ...(item.topic === null ? {} : { topic: item.topic }),
      }}
      submitLabel="提交选题"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/upstream-items/pitch", {
            params: { header: keyed(key) },
            body: { ...body, feedId: item.feedId, guid: item.guid } as never,
          }),
        )
      } // the form's fields are the contract's; the server validates
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ["/api/pitches"] });
        void message.success("选题已提交，等待采纳");
        onClose();
      }}
    >
      <ChoiceField name="audience" label={pitchLabels.audience} required options={audienceOptions} />
      <ChoiceField
        name="topic"
        label={pitchLabels.topic}
        required
        options={topics.map((topic) => ({ value: topic.code, label: topic.name }))}
      />
      <ChoiceField name="kind" label={pitchLabels.kind} required options={kindOptions} />
      <LongTextField name="reason" label={pitchLabels.reason} required maxLength={500} />
      <UnitField name="unitId" label={pitchLabels.unitId} />
    </ActDialog>
  );
};

const stateOf = (feed: UpstreamFeedRow) => {
  if (!feed.isOpen) return <StatusMark tone="quiet">已停</StatusMark>;
  if (feed.lastProblem !== null) return <StatusMark tone="urgent">{feed.lastProblem}</StatusMark>;
  if (feed.polledAt === null) return <StatusMark tone="waiting">还没有读过</StatusMark>;
  return <StatusMark tone="done">{`${feed.itemCount} 条`}</StatusMark>;
};

const Feeds = () => {
  const queries = useQueryClient();
  const topics = useTopics();
  const { message, modal } = App.useApp();
  const query = useQuery({
    queryKey: ["/api/upstream-feeds"],
    queryFn: ({ signal }) => read(client.GET("/api/upstream-feeds", { signal })),
  });
  const end = (feed: UpstreamFeedRow): void => {
    modal.confirm({
      title: `停掉“${feed.name}”？`,
      content: "它的消息会马上从门户撤下。",
      okText: "停掉",
      cancelText: "先不停",
      onOk: async () => {
        try {
          await write(
            client.POST("/api/upstream-feeds/{id}/end", {
              params: { header: keyed(createKey()), path: { id: feed.id } },
            }),
          );
          void message.success("已停");
        } catch (thrown) {
          void message.error(asProblem(thrown).message);
        }
        for (const list of ["/api/upstream-feeds", "/api/upstream-items"])
          void queries.invalidateQueries({ queryKey: [list] });
      },
    });
  };
  return (
    <section className="panel">
      <h2>订阅的来源</h2>
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && <p className="unknown">还没有订阅。</p>}
      {query.isSuccess && query.data.rows.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption>{query.data.rows.length} 个来源</caption>
            <thead>
              <tr>
                <th scope="col">来源</th>
                <th scope="col">网址</th>
                <th scope="col">主题</th>
                <th scope="col">保留</th>
                <th scope="col">最近一次读取</th>
                <th scope="col">状态</th>
                <th scope="col">下一步</th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((feed) => (
                <tr key={feed.id}>
                  <th scope="row">{feed.name}</th>
                  <td className="wrap-anywhere">{feed.url}</td>
                  <td>{topics.find((topic) => topic.code === feed.topic)?.name ?? "没有归主题"}</td>
                  <td className="one-line">{feed.keepDays} 天</td>
                  <td className="one-line">{feed.polledAt === null ? "没有" : timeText(feed.polledAt)}</td>
                  <td>{stateOf(feed)}</td>
                  <td>
                    {feed.isOpen && (
                      <Button size="small" aria-label={`停掉来源 ${feed.name}`} onClick={() => end(feed)}>
                        停掉
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
};

const feedLabels = { name: "来源名称", url: "订阅网址", keepDays: "保留天数", topic: "主题" };

const Subscribe = ({ onClose }: { onClose: () => void }) => {
  const queries = useQueryClient();
  const topics = useTopics();
  const { message } = App.useApp();
  return (
    <ActDialog
      title="订阅一个来源"
      name="upstream-subscribe"
      labels={feedLabels}
      initial={{ keepDays: "30" }}
      submitLabel="订阅"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/upstream-feeds", {
            params: { header: keyed(key) },
            body: {
              name: textOf(body, "name"),
              url: textOf(body, "url"),
              keepDays: Number(textOf(body, "keepDays")),
              ...(textOf(body, "topic") === "" ? {} : { topic: textOf(body, "topic") }),
            },
          }),
        )
      }
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ["/api/upstream-feeds"] });
        void message.success("订阅好了，一分钟内开始读取");
        onClose();
      }}
    >
      <TextField
        name="name"
        label={feedLabels.name}
        required
        maxLength={60}
        hint="读者会看到，写发布单位的名字。"
      />
      <TextField
        name="url"
        label={feedLabels.url}
        required
        maxLength={500}
        hint="以 https:// 开头；网站要先由系统管理员加进白名单。"
      />
      <TextField name="keepDays" label={feedLabels.keepDays} required maxLength={3} inputMode="numeric" />
      <ChoiceField
        name="topic"
        label={feedLabels.topic}
        options={topics.map((topic) => ({ value: topic.code, label: topic.name }))}
        hint="它的消息会列在这个主题的页面下面；不选就只在“别处的消息”里。"
      />
    </ActDialog>
  );
};
