import { client, keyed, read, write } from "../../api/client.ts";
import type { OrganisationRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { organisationKindOptions, statusOptions, statusTone } from "./organisation-words.ts";

/** Those that wait for us: what a reviewer sees first. */
const waiting = "submitted,under_review";

/** The verification queue (六类主体自主登记): the oldest waiting application first. */
export const OrganisationsPage = () => {
  const me = useMe();
  return (
    <ListPage<OrganisationRow>
      title="组织核验"
      intro="高校、科研院所、企业、基层组织、科学共同体和社会团体自己登记，由所在街镇核实后才能发布服务。"
      list="/api/organisations"
      load={(query, signal) => read(client.GET("/api/organisations", { params: { query }, signal }))}
      exportPath="/api/organisations/export.xlsx"
      rowKey={(row) => row.id}
      rowName={(row) => row.name}
      rowTo={(row) => paths.organisation(row.id)}
      searchHint="名称、受理编号或统一社会信用代码"
      defaults={{ filters: { status: waiting }, sort: "createdAt" }}
      filters={[
        {
          kind: "choice",
          name: "status",
          label: "状态",
          options: [{ value: waiting, label: "等待核验" }, ...statusOptions],
        },
        { kind: "choice", name: "kind", label: "类型", options: organisationKindOptions },
        {
          kind: "choice",
          name: "nonProfit",
          label: "公益机构",
          options: [{ value: "yes", label: "只看非营利" }],
        },
        {
          kind: "carried",
          name: "unit",
          label: "单位",
          text: me.grants.find((grant) => location.search.includes(grant.unitId))?.unitName,
        },
      ]}
      columns={[
        { key: "name", title: "名称", sort: "name", render: (row) => row.name },
        { key: "kind", title: "类型", render: (row) => row.kindName },
        {
          key: "status",
          title: "状态",
          sort: "status",
          render: (row) => <StatusMark tone={statusTone(row.status)}>{row.statusName}</StatusMark>,
        },
        { key: "home", title: "所在街镇", render: (row) => row.homeUnitName },
        { key: "createdAt", title: "提交时间", sort: "createdAt", render: (row) => timeText(row.createdAt) },
        {
          key: "receiptNo",
          title: "受理编号",
          render: (row) => <span className="mono">{row.receiptNo}</span>,
        },
        {
          key: "changed",
          title: "状态更新",
          sort: "statusChangedAt",
          hidden: true,
          render: (row) => timeText(row.statusChangedAt),
        },
        { key: "nonProfit", title: "非营利", hidden: true, render: (row) => (row.nonProfit ? "是" : "否") },
      ]}
      batch={
        permissionOf(me, "reviewOrganisations").ok
          ? [
              {
                label: "开始审核",
                refusal: (row) =>
                  row.status === "submitted"
                    ? undefined
                    : `现在是“${row.statusName}”，只有“已提交”的可以开始审核`,
                run: (row, { key }) =>
                  write(
                    client.POST("/api/organisations/{id}/review", {
                      params: { header: keyed(key), path: { id: row.id } },
                    }),
                  ),
              },
              {
                label: "退回补正",
                reasonLabel: "退回原因（申请人会看到，至少 5 个字）",
                refusal: (row) =>
                  row.status === "submitted" || row.status === "under_review"
                    ? undefined
                    : `现在是“${row.statusName}”，不能退回`,
                run: (row, { key, reason }) =>
                  write(
                    client.POST("/api/organisations/{id}/return", {
                      params: { header: keyed(key), path: { id: row.id } },
                      body: { reason },
                    }),
                  ),
              },
            ]
          : []
      }
      empty={{ title: "没有等待核验的组织", hint: "新的登记会自动出现在这里，并进入“等我办的事”。" }}
    />
  );
};
