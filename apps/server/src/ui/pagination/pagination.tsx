import { Icon } from "#ui/icon/icon.tsx";

export type PaginationProps = {
  /** From 1. */
  page: number;
  pageCount: number;
  total: number;
  /** What is counted, with its measure word: 个站点, 条. */
  unit: string;
  href: (page: number) => string;
  /** Names it where a page has several. */
  label?: string;
};

/** First, last, the current and its neighbours; a gap stands for at least two pages, for one the page itself is shown. */
export function pagesToShow(page: number, pageCount: number): (number | "gap")[] {
  const near = new Set([1, pageCount, page - 1, page, page + 1].filter((n) => n >= 1 && n <= pageCount));
  const shown = [...near].sort((a, b) => a - b);
  return shown.flatMap((n, index) => {
    const before = shown[index - 1];
    if (before === undefined || n === before + 1) return [n];
    if (n === before + 2) return [n - 1, n];
    return ["gap" as const, n];
  });
}

export function Pagination({ page, pageCount, total, unit, href, label = "翻页" }: PaginationProps) {
  const summary = (
    <p class="pagination__summary">
      共 {total} {unit}
      {pageCount > 1 && `，第 ${page} 页，共 ${pageCount} 页`}
    </p>
  );
  if (pageCount <= 1) return summary;
  return (
    <nav class="pagination" aria-label={label}>
      {summary}
      <ul class="pagination__list">
        {page > 1 && (
          <li>
            <a class="pagination__step" href={href(page - 1)} rel="prev">
              <Icon name="back" />
              上一页
            </a>
          </li>
        )}
        {pagesToShow(page, pageCount).map((shown, index) =>
          shown === "gap" ? (
            <li class="pagination__gap" key={`gap-${index}`}>
              …
            </li>
          ) : (
            <li class="pagination__number" key={shown}>
              <a
                class="pagination__page"
                href={href(shown)}
                aria-current={shown === page ? "page" : undefined}
                aria-label={`第 ${shown} 页`}
              >
                {shown}
              </a>
            </li>
          ),
        )}
        {page < pageCount && (
          <li>
            <a class="pagination__step" href={href(page + 1)} rel="next">
              下一页
              <Icon name="forward" />
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}
