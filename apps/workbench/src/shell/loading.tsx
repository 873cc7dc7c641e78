import { Skeleton } from "antd";

/** The shape of a page before its first data, so that nothing jumps. */
export const LoadingPage = () => (
  <output className="loading" aria-label="正在打开">
    <Skeleton active={false} paragraph={{ rows: 8 }} title={{ width: 240 }} />
  </output>
);

/** The shape of a table of about as many rows as will come. */
export const LoadingRows = ({ rows = 8 }: { rows?: number }) => (
  <output className="loading-rows" aria-label="正在读取列表">
    {Array.from({ length: rows }, (_, row) => (
      <span key={row} className="loading-row" />
    ))}
  </output>
);
