import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { client, read } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { FactsList } from "../../detail/facts-list.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";

/** Name, phone and address: read only when asked for, and each reading stands in the audit. */
export const ContactReveal = ({ orderId }: { orderId: string }) => {
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ["/api/orders", orderId, "contact"],
    queryFn: ({ signal }) =>
      read(client.GET("/api/orders/{id}/contact", { params: { path: { id: orderId } }, signal })),
    enabled: open,
  });
  if (!open)
    return (
      <section className="panel">
        <h2>联系方式</h2>
        <p>姓名、电话和地址要用时再看，每次查看都会记下来。</p>
        <Button onClick={() => setOpen(true)}>查看联系方式</Button>
      </section>
    );
  if (query.isError)
    return <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  const view = query.data;
  return (
    <FactsList
      title="联系方式"
      facts={[
        ["称呼", view?.name],
        ["电话", view?.phone],
        ["地址", view?.address],
        ["谁点的", view?.orderedBy],
        ...(view?.onBehalfOf === null || view?.onBehalfOf === undefined
          ? []
          : [["替谁点的", view.onBehalfOf] as const]),
      ]}
    />
  );
};
