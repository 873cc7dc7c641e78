import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import type { PersonRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { personStatusTone, roleOptions } from "./person-words.ts";

/** People with their roles; names and numbers are masked here, the full name stands on the person's page and is on record. */
export const PeoplePage = () => {
  const me = useMe();
  return (
    <ListPage<PersonRow>
      title="人员与岗位"
      intro="姓名和手机号在列表里隐去一部分；打开个人页会显示姓名，并留下查阅记录。"
      actions={permissionOf(me, "createPerson").ok && <Link to={paths.personNew}>新增人员</Link>}
      list="/api/people"
      load={(query, signal) => read(client.GET("/api/people", { params: { query: query as never }, signal }))} // the filters below are the contract's
      exportPath="/api/people/export.xlsx"
      rowKey={(row) => row.id}
      rowName={(row) => row.name}
      rowTo={(row) => paths.person(row.id)}
      searchHint="完整姓名、完整手机号或账号名开头"
      filters={[
        { kind: "choice", name: "role", label: "岗位", options: roleOptions },
        {
          kind: "choice",
          name: "status",
          label: "状态",
          options: [
            { value: "active", label: "在用" },
            { value: "disabled", label: "已停用" },
          ],
        },
        { kind: "carried", name: "unit", label: "单位" },
      ]}
      columns={[
        { key: "name", title: "姓名", render: (row) => row.name },
        { key: "phone", title: "手机号", render: (row) => row.maskedPhone ?? "没有登记" },
        {
          key: "roles",
          title: "岗位",
          render: (row) =>
            row.roles.length === 0 ? (
              <span className="unknown">没有岗位</span>
            ) : (
              <ul className="cell-list">
                {row.roles.map((role) => (
                  <li key={`${role.role} ${role.unitName}`}>
                    {role.roleName} · {role.unitName}
                  </li>
                ))}
              </ul>
            ),
        },
        {
          key: "status",
          title: "状态",
          render: (row) => <StatusMark tone={personStatusTone(row.status)}>{row.statusName}</StatusMark>,
        },
        { key: "createdAt", title: "登记时间", sort: "createdAt", render: (row) => timeText(row.createdAt) },
      ]}
      empty={{ title: "您负责的范围内还没有人员", hint: "先新增人员，再授予岗位。" }}
    />
  );
};
