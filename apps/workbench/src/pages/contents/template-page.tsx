import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useBeforeUnload, useNavigate, useParams } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem, type Problem } from "../../api/problem.ts";
import type { TemplateRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { LoadingPage } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { BodyFields } from "./body-fields.tsx";
import { Choice, Labelled } from "./body-inputs.tsx";
import { audienceOptions } from "./contents-words.ts";
import { type ContentBody, emptyBody } from "./text-document.ts";
import { TextEditor } from "./text-editor.tsx";

/** One template: what it is for, and the body a draft begins with. */
export const TemplatePage = () => {
  const { id = "" } = useParams();
  const isNew = id === "new";
  const query = useQuery({
    queryKey: ["/api/content-templates", id],
    enabled: !isNew,
    queryFn: ({ signal }) =>
      read(client.GET("/api/content-templates/{id}", { params: { path: { id } }, signal })),
    // Another reading while somebody types would change the ground under the words.
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <>
      <PageHead
        title={isNew ? "新建模板" : (query.data?.name ?? "模板")}
        crumbs={[{ label: "稿件模板", to: paths.templates }]}
        intro="提示写成〔待写：…〕。模板里不放图片、音频和视频。"
      />
      {isNew && <TemplateEditor template={undefined} />}
      {!isNew && query.isPending && <LoadingPage />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && <TemplateEditor key={query.data.id} template={query.data} />}
    </>
  );
};

const TemplateEditor = ({ template }: { template: TemplateRow | undefined }) => {
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [name, setName] = useState(template?.name ?? "");
  const [about, setAbout] = useState(template?.about ?? "");
  const [audience, setAudience] = useState<string>(template?.audience ?? "");
  const [body, setBody] = useState<ContentBody>(
    template === undefined ? emptyBody("article", "〔待写：标题〕") : (template.content as ContentBody), // the server's body is this type's source
  );
  const [dirty, setDirty] = useState(false);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const mayManage = permissionOf(me, "manageTemplates").ok;
  useBeforeUnload((event) => {
    if (dirty) event.preventDefault();
  });
  const touch = (): void => setDirty(true);
  const save = async (): Promise<void> => {
    setSaving(true);
    setProblem(undefined);
    const sent = {
      name,
      about,
      audience: audience === "" ? null : (audience as NonNullable<TemplateRow["audience"]>), // an option's value
      content: body as never, // the server checks the body
    };
    try {
      if (template === undefined)
        await write(
          client.POST("/api/content-templates", { params: { header: keyed(createKey()) }, body: sent }),
        );
      else
        await write(
          client.PUT("/api/content-templates/{id}", {
            params: { header: keyed(createKey()), path: { id: template.id } },
            body: { ...sent, baseRevision: template.revision },
          }),
        );
      setDirty(false);
      void queries.invalidateQueries({ queryKey: ["/api/content-templates"] });
      void message.success("模板保存好了");
      void navigate(paths.templates);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setSaving(false);
    }
  };
  return (
    <>
      {problem !== undefined && <ProblemView problem={problem} onRetry={() => void save()} />}
      <section className="panel">
        <h2>模板</h2>
        <div className="fields-row">
          <Labelled id="template-name" label="名称">
            <Input
              id="template-name"
              maxLength={40}
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                touch();
              }}
            />
          </Labelled>
          <Labelled id="template-audience" label="给哪个人群" hint="不选就是都可以用。">
            <Choice
              id="template-audience"
              value={audience}
              options={audienceOptions}
              onChange={(value) => {
                setAudience(value);
                touch();
              }}
            />
          </Labelled>
        </div>
        <Labelled id="template-about" label="什么时候用">
          <Input
            id="template-about"
            maxLength={120}
            value={about}
            onChange={(event) => {
              setAbout(event.target.value);
              touch();
            }}
          />
        </Labelled>
        <Button
          type="primary"
          disabled={!mayManage || saving || name.trim().length < 2}
          onClick={() => void save()}
        >
          {saving ? "正在保存" : "保存模板"}
        </Button>
        {name.trim().length < 2 && <p className="unknown">先给模板起个名称（至少 2 个字）。</p>}
      </section>
      <BodyFields
        body={body}
        change={(part) => {
          setBody((current) => ({ ...current, ...part }));
          touch();
        }}
        editor={
          <TextEditor
            initial={body.document}
            sourceCount={body.sources.length}
            onChange={(document) => {
              setBody((current) => ({ ...current, document }));
              touch();
            }}
          />
        }
      />
    </>
  );
};
