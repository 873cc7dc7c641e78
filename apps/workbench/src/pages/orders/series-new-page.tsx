import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { SeriesOccurrence } from "../../api/views.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ActForm } from "../../form/act-form.tsx";
import { ChoiceField, DayField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { paths } from "../../paths.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { audienceOptions } from "../contents/contents-words.ts";
import { halfOptions } from "./order-words.ts";
import { useServiceItems } from "./use-service-items.ts";

const labels: Readonly<Record<string, string>> = {
  title: "名称",
  kind: "哪一种",
  placeUnitId: "在哪里",
  room: "教室或位置",
  startsOn: "第一次哪天",
  half: "什么时候",
  weeks: "排几周",
  item: "服务",
  otherItem: "隔周换成",
  teamId: "服务队",
  audience: "主要给谁",
  peopleCount: "每次多少人",
  contactName: "联系人",
  contactPhone: "联系电话",
};

type Seen = { body: Readonly<Record<string, unknown>>; rows: readonly SeriesOccurrence[] };

/** What stays when nobody says otherwise: weeks without a clash. */
const freeWeeks = (rows: readonly SeriesOccurrence[]): readonly number[] =>
  rows.filter((row) => row.clashes.length === 0).map((row) => row.no);

const itemsOf = (body: Readonly<Record<string, unknown>>): string[] => {
  const [first, second] = [textOf(body, "item"), textOf(body, "otherItem")];
  const weeks = Math.min(26, Math.max(1, Number(textOf(body, "weeks")) || 1));
  return Array.from({ length: weeks }, (_, week) => (week % 2 === 1 && second !== "" ? second : first));
};

const placeOf = (body: Readonly<Record<string, unknown>>) => ({
  placeUnitId: textOf(body, "placeUnitId"),
  ...(textOf(body, "room") === "" ? {} : { room: textOf(body, "room") }),
  half: textOf(body, "half") as "morning" | "afternoon" | "evening", // the options of the field
  startsOn: textOf(body, "startsOn"),
  ...(textOf(body, "teamId") === "" ? {} : { teamId: textOf(body, "teamId") }),
});

const Teams = () => {
  const query = useQuery({
    queryKey: ["/api/teams", "verified"],
    queryFn: ({ signal }) =>
      read(client.GET("/api/teams", { params: { query: { status: "verified", size: 200 } }, signal })),
    retry: false,
  });
  return (
    <ChoiceField
      name="teamId"
      label={labels["teamId"] ?? ""}
      options={(query.data?.rows ?? []).map((team) => ({ value: team.id, label: team.name }))}
      hint="每次先问这支队；不选就每次在看板上派。"
    />
  );
};

/** A series in one flow: fill in, see every week with its clashes, keep the weeks that go, start. */
export const SeriesNewPage = () => {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const items = useServiceItems().filter((item) => item.isOpen);
  const [seen, setSeen] = useState<Seen>();
  const [keep, setKeep] = useState<readonly number[]>([]);
  const [key] = useState(createKey);
  const [problem, setProblem] = useState<unknown>();
  const [sending, setSending] = useState(false);
  const [started, setStarted] = useState<string>();
  // Only after the form knows that nothing is lost by leaving it.
  useEffect(() => {
    if (started !== undefined) void navigate(paths.seriesOne(started));
  }, [started, navigate]);
  const start = async (): Promise<void> => {
    if (seen === undefined) return;
    const { body } = seen;
    setSending(true);
    try {
      const { id } = await write(
        client.POST("/api/standing-orders", {
          params: { header: keyed(key) },
          body: {
            ...placeOf(body),
            itemCodes: itemsOf(body),
            kind: textOf(body, "kind") === "term" ? "term" : "weekly",
            title: textOf(body, "title"),
            ...(textOf(body, "audience") === "" ? {} : { audience: textOf(body, "audience") as never }), // an option of the field
            peopleCount: Number(textOf(body, "peopleCount")),
            contactName: textOf(body, "contactName"),
            ...(textOf(body, "contactPhone") === "" ? {} : { contactPhone: textOf(body, "contactPhone") }),
            keep: [...keep],
          },
        }),
      );
      setStarted(id);
    } catch (thrown) {
      setProblem(thrown);
    }
    setSending(false);
  };
  return (
    <>
      <PageHead
        title="排一个常态化服务"
        crumbs={[{ label: "常态化服务", to: paths.series }]}
        intro="先填好，看每一周有没有冲突，留下能办的周，再开始。看的时候什么都不会写下来。"
      />
      <div className="call-form">
        <ActForm<{ rows: SeriesOccurrence[]; body: Record<string, unknown> }>
          name="series-new"
          labels={labels}
          staysDirty
          settled={started !== undefined}
          initial={{
            kind: search.get("place") === null ? "weekly" : "term",
            weeks: search.get("place") === null ? "8" : "12",
            half: "afternoon",
            peopleCount: "20",
            ...(search.get("place") === null ? {} : { placeUnitId: search.get("place") }),
          }}
          submitLabel="看每一周"
          send={async ({ body }) => {
            const { rows } = await read(
              client.GET("/api/standing-preview", {
                params: { query: { ...placeOf(body), items: itemsOf(body).join(",") } },
              }),
            );
            return { rows, body };
          }}
          onDone={(result) => {
            setSeen(result);
            setKeep(freeWeeks(result.rows));
            setProblem(undefined);
          }}
        >
          <TextField name="title" label="名称" required maxLength={60} placeholder="周三手机课堂" />
          <ChoiceField
            name="kind"
            label="哪一种"
            required
            options={[
              { value: "weekly", label: "每周一台（站点值班）" },
              { value: "term", label: "课后服务（学校一学期）" },
            ]}
          />
          <UnitField name="placeUnitId" label="在哪里" />
          <TextField name="room" label="教室或位置" maxLength={40} />
          <DayField name="startsOn" label="第一次哪天" required />
          <ChoiceField name="half" label="什么时候" required options={halfOptions} />
          <TextField name="weeks" label="排几周" required inputMode="numeric" maxLength={2} />
          <ChoiceField
            name="item"
            label="服务"
            required
            options={items.map((item) => ({ value: item.code, label: item.title }))}
          />
          <ChoiceField
            name="otherItem"
            label="隔周换成"
            options={items.map((item) => ({ value: item.code, label: item.title }))}
            hint="不选就每周都一样。"
          />
          <Teams />
          <ChoiceField name="audience" label="主要给谁" options={audienceOptions} />
          <TextField name="peopleCount" label="每次多少人" required inputMode="numeric" maxLength={4} />
          <TextField name="contactName" label="联系人" required maxLength={30} />
          <TextField name="contactPhone" label="联系电话" inputMode="tel" maxLength={20} />
        </ActForm>
      </div>
      {problem !== undefined && <ProblemView problem={asProblem(problem)} />}
      {seen !== undefined && (
        <section className="panel">
          <h2>每一周</h2>
          <p>
            {seen.rows.length} 周里有 {seen.rows.length - freeWeeks(seen.rows).length}{" "}
            周有冲突，已经去掉。要留的打勾。
          </p>
          <TableScroll>
            <table className="plain-table">
              <caption className="visually-hidden">每一周和冲突</caption>
              <thead>
                <tr>
                  <th scope="col">留下</th>
                  <th scope="col">第几周</th>
                  <th scope="col">日期</th>
                  <th scope="col">服务</th>
                  <th scope="col">冲突</th>
                </tr>
              </thead>
              <tbody>
                {seen.rows.map((row) => (
                  <tr key={row.no}>
                    <td className="tick">
                      <input
                        type="checkbox"
                        aria-label={`留下第 ${row.no} 周`}
                        checked={keep.includes(row.no)}
                        disabled={row.barred}
                        onChange={() =>
                          setKeep(
                            keep.includes(row.no) ? keep.filter((no) => no !== row.no) : [...keep, row.no],
                          )
                        }
                      />
                    </td>
                    <td>{row.no}</td>
                    <td className="one-line">{row.day}</td>
                    <td>{row.itemTitle}</td>
                    <td className="wide-cell">
                      {row.clashes.length === 0
                        ? `没有冲突，能来的队 ${row.teams} 支`
                        : row.clashes.map((clash) => clash.text).join("；")}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
          <Button type="primary" disabled={keep.length === 0} loading={sending} onClick={() => void start()}>
            开始，共 {keep.length} 次
          </Button>
        </section>
      )}
    </>
  );
};
