import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { client, keyed, read, write } from "../api/client.ts";
import { ActForm } from "../form/act-form.tsx";
import { TextField } from "../form/fields.tsx";
import { FileField, multipart } from "../form/file-field.tsx";
import { textOf } from "../form/form-errors.ts";
import { UnitField } from "../form/unit-field.tsx";
import { type DraftItem, emptyItem, ItemsField, toItems } from "../pages/assessments/items-field.tsx";
import { paths } from "../paths.ts";
import { PageHead } from "../shell/page-head.tsx";

const labels = { unitId: "由哪个单位考核", code: "代码", title: "名称", items: "项目", file: "项目表" };

/** The items come from a table; the same rule refuses what the editor would. */
const importTable = (values: Readonly<Record<string, unknown>>, key: string) =>
  write(
    client.POST("/api/score-schemes/import", {
      params: { header: keyed(key) },
      ...multipart(values),
    }),
  );

/** The scheme editor: a new scheme, or the next version under the same code. */
export const SchemeDraftPage = () => {
  const navigate = useNavigate();
  const query = useQuery({
    queryKey: ["/api/score-schemes", "kinds"],
    queryFn: ({ signal }) => read(client.GET("/api/score-schemes", { signal })),
  });
  return (
    <>
      <PageHead
        title="起草评分办法"
        intro="只考核结果：系统里的事实，或现场看到的。点赞、转发、投票、登录、学习时长不得作为考核内容，写了会被拒绝，并告诉您依据哪条规定。"
        crumbs={[{ label: "评分办法", to: paths.scoreSchemes }]}
      />
      <ActForm
        name="scheme-draft"
        labels={labels}
        initial={{ items: [emptyItem] }}
        submitLabel="保存草稿"
        send={({ body, values, key }) => {
          const { items, ...rest } = values;
          if (rest["file"] instanceof File) return importTable(rest, key);
          return write(
            client.POST("/api/score-schemes", {
              params: { header: keyed(key) },
              body: {
                unitId: textOf(body, "unitId"),
                code: textOf(body, "code"),
                title: textOf(body, "title"),
                items: toItems((items ?? []) as readonly DraftItem[]), // the field's own type
              },
            }),
          );
        }}
        onDone={({ id }) => void navigate(paths.scoreScheme(id))}
      >
        <UnitField name="unitId" label="由哪个单位考核" />
        <TextField
          name="code"
          label="代码"
          required
          maxLength={31}
          hint="小写字母、数字、短横，例如 street-yearly。同一代码再起草，就是下一版。"
        />
        <TextField name="title" label="名称" required hint="至少 4 个字。" />
        <FileField
          name="file"
          label={labels.file}
          accept=".xlsx,.csv"
          hint="已经有 .xlsx 或 .csv 的，选上就不用在下面写；列名和导出的项目表一样。"
        />
        <ItemsField factKinds={query.data?.factKinds ?? []} />
      </ActForm>
    </>
  );
};
