import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { TableScroll } from "../../detail/table-scroll.tsx";
import { ChainMinimum } from "../../forms/chain-minimum.tsx";
import { PitchCreate } from "../../forms/pitch-create.tsx";
import { paths } from "../../paths.ts";
import { LoadingPage } from "../../shell/loading.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { audienceOptions } from "./contents-words.ts";

/** Topic × audience: how many items are out. An empty cell is one click from a pitch. */
export const GapsPage = () => {
  const [pitch, setPitch] = useState<{ topic: string; audience: string }>();
  const query = useQuery({
    queryKey: ["/api/content-gaps"],
    queryFn: ({ signal }) => read(client.GET("/api/content-gaps", { signal })),
  });
  const countOf = (topic: string, audience: string): number =>
    (query.data?.cells ?? [])
      .filter((cell) => cell.topic === topic && cell.audience === audience)
      .reduce((sum, cell) => sum + cell.count, 0);
  const chainOf = (topic: string) => query.data?.chains.find((chain) => chain.topic === topic);
  return (
    <>
      <PageHead
        title="缺口与选题"
        intro="每格是已发布的篇数。空格子说明这个人群还看不到这个主题，点一下就能提选题。"
        actions={
          <Link to={paths.pitches}>
            <Button>看全部选题</Button>
          </Link>
        }
      />
      {query.isPending && <LoadingPage />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <section className="panel">
          <ChainMinimum minimum={query.data.chainMinimum} chains={query.data.chains} />
          <TableScroll>
            <table className="gap-grid">
              <caption>主题 × 人群，已发布的篇数</caption>
              <thead>
                <tr>
                  <th scope="col">主题</th>
                  {audienceOptions.map((audience) => (
                    <th key={audience.value} scope="col">
                      {audience.label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {query.data.topics.map((topic) => (
                  <tr key={topic.code}>
                    <th scope="row">
                      {topic.name}
                      {(chainOf(topic.code)?.count ?? Number.POSITIVE_INFINITY) < query.data.chainMinimum && (
                        <span className="chain-short">
                          产业链只有 {chainOf(topic.code)?.count} 篇，还差{" "}
                          {query.data.chainMinimum - (chainOf(topic.code)?.count ?? 0)} 篇
                        </span>
                      )}
                    </th>
                    {audienceOptions.map((audience) => {
                      const count = countOf(topic.code, audience.value);
                      return (
                        <td key={audience.value} className={count === 0 ? "gap-empty" : "gap-filled"}>
                          {count > 0 ? (
                            <Link
                              to={`${paths.contents}?status=published&topic=${topic.code}&audience=${audience.value}`}
                            >
                              {count}
                            </Link>
                          ) : (
                            <Button
                              size="small"
                              type="text"
                              aria-label={`为${audience.label}提一个“${topic.name}”的选题`}
                              onClick={() => setPitch({ topic: topic.code, audience: audience.value })}
                            >
                              缺
                            </Button>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </section>
      )}
      {pitch !== undefined && <PitchCreate initial={pitch} onClose={() => setPitch(undefined)} />}
    </>
  );
};
