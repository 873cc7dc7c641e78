import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button } from "antd";
import { useState, type FormEvent } from "react";
import { Link, useSearchParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import { multipart } from "../../form/file-field.tsx";
import { refuseSheet, SheetField } from "../../form/sheet-field.tsx";
import { paths } from "../../paths.ts";
import { LoadingRows } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { ImportPreview } from "./import-preview.tsx";

/** Choose a file → see every row with its errors → apply. Nothing is written before the last step. */
export const UnitImportPage = () => {
  const [search] = useSearchParams();
  const importId = search.get("import") ?? undefined;
  return (
    <>
      <PageHead
        title="从表格导入单位"
        crumbs={[{ label: "组织架构", to: paths.units }]}
        intro="接受 .xlsx 和 .csv，第一行是列名。先逐行检查，确认后才写入。"
      />
      <ol className="steps">
        <li aria-current={importId === undefined ? "step" : undefined}>选择文件</li>
        <li aria-current={importId === undefined ? undefined : "step"}>检查并确认</li>
      </ol>
      {importId === undefined ? <ChooseFile /> : <CheckAndApply importId={importId} />}
    </>
  );
};

const ChooseFile = () => {
  const [, setSearch] = useSearchParams();
  const [file, setFile] = useState<File>();
  const [refusal, setRefusal] = useState<string>();
  const [key, setKey] = useState(createKey);
  const upload = useMutation({
    mutationFn: async (chosen: File) =>
      write(
        client.POST("/api/imports/units", {
          params: { header: keyed(key) },
          ...multipart({ file: chosen }),
        }),
      ),
    onSuccess: (made) => setSearch({ import: made.importId }),
  });
  const choose = (chosen: File | undefined): void => {
    setKey(createKey());
    upload.reset();
    setFile(chosen);
    setRefusal(chosen === undefined ? undefined : refuseSheet(chosen));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (file !== undefined && refusal === undefined) upload.mutate(file);
    else setRefusal(refuseSheet(file));
  };
  return (
    <form className="panel act-form stack" onSubmit={submit} noValidate>
      {upload.isError && (
        <ProblemView
          problem={asProblem(upload.error)}
          onRetry={() => file !== undefined && upload.mutate(file)}
        />
      )}
      <SheetField label="单位表格（不超过 5 MB）" refusal={refusal} onChoose={choose} />
      <p className="unknown">
        列名：单位名称、类别、上级单位、区划代码、站点级别、上级站点、电话、地址、开放时间、说明、启用日期。
      </p>
      <p>
        下载空白模板：
        <a href="/api/imports/units/template.xlsx" download>
          Excel（.xlsx）
        </a>
        {" · "}
        <a href="/api/imports/units/template.csv" download>
          CSV
        </a>
      </p>
      <div className="form-buttons">
        <Button type="primary" htmlType="submit" loading={upload.isPending}>
          {upload.isPending ? "正在检查" : "检查这个文件"}
        </Button>
      </div>
    </form>
  );
};

const CheckAndApply = ({ importId }: { importId: string }) => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [, setSearch] = useSearchParams();
  const [key] = useState(createKey);
  const query = useQuery({
    queryKey: ["/api/imports", importId],
    queryFn: ({ signal }) =>
      read(client.GET("/api/imports/{id}", { params: { path: { id: importId } }, signal })),
  });
  const apply = useMutation({
    mutationFn: () =>
      write(
        client.POST("/api/imports/{id}/apply", { params: { header: keyed(key), path: { id: importId } } }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["/api/units"] });
      void queries.invalidateQueries({ queryKey: ["/api/units/tree"] });
      void queries.invalidateQueries({ queryKey: ["/api/imports", importId] });
      void message.success("已写入组织架构");
    },
  });
  if (query.isPending) return <LoadingRows />;
  if (query.isError)
    return <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  const { counts, fileErrors, ignoredColumns, rows, status } = query.data;
  const bad = counts.error + fileErrors.length;
  const good = counts.create + counts.update;
  const again = (
    <Button onClick={() => setSearch({})} disabled={apply.isPending}>
      换一个文件
    </Button>
  );
  if (apply.isSuccess || status === "applied")
    return (
      <Alert
        type="success"
        showIcon
        title={`已写入 ${good} 个单位`}
        description={<Link to={paths.units}>打开组织架构</Link>}
      />
    );
  return (
    <div className="stack">
      {apply.isError && <ProblemView problem={asProblem(apply.error)} onRetry={() => apply.mutate()} />}
      <Alert
        type={bad === 0 ? "success" : "warning"}
        showIcon
        title={
          bad === 0
            ? `没有错误：新增 ${counts.create} 个，更新 ${counts.update} 个，${counts.unchanged} 个不变`
            : `有 ${bad} 处错误，现在还不能写入`
        }
        description={
          <>
            <p>
              {bad === 0
                ? "请看一遍下面的内容，确认后写入。"
                : "请在表格里改好标出的行，再上传一次。有错时一行也不会写入。"}
            </p>
            {fileErrors.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            {ignoredColumns.length > 0 && <p>没有用到的列：{ignoredColumns.join("、")}</p>}
          </>
        }
      />
      <div className="row-buttons">
        {bad === 0 && good > 0 && (
          <Button type="primary" onClick={() => apply.mutate()} loading={apply.isPending}>
            {apply.isPending ? "正在写入" : `写入 ${good} 个单位`}
          </Button>
        )}
        {again}
      </div>
      <ImportPreview rows={rows} />
    </div>
  );
};
