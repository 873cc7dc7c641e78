import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ChoiceField, DayField } from "../../form/fields.tsx";
import { UnitField } from "../../form/unit-field.tsx";
import { multipart } from "../../form/file-field.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { EmptyState } from "../../shell/empty-state.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { FileField } from "./file-field.tsx";
import { PlanAct } from "./plan-act.tsx";
import { levelOptions, progressTone } from "./plan-words.ts";

const labels = {
  unitId: "哪个单位的",
  level: "哪一级",
  validFrom: "有效期从",
  validTo: "有效期到",
  file: "文件",
};

/** The file is read into a draft; nothing counts before somebody chooses tasks and lets it begin. */
const PlanImport = ({ onClose }: { onClose: () => void }) => {
  const [file, setFile] = useState<File>();
  return (
    <PlanAct
      title="导入方案"
      intro="系统把原文读成条款树，列出编号等疑点，成为草稿。选好任务、配好单位后再开始施行。"
      name="plan-import"
      labels={labels}
      initial={{ level: "district" }}
      submitLabel="读成草稿"
      said="已读成草稿，请打开它选任务"
      onClose={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/plan-documents", {
            params: { header: keyed(key) },
            ...multipart({ ...body, file }),
          }),
        )
      }
    >
      <FileField
        label="方案文件（.docx、.txt、.md，不超过 20 MB）"
        accept=".docx,.txt,.md"
        onChoose={setFile}
      />
      <UnitField name="unitId" label={labels.unitId} />
      <ChoiceField name="level" label={labels.level} required options={levelOptions} />
      <DayField name="validFrom" label={labels.validFrom} hint="原文写了就不用填。" />
      <DayField name="validTo" label={labels.validTo} hint="原文写了就不用填。" />
    </PlanAct>
  );
};

/** Plans and upper documents with their dates and states. */
export const PlansPage = () => {
  const may = permissionOf(useMe(), "managePlans").ok;
  const [importing, setImporting] = useState(false);
  const query = useQuery({
    queryKey: ["/api/plan-documents"],
    queryFn: ({ signal }) => read(client.GET("/api/plan-documents", { signal })),
  });
  return (
    <>
      <PageHead
        title="方案"
        intro="本区方案和它依据的上级文件。进展由各处的记录算出，没有一个数字是填报的。"
        actions={
          may && (
            <Button type="primary" onClick={() => setImporting(true)}>
              导入方案
            </Button>
          )
        }
      />
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState
          title="还没有方案"
          hint="督导员点“导入方案”，选 Word 或文本文件；也可以用命令 kepu plan import。"
        />
      )}
      {query.isSuccess && query.data.rows.length > 0 && (
        <TableScroll>
          <table className="plain-table">
            <caption className="table-caption">方案与上级文件</caption>
            <thead>
              <tr>
                <th scope="col">名称</th>
                <th scope="col">级别</th>
                <th scope="col">状态</th>
                <th scope="col">有效期</th>
                <th scope="col">文号</th>
                <th scope="col" className="number">
                  任务
                </th>
              </tr>
            </thead>
            <tbody>
              {query.data.rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <Link to={paths.plan(row.id)} data-row-link="">
                      {row.title}
                    </Link>
                    {row.version > 1 && `（第 ${row.version} 期）`}
                  </th>
                  <td>{row.levelName}</td>
                  <td>
                    <StatusMark tone={progressTone(row.status)}>{row.statusName}</StatusMark>
                  </td>
                  <td>
                    {row.validFrom === null ? "没有写" : `${row.validFrom} 至 ${row.validTo ?? "长期"}`}
                  </td>
                  <td>{row.documentNo ?? ""}</td>
                  <td className="number">{row.taskCount}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {importing && <PlanImport onClose={() => setImporting(false)} />}
    </>
  );
};
