import { Button } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { client, keyed, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { OrganisationView } from "../../api/views.ts";
import { ProblemView } from "../../shell/problem-view.tsx";

/** The contact person is masked until somebody needs to call; that reading is on record (个人信息查阅留痕). */
export const ContactReveal = ({ organisation }: { organisation: OrganisationView }) => {
  const [key] = useState(createKey);
  const open = useMutation({
    mutationFn: () =>
      write(
        client.POST("/api/organisations/{id}/contact", {
          params: { header: keyed(key), path: { id: organisation.id } },
        }),
      ),
  });
  const shown = open.data ?? organisation.contact;
  return (
    <section className="panel">
      <h2>联系人</h2>
      <dl className="facts-list" aria-live="polite">
        <div>
          <dt>姓名与电话</dt>
          <dd>
            {shown.name} · {shown.phone}
          </dd>
        </div>
      </dl>
      {open.isError && <ProblemView problem={asProblem(open.error)} onRetry={() => open.mutate()} />}
      {open.data === undefined && (
        <p>
          <Button onClick={() => open.mutate()} loading={open.isPending}>
            查看完整姓名和电话
          </Button>{" "}
          <span className="unknown">查看会被记录。</span>
        </p>
      )}
    </section>
  );
};
