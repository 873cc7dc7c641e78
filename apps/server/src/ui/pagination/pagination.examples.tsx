import type { ComponentExamples } from "#ui/example.ts";
import { Pagination } from "./pagination.tsx";

const href = (page: number): string => `/example?page=${page}`;

export const paginationExamples: ComponentExamples = {
  component: "Pagination",
  purpose: "长列表翻页。手机和长辈版只有“上一页、下一页”。",
  examples: [
    {
      name: "中间一页",
      render: () => <Pagination page={6} pageCount={12} total={236} unit="个站点" href={href} />,
    },
    {
      name: "第一页",
      render: () => (
        <Pagination label="另一个翻页" page={1} pageCount={3} total={52} unit="个站点" href={href} />
      ),
    },
    {
      name: "只有一页",
      render: () => <Pagination page={1} pageCount={1} total={8} unit="个站点" href={href} />,
    },
  ],
};
