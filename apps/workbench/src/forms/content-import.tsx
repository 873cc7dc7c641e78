import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { client, keyed, write } from "../api/client.ts";
import { ActForm } from "../form/act-form.tsx";
import { FileField, multipart } from "../form/file-field.tsx";
import { UnitField } from "../form/unit-field.tsx";
import { paths } from "../paths.ts";
import { PageHead } from "../shell/page-head.tsx";

const labels = { file: "文件", unitId: "单位" };

type Made = { contentId: string; contentNo: number; title: string; lost: string[] };

/** What a file became: the draft to open, and every thing of it that was not kept. */
const MadePanel = ({ made }: { made: Made }) => (
  <div className="panel" aria-live="polite">
    <p>
      存成了草稿 {made.contentNo}：<Link to={paths.contentEdit(made.contentId)}>{made.title}</Link>
    </p>
    {made.lost.length === 0 ? (
      <p>文件里的内容都保留了。</p>
    ) : (
      <>
        <p>有 {made.lost.length} 处没能保留，请打开草稿补上：</p>
        <ul>
          {made.lost.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </>
    )}
  </div>
);

/** A Word or Markdown file becomes a draft; what it holds beyond that is said sentence by sentence. */
export const ContentImportPage = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [made, setMade] = useState<readonly Made[]>([]);
  return (
    <>
      <PageHead
        title="从文件导入"
        crumbs={[{ label: "稿件与审校", to: paths.contents }]}
        intro="一次一个文件，存成草稿，和新写的一样要三审三校。Word 里的图片一起存；没能保留的，逐处说明。"
      />
      {made.map((one) => (
        <MadePanel key={one.contentId} made={one} />
      ))}
      <div className="panel form-panel">
        <ActForm<Made>
          // The form begins anew, with a key of its own, for the next file.
          key={made.length}
          name="content-import"
          labels={labels}
          submitLabel="存成草稿"
          onCancel={() => void navigate(paths.contents)}
          send={({ values, key }) =>
            write(
              client.POST("/api/content-imports", {
                params: { header: keyed(key) },
                ...multipart(values),
              }),
            )
          }
          onDone={(result) => {
            setMade([result, ...made]);
            void queries.invalidateQueries({ queryKey: ["/api/contents"] });
          }}
        >
          <FileField
            name="file"
            label={labels.file}
            required
            accept=".docx,.md,.markdown"
            hint="Word（.docx）或 Markdown（.md，UTF-8），20 MB 以内。Markdown 旁边的图片请进草稿后再上传。"
          />
          <UnitField name="unitId" label={labels.unitId} hint="以哪个单位的名义发布。" />
        </ActForm>
      </div>
    </>
  );
};
