import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { client, read } from "../../api/client.ts";
import type { RumourView } from "../../api/views.ts";
import { DetailPage } from "../../detail/detail-page.tsx";
import { FactsList } from "../../detail/facts-list.tsx";
import { History } from "../../detail/history.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { RumourAct, type RumourActName } from "../../forms/rumour-act.tsx";
import { audienceName } from "../contents/contents-words.ts";
import { paths, portal } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { claimTone, harmText, sourceName, triageText } from "./rumours-words.ts";
import { VerdictPanel } from "./verdict-panel.tsx";

type Chosen = { act: RumourActName; intoId?: string; photoId?: string };

/** One claim: what is being passed on, what was found out, its verdicts with their signatures, and what can be done next. */
export const RumourPage = () => {
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<Chosen>();
  const query = useQuery({
    queryKey: ["/api/rumour-claims", id],
    queryFn: ({ signal }) =>
      read(client.GET("/api/rumour-claims/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <>
      <DetailPage
        query={query}
        title="说法"
        titleOf={(view) => view.title ?? "待整理的说法"}
        crumbs={[{ label: "核查台", to: paths.rumours }]}
        statusOf={(view) => <StatusMark tone={claimTone(view.status)}>{view.statusName}</StatusMark>}
        actionsOf={(view) => view.nextActions}
        dangerous={["decline", "dissent", "drop"]}
        onAct={({ action }) => {
          if (action === "edit") void navigate(paths.rumourVerdict(id));
          else setChosen({ act: action as RumourActName }); // the server's acts are the form's
        }}
        main={(view) => (
          <>
            {view.mergedIntoId !== null && (
              <p className="notice-line">
                已并入<Link to={paths.rumour(view.mergedIntoId)}>另一个说法</Link>，线索都在那里。
              </p>
            )}
            {view.declineReason !== null && (
              <p className="notice-line">不予核查的原因（问的人会看到）：{view.declineReason}</p>
            )}
            {view.returned !== null && (
              <p className="notice-line">
                又传起来了：{view.returned.quietDays} 天没人问，{timeText(view.returned.since)} 起又有{" "}
                {view.returned.reports} 人次问。结论还对就写一条笔记记下怎么处理的；不对了写新版本。
              </p>
            )}
            <NearPanel view={view} onReuse={(intoId) => setChosen({ act: "merge", intoId })} />
            <PhotosPanel view={view} onWrite={(photoId) => setChosen({ act: "transcribe", photoId })} />
            <WordingsPanel view={view} />
            {view.verdicts.map((verdict) => (
              <VerdictPanel key={verdict.id} verdict={verdict} />
            ))}
            <NotesPanel view={view} />
          </>
        )}
        aside={(view) => (
          <>
            <FactsList
              title="基本信息"
              facts={[
                ["编号", String(view.no)],
                ["先后", triageText(view.triage)],
                ["危害", harmText(view.harm)],
                ["领域", view.fieldName ?? "认领时选"],
                ["谁在办", view.assignedTo ?? "还没有人认领"],
                ["线索", `${view.reports} 条，${view.waiting} 条等答复`],
                ["最早到期", view.dueAt === null ? "没有等着的" : timeText(view.dueAt)],
                ["从哪里来", view.sources.map((one) => `${sourceName(one.source)} ${one.count}`).join("、")],
                [
                  "在哪里问的",
                  view.places.length === 0
                    ? "没有写"
                    : view.places.map((one) => `${one.unitName} ${one.count}`).join("、"),
                ],
                [
                  "人群",
                  view.audiences.length === 0
                    ? "没有写"
                    : view.audiences.map((one) => `${audienceName(one.audience)} ${one.count}`).join("、"),
                ],
                ["单位", view.unitName],
                [
                  "读者看到的",
                  view.status === "answered" ? (
                    <a key="portal" href={portal.rumour(view.no)}>
                      打开门户页面
                    </a>
                  ) : (
                    "还没有"
                  ),
                ],
              ]}
            />
            <History
              entries={view.acts.map((act) => ({
                at: act.at,
                title: act.title,
                who: act.personName,
                reason: act.reason,
              }))}
            />
          </>
        )}
      />
      {chosen !== undefined && query.data !== undefined && (
        <RumourAct
          view={query.data}
          act={chosen.act}
          intoId={chosen.intoId}
          photoId={chosen.photoId}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
};

/** Verdicts that may fit already: one press answers everybody who waits. */
const NearPanel = ({ view, onReuse }: { view: RumourView; onReuse: (claimId: string) => void }) => {
  if (view.near.length === 0) return null;
  const may = view.nextActions.some((next) => next.action === "merge" && next.allowed);
  return (
    <section className="panel">
      <h2>可能已经查过</h2>
      <ul className="near-verdicts">
        {view.near.map((card) => (
          <li key={card.claimId}>
            <Link to={paths.rumour(card.claimId)}>{card.title}</Link>：{card.rating.name}。{card.answer}
            {may && (
              <p>
                <Button size="small" onClick={() => onReuse(card.claimId)}>
                  用这条结论答复 {view.waiting} 人
                </Button>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** What came as a picture: looked at here, its words written out by a person. */
const PhotosPanel = ({ view, onWrite }: { view: RumourView; onWrite: (photoId: string) => void }) => {
  if (view.photos.length === 0) return null;
  const may = view.nextActions.some((next) => next.action === "note" && next.allowed);
  return (
    <section className="panel">
      <h2>发来的图片</h2>
      <p className="unknown">里面可能有人名和电话，只用来核查；谁看过都有记录。</p>
      <ul className="rumour-photos">
        {view.photos.map((photo) => (
          <li key={photo.id}>
            <img
              className="rumour-photo"
              src={`/api/rumour-claims/${view.id}/photos/${photo.id}`}
              alt={`${timeText(photo.createdAt)} 发来的图片`}
              loading="lazy"
            />
            <p className="unknown">{timeText(photo.createdAt)}</p>
            {!photo.hasWords && may && (
              <Button size="small" type="primary" onClick={() => onWrite(photo.id)}>
                写出里面的字
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

const WordingsPanel = ({ view }: { view: RumourView }) => (
  <section className="panel">
    <h2>传法（原话）</h2>
    <p className="unknown">里面可能有人名和电话，只用来核查；谁看过都有记录。</p>
    {view.wordings.length === 0 ? (
      <p className="unknown">没有留下原话。</p>
    ) : (
      <ol className="wordings">
        {view.wordings.map((wording) => (
          <li key={wording.id}>
            <q className="wording">{wording.text}</q>{" "}
            <span className="unknown">
              {wording.reports} 条线索，{timeText(wording.createdAt)}
              {view.status === "answered" && !wording.confirmed && "，系统判为相近，还没有人确认"}
            </span>
          </li>
        ))}
      </ol>
    )}
  </section>
);

const NotesPanel = ({ view }: { view: RumourView }) => (
  <section className="panel">
    <h2>核查笔记</h2>
    {view.notes.length === 0 ? (
      <p className="unknown">查过什么、问过谁，写下来，后面的人不用再查一遍。</p>
    ) : (
      <ul className="claim-notes">
        {view.notes.map((note) => (
          <li key={note.id}>
            <p>{note.note}</p>
            <p className="unknown">
              {note.personName}，{timeText(note.createdAt)}
            </p>
          </li>
        ))}
      </ul>
    )}
  </section>
);
