import { Button } from "antd";
import { useState } from "react";
import { client, read } from "../../api/client.ts";
import type { OccasionRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { OccasionEdit } from "../../forms/occasion-edit.tsx";
import { OccasionPeriodEnd, OccasionPeriodSet } from "../../forms/occasion-period.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { audienceName } from "../contents/contents-words.ts";

type Period = OccasionRow["periods"][number];
type Open =
  | { form: "new" }
  | { form: "edit"; row: OccasionRow }
  | { form: "set"; row: OccasionRow }
  | { form: "end"; row: OccasionRow; period: Period };

const periodText = (period: Period): string =>
  [
    `${period.startsOn} 至 ${period.endsOn} ${period.isOn ? "显示" : "不显示"}：${period.reason}`,
    period.endedOn === null ? "" : `（${period.endedOn} 起结束：${period.endReason ?? ""}）`,
  ].join("");

/** Yearly days, weeks and months, and reminders by season: what is on, this year's days, switches. */
export const OccasionsPage = () => {
  const may = permissionOf(useMe(), "manageOccasions").ok;
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  return (
    <>
      <ListPage<OccasionRow>
        title="时节与主题日"
        intro="到日子自动出现在门户首页、专区和时节日历。当年日期按通知定，天气变化时可以打开或停下提醒，都要写原因。"
        actions={
          may && (
            <Button type="primary" onClick={() => setOpen({ form: "new" })}>
              新增
            </Button>
          )
        }
        list="/api/occasions"
        load={(query, signal) => read(client.GET("/api/occasions", { params: { query }, signal }))}
        rowKey={(row) => row.code}
        rowName={(row) => row.name}
        filters={[
          {
            kind: "choice",
            name: "kind",
            label: "类别",
            options: [
              { value: "campaign", label: "主题日、周、月" },
              { value: "season", label: "时节提醒" },
            ],
          },
        ]}
        columns={[
          { key: "name", title: "名称", render: (row) => row.name },
          {
            key: "now",
            title: "现在",
            render: (row) =>
              row.onUntil === null ? (
                <StatusMark tone="quiet">
                  {row.nextFrom === null ? "日期未定" : `下次 ${row.nextFrom}`}
                </StatusMark>
              ) : (
                <StatusMark tone="done">{`正在进行，到 ${row.onUntil}`}</StatusMark>
              ),
          },
          { key: "rule", title: "什么时候", render: (row) => row.ruleText },
          { key: "advice", title: "提醒的话", render: (row) => row.advice },
          {
            key: "audiences",
            title: "写给谁",
            hidden: true,
            render: (row) => row.audiences.map(audienceName).join("、"),
          },
          {
            key: "periods",
            title: "定过的日期",
            render: (row) => (
              <>
                {row.periods.slice(0, 3).map((period) => (
                  <p key={period.id}>
                    {periodText(period)}{" "}
                    {may && period.endedOn === null && (
                      <button
                        type="button"
                        className="link-button"
                        onClick={() => setOpen({ form: "end", row, period })}
                      >
                        结束<span className="visually-hidden">{`${row.name} ${period.startsOn} 这段`}</span>
                      </button>
                    )}
                  </p>
                ))}
              </>
            ),
          },
          {
            key: "source",
            title: "来源",
            hidden: true,
            render: (row) =>
              row.source === null
                ? ""
                : `${row.source.publisher}《${row.source.title}》${row.source.date ?? ""}`,
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              may && (
                <>
                  <Button size="small" onClick={() => setOpen({ form: "set", row })}>
                    定日期
                    <span className="visually-hidden">{row.name}</span>
                  </Button>{" "}
                  <Button size="small" onClick={() => setOpen({ form: "edit", row })}>
                    修改
                    <span className="visually-hidden">{row.name}</span>
                  </Button>
                </>
              ),
          },
        ]}
        empty={{ title: "还没有时节和主题日", hint: "系统启动时会写入一套标准的；也可以点“新增”。" }}
      />
      {open?.form === "new" && <OccasionEdit onClose={close} />}
      {open?.form === "edit" && <OccasionEdit row={open.row} onClose={close} />}
      {open?.form === "set" && <OccasionPeriodSet row={open.row} onClose={close} />}
      {open?.form === "end" && <OccasionPeriodEnd row={open.row} period={open.period} onClose={close} />}
    </>
  );
};
