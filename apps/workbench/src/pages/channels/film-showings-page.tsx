import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ShowingRow } from "../../api/views.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { DayField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";

const list = "/api/film-showings";
const labels = { no: "内容编号", unitId: "哪里的终端", day: "哪一周" };
const reasonLabels = { reason: "为什么撤下" };
const tones: Readonly<Record<ShowingRow["status"], Tone>> = {
  planned: "waiting",
  counted: "done",
  withdrawn: "quiet",
};

/** Films on the screens of parks and stations, week by week, and which screens did not play them. */
export const FilmShowingsPage = () => {
  const [planning, setPlanning] = useState(false);
  const [leaving, setLeaving] = useState<ShowingRow>();
  const close = (): void => {
    setPlanning(false);
    setLeaving(undefined);
  };
  const done = useDone([list], close);
  return (
    <>
      <ListPage<ShowingRow>
        title="终端放映"
        intro="专题片、有声故事、漫画排到园区和站点的终端，只放那一周。终端自己报放了几次，到第二天还没放的在这里点名。园区约好劳模工匠报告会，同一周的片子自动排上。"
        actions={
          <Button type="primary" onClick={() => setPlanning(true)}>
            排一次放映
          </Button>
        }
        list={list}
        load={(query, signal) => read(client.GET("/api/film-showings", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.unitName} ${row.weekOn}`}
        columns={[
          { key: "title", title: "片子", render: (row) => `${row.title}（${row.no} 号）` },
          { key: "unit", title: "哪里", render: (row) => row.unitName },
          {
            key: "week",
            title: "哪一周",
            wrap: "never",
            render: (row) => `${row.weekOn} 至 ${row.untilOn}${row.byOrder ? "（跟着点单排的）" : ""}`,
          },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={tones[row.status]}>{row.statusName}</StatusMark>,
          },
          { key: "plays", title: "放了", align: "right", render: (row) => `${row.plays} 次` },
          {
            key: "silent",
            title: "没放的终端",
            render: (row) =>
              row.silent.length === 0 ? (
                `${row.screens} 台都没有欠`
              ) : (
                <StatusMark tone="urgent">{row.silent.join("、")}</StatusMark>
              ),
          },
          {
            key: "act",
            title: "操作",
            render: (row) =>
              row.canWithdraw ? (
                <Button size="small" onClick={() => setLeaving(row)}>
                  撤下
                </Button>
              ) : (
                row.reason
              ),
          },
        ]}
        empty={{ title: "还没有排过放映", hint: "点“排一次放映”，选片子、园区和一周。" }}
      />
      {planning && (
        <ActDialog
          title="排一次放映"
          name="film-plan"
          labels={labels}
          submitLabel="排上"
          onCancel={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/film-showings", {
                params: { header: keyed(key) },
                body: {
                  no: Number(textOf(body, "no").replaceAll(/\D/gu, "")) || 0,
                  unitId: textOf(body, "unitId"),
                  day: textOf(body, "day"),
                },
              }),
            )
          }
          onDone={() => done("排上了")}
        >
          <TextField
            name="no"
            label={labels.no}
            required
            hint="已发布的视频、有声故事或漫画，网址里的数字就是编号。"
          />
          <UnitField name="unitId" label={labels.unitId} hint="园区、街道或一个站点：下属的终端都放。" />
          <DayField name="day" label={labels.day} required hint="选那一周里的任何一天。" />
        </ActDialog>
      )}
      {leaving !== undefined && (
        <ActDialog
          title={`撤下“${leaving.title}”`}
          intro="终端下一次来取时就不再放；已经放的不计数。"
          name="film-withdraw"
          labels={reasonLabels}
          submitLabel="撤下"
          onCancel={close}
          send={({ body, key }) =>
            write(
              client.POST("/api/film-showings/{id}/withdraw", {
                params: { header: keyed(key), path: { id: leaving.id } },
                body: { reason: textOf(body, "reason") },
              }),
            )
          }
          onDone={() => done("撤下了")}
        >
          <LongTextField name="reason" label={reasonLabels.reason} required maxLength={200} />
        </ActDialog>
      )}
    </>
  );
};
