import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useNavigate } from "react-router";
import { client, keyed, write } from "../api/client.ts";
import { ActForm } from "../form/act-form.tsx";
import { ChoiceField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { UnitField } from "../form/unit-field.tsx";
import { audienceName, kindName, kindOptions } from "../pages/contents/contents-words.ts";
import { type ContentBody, emptyBody } from "../pages/contents/text-document.ts";
import { useTemplates } from "../pages/contents/use-topics.ts";
import { paths } from "../paths.ts";
import { PageHead } from "../shell/page-head.tsx";

const labels = { title: "标题", templateId: "模板", kind: "形式", unitId: "单位" };

export const ContentCreatePage = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const templates = useTemplates();
  const bodyOf = (title: string, kind: string, templateId: string): ContentBody => {
    const template = templates.find((one) => one.id === templateId);
    return template === undefined ? emptyBody(kind, title) : { ...(template.content as ContentBody), title }; // the server's body is this type's source
  };
  return (
    <>
      <PageHead
        title="写新稿"
        crumbs={[{ label: "稿件与审校", to: paths.contents }]}
        intro="先定标题，再选模板或形式，草稿建好后接着写正文、来源和各种样式。"
      />
      <div className="panel form-panel">
        <ActForm
          name="content-create"
          labels={labels}
          initial={{ kind: "article" }}
          submitLabel="建草稿"
          onCancel={() => void navigate(paths.contents)}
          send={({ body, key }) =>
            write(
              client.POST("/api/contents", {
                params: { header: keyed(key) },
                body: {
                  unitId: textOf(body, "unitId"),
                  content: bodyOf(
                    textOf(body, "title"),
                    textOf(body, "kind"),
                    textOf(body, "templateId"),
                  ) as never, // the server checks the body
                },
              }),
            )
          }
          onDone={(made) => {
            void queries.invalidateQueries({ queryKey: ["/api/contents"] });
            void message.success("草稿建好了");
            void navigate(paths.contentEdit(made.contentId));
          }}
        >
          <TextField name="title" label={labels.title} required maxLength={60} />
          <ChoiceField
            name="templateId"
            label={labels.templateId}
            options={templates.map((template) => ({
              value: template.id,
              label: `${template.name}（${kindName(template.kind)}${template.audience === null ? "" : `，${audienceName(template.audience)}`}）`,
            }))}
            hint="选了模板，草稿里先有小标题和提示；形式以模板为准。不选就从空白写起。"
          />
          <ChoiceField name="kind" label={labels.kind} required options={kindOptions} />
          <UnitField name="unitId" label={labels.unitId} hint="以哪个单位的名义发布。" />
        </ActForm>
      </div>
    </>
  );
};
