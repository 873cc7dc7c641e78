import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useParams } from "react-router";
import { asProblem } from "../../api/problem.ts";
import { readVersion, type VersionView } from "./read-version.ts";
import { paths } from "../../paths.ts";
import { LoadingPage } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { timeText } from "../../time-text.ts";
import { audienceName, kindName, renditionOptions } from "./contents-words.ts";

const decisionText = { wrote: "撰写", passed: "通过", returned: "退回" } as const;
const renditionNames = new Map<string, string>(
  renditionOptions.map((option) => [option.value, option.label]),
);

/** The review sheet (审校单): who signed which words, one A4 to print or to save as PDF. */
export const ReviewSheetPage = () => {
  const { id = "" } = useParams();
  const query = useQuery({
    queryKey: ["/api/contents", id],
    queryFn: ({ signal }) => readVersion(id, signal),
  });
  return (
    <>
      <PageHead
        title="审校单"
        crumbs={[
          { label: "稿件与审校", to: paths.contents },
          { label: query.data?.content.title ?? "稿件", to: paths.content(id) },
        ]}
        actions={
          <>
            {query.isSuccess && (
              <Button
                type="primary"
                href={`/api/content-versions/${query.data.id}/review-sheet.pdf`}
                download
              >
                下载 PDF
              </Button>
            )}
            <Button onClick={() => globalThis.print()}>打印这一页</Button>
          </>
        }
      />
      {query.isPending && <LoadingPage />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && <Sheet version={query.data} />}
    </>
  );
};

const Sheet = ({ version }: { version: VersionView }) => (
  <section className="panel review-sheet">
    <h2>{version.content.title}</h2>
    <table>
      <tbody>
        <tr>
          <th scope="row">编号、版本</th>
          <td>
            {version.no} 号，第 {version.versionNo} 版，第 {version.roundNo} 轮审校
          </td>
        </tr>
        <tr>
          <th scope="row">形式、人群</th>
          <td>
            {kindName(version.content.kind)}，{version.content.audiences.map(audienceName).join("、")}
          </td>
        </tr>
        <tr>
          <th scope="row">单位</th>
          <td>{version.unitName}</td>
        </tr>
        <tr>
          <th scope="row">状态</th>
          <td>
            {version.statusName}
            {version.publishedAt !== null && `，发布于 ${timeText(version.publishedAt)}`}
          </td>
        </tr>
        <tr>
          <th scope="row">文字校验码</th>
          <td className="mono hash">{version.contentHash ?? "还没有送审"}</td>
        </tr>
      </tbody>
    </table>
    <table>
      <caption>签字</caption>
      <thead>
        <tr>
          <th scope="col">轮次</th>
          <th scope="col">环节</th>
          <th scope="col">姓名</th>
          <th scope="col">结论</th>
          <th scope="col">时间</th>
          <th scope="col">看过的样式、意见</th>
          <th scope="col">签的文字</th>
        </tr>
      </thead>
      <tbody>
        {version.steps.map((step) => (
          <tr key={step.id}>
            <td>{step.stage === "author" ? "" : step.roundNo}</td>
            <td>{step.stageName}</td>
            <td>
              {step.personName}
              {step.expertTitle !== undefined && `（${step.expertTitle}）`}
            </td>
            <td>{decisionText[step.decision]}</td>
            <td>{timeText(step.decidedAt)}</td>
            <td>
              {step.renditions.map((form) => renditionNames.get(form) ?? form).join("、")}
              {step.reason !== null && ` ${step.reason}`}
            </td>
            <td className="mono">{step.contentHash?.slice(0, 12) ?? ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <p className="unknown">
      发布的文字与审校签过的文字是同一个校验码；每个签字都记在存证账本里，可以独立核对。
    </p>
  </section>
);
