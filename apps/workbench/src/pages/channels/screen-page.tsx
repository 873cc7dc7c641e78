import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ScreenView } from "../../api/views.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { contactOf } from "./screens-page.tsx";

type Poster = ScreenView["on"][number];
const removedLabels = { note: "怎么看到的" };
const retireLabels = { reason: "原因" };

/** One screen: what is on by its own word, what must go, and what it said last. */
export const ScreenPage = () => {
  const { id = "" } = useParams();
  const [removed, setRemoved] = useState<Poster>();
  const [retiring, setRetiring] = useState(false);
  const query = useQuery({
    queryKey: ["/api/screens", id],
    queryFn: ({ signal }) => read(client.GET("/api/screens/{id}", { params: { path: { id } }, signal })),
  });
  const close = (): void => {
    setRemoved(undefined);
    setRetiring(false);
  };
  const done = useDone(["/api/screens", "/api/deliveries"], close);
  return (
    <>
      <DetailPage
        query={query}
        title="终端"
        titleOf={(view) => view.name}
        crumbs={[{ label: "科普终端", to: paths.screens }]}
        statusOf={(view) => {
          const { tone, words } = contactOf(view);
          return <StatusMark tone={tone}>{words}</StatusMark>;
        }}
        actionsOf={(view) => [
          {
            action: "retire",
            label: "停用这台终端",
            allowed: view.retiredAt === null,
            ...(view.retiredAt === null ? {} : { reason: "已经停用了" }),
          },
        ]}
        dangerous={["retire"]}
        onAct={() => setRetiring(true)}
        main={(view) => (
          <>
            <OnScreen posters={view.on} onRemoved={setRemoved} />
            <section className="panel">
              <h2>它说过的</h2>
              {view.words.length === 0 ? (
                <p className="unknown">还没有来过。</p>
              ) : (
                <ul className="plain-list">
                  {view.words.map((word) => (
                    <li key={`${word.versionId} ${word.act}`}>
                      {timeText(word.at)} {word.act === "publish" ? "取走" : "撤下"}“{word.title}”
                      {word.note !== null && `（人工确认：${word.note}）`}
                    </li>
                  ))}
                </ul>
              )}
            </section>
          </>
        )}
        aside={(view) => (
          <FactsList
            title="基本信息"
            facts={[
              ["单位", view.unitName],
              ["最近联系", view.lastSeenAt === null ? "没有" : timeText(view.lastSeenAt)],
              ["停用", view.retiredAt === null ? "没有" : timeText(view.retiredAt)],
            ]}
          />
        )}
      />
      {removed !== undefined && (
        <ActDialog
          title={`“${removed.title}”已经不在屏幕上了`}
          intro="终端坏了或断网、自己说不了的时候用。您的名字会记下来，撤稿就不再等它。"
          name="screen-removed"
          labels={removedLabels}
          submitLabel="我看过了，已撤下"
          onCancel={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/screens/{id}/removed", {
                params: { header: keyed(key), path: { id } },
                body: { versionId: removed.versionId, note: textOf(body, "note") },
              }),
            )
          }
          onDone={() => done("记下了")}
        >
          <TextField
            name="note"
            label={removedLabels.note}
            required
            maxLength={200}
            hint="例如：去看过，屏幕已断电。"
          />
        </ActDialog>
      )}
      {retiring && (
        <ActDialog
          title="停用这台终端"
          intro="口令随即失效，撤稿也不再等它。停用后不能恢复，要用再登记一台。"
          name="screen-retire"
          labels={retireLabels}
          submitLabel="停用"
          danger
          onCancel={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/screens/{id}/retire", {
                params: { header: keyed(key), path: { id } },
                body: { reason: textOf(body, "reason") },
              }),
            )
          }
          onDone={() => done("已停用")}
        >
          <TextField name="reason" label={retireLabels.reason} required maxLength={200} />
        </ActDialog>
      )}
    </>
  );
};

const OnScreen = ({
  posters,
  onRemoved,
}: {
  posters: readonly Poster[];
  onRemoved: (poster: Poster) => void;
}) => (
  <section className="panel">
    <h2>现在在放的</h2>
    {posters.length === 0 ? (
      <p className="unknown">没有。终端来取过海报以后，这里会列出来。</p>
    ) : (
      <TableScroll>
        <table className="plain-table">
          <caption>{posters.length} 张，按它自己说的</caption>
          <thead>
            <tr>
              <th scope="col">海报</th>
              <th scope="col">取走时间</th>
              <th scope="col">要不要撤</th>
            </tr>
          </thead>
          <tbody>
            {posters.map((poster) => (
              <tr key={poster.versionId}>
                <th scope="row">
                  <Link to={paths.content(poster.contentId)}>{poster.title}</Link>
                </th>
                <td className="one-line">{timeText(poster.since)}</td>
                <td>
                  {poster.mustGo ? (
                    <>
                      <StatusMark tone="urgent">要撤下，还没说撤了</StatusMark>{" "}
                      <Button
                        size="small"
                        aria-label={`我看过，已撤下：${poster.title}`}
                        onClick={() => onRemoved(poster)}
                      >
                        我看过，已撤下
                      </Button>
                    </>
                  ) : (
                    "可以放"
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
