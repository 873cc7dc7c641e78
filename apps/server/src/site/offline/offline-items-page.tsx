import { toArticlePath } from "#modules/contents/index.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";

/** The list that the island draws; without it, words. */
export const OfflineList = ({ id }: { id: string }) => (
  <section aria-labelledby={id}>
    <SectionHead title="存在这台设备上的" id={id} />
    <div data-offline-list>
      <p>这里要用 JavaScript。没有的话，可以把文章打印出来。</p>
    </div>
  </section>
);

/** 离线看的文章: what lies on this device, and the place where one more is put there. */
export function OfflineItemsPage({ item }: { item: { no: number; title: string } | undefined }) {
  return (
    <div class="stack">
      <h1>{item === undefined ? "离线看的文章" : "离线保存"}</h1>
      {item === undefined ? (
        <p class="lead">存下的文章没有网也能看、能听。有网时会自动核对：撤下的删掉，改过的换新。</p>
      ) : (
        <>
          <p class="lead">《{item.title}》</p>
          <p>
            <span aria-live="polite" data-offline-save={String(item.no)}>
              这台设备现在存不了：要用 JavaScript。可以把文章打印出来。
            </span>
          </p>
          <p>
            <LinkButton href={toArticlePath(item.no)} variant="secondary">
              回到文章
            </LinkButton>
          </p>
        </>
      )}
      <OfflineList id="offline-items" />
      <p class="small">文章只存在这台设备里，别的设备看不到。和别人共用的设备，用完请取下。</p>
    </div>
  );
}
