import { App, Button } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { HoursRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { hoursStatusOptions, hoursTone, minutesText } from "./team-words.ts";

/** Service hours, one kind at a time: there is no list and no sum of both. */
export const HoursPage = () => {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [search] = useSearchParams();
  const isAdded = search.get("kind") === "added";
  const mayDecide = permissionOf(me, "addHours").ok;
  const decide = async (row: HoursRow, decision: "approve" | "refuse"): Promise<void> => {
    const params = { header: keyed(createKey()), path: { id: row.id } };
    try {
      await (decision === "approve"
        ? write(client.POST("/api/service-hours/{id}/approve", { params }))
        : write(client.POST("/api/service-hours/{id}/refuse", { params })));
      void message.success(decision === "approve" ? "已同意，时长算数了" : "没有同意，时长不算");
      void queries.invalidateQueries({ queryKey: ["/api/service-hours"] });
    } catch (thrown) {
      void message.error(asProblem(thrown).message);
    }
  };
  return (
    <ListPage<HoursRow>
      title="服务时长"
      intro="签到记的和补录的分开看，永远不加在一起。补录要写原因，再由另一个人同意。"
      list="/api/service-hours"
      load={(query, signal) =>
        read(
          client.GET("/api/service-hours", {
            params: { query: { ...query, kind: isAdded ? "added" : "credited" } },
            signal,
          }),
        )
      }
      rowKey={(row) => row.id}
      rowName={(row) => `${row.name} ${row.day}`}
      defaults={{ filters: { kind: "credited" } }}
      filters={[
        {
          kind: "choice",
          name: "kind",
          label: "哪一种",
          options: [
            { value: "credited", label: "签到记的" },
            { value: "added", label: "补录的" },
          ],
        },
        { kind: "choice", name: "status", label: "状态", options: hoursStatusOptions },
      ]}
      columns={[
        { key: "name", title: "志愿者", render: (row) => row.name },
        {
          key: "team",
          title: "服务队",
          render: (row) => <Link to={paths.team(row.teamId)}>{row.teamName}</Link>,
        },
        { key: "day", title: "哪天", wrap: "never", render: (row) => row.day },
        { key: "minutes", title: "时长", align: "right", render: (row) => minutesText(row.minutes) },
        { key: "reason", title: "补录原因", render: (row) => row.reason ?? "签到签退" },
        { key: "flags", title: "请看一看", render: (row) => row.flags.join("；") },
        {
          key: "status",
          title: "状态",
          render: (row) => <StatusMark tone={hoursTone(row.status)}>{row.statusName}</StatusMark>,
        },
        {
          key: "next",
          title: "下一步",
          render: (row) =>
            mayDecide &&
            row.status === "proposed" && (
              <>
                <Button size="small" onClick={() => void decide(row, "approve")}>
                  同意{row.name}的时长
                </Button>
                <Button size="small" onClick={() => void decide(row, "refuse")}>
                  不同意{row.name}的时长
                </Button>
              </>
            ),
        },
      ]}
      empty={{ title: "没有服务时长", hint: "志愿者签到签退后自动记上；忘了签到的，在服务队页面补录。" }}
    />
  );
};
