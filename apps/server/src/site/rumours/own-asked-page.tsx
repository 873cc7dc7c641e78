import { type AskedView, rumoursPaths, toClaimPath, type VerdictCard } from "#modules/rumours/index.ts";
import { dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { cut } from "./rumours-pages.tsx";

const titleOf = (asked: AskedView): string => {
  if (asked.text !== "") return cut(asked.text, 60);
  return asked.photoIds.length > 0 ? "一张图片" : "（原话已删除）";
};

const statusText = (asked: AskedView, now: Date): string => {
  switch (asked.status) {
    case "choosing":
      return "等您选";
    case "waiting":
      return `正在查，${dateTimeText(asked.dueAt, now)}以前答复`;
    case "answered":
      return asked.notices.some((notice) => notice.kind === "change") ? "有结论了，后来改过" : "有结论了";
    case "declined":
      return `没有核查：${asked.declineReason ?? ""}`;
    default: {
      const never: never = asked.status;
      return never;
    }
  }
};

/** 我问过的消息: of a signed-in person, with the answers. */
export function OwnAskedPage({
  rows,
  now,
}: {
  rows: readonly { reportId: string; asked: AskedView; verdict: VerdictCard | undefined }[];
  now: Date;
}) {
  return (
    <div class="stack">
      <h1>我问过的消息</h1>
      {rows.length === 0 ? (
        <EmptyState
          icon="question"
          title="还没有问过"
          action={<LinkButton href={rumoursPaths.list}>问一条</LinkButton>}
        >
          登录以后问的，会列在这里。没登录问的，凭查询号看。
        </EmptyState>
      ) : (
        <Listing
          heading="h2"
          items={rows.map(({ reportId, asked, verdict }) => ({
            key: reportId,
            title: verdict?.title ?? titleOf(asked),
            href: verdict === undefined ? undefined : toClaimPath(verdict.claimNo),
            meta: statusText(asked, now),
            text: verdict === undefined ? undefined : `${verdict.rating.name}：${verdict.answer}`,
          }))}
        />
      )}
      <p>
        <a href={rumoursPaths.lookUp}>凭查询号看答复</a>
      </p>
    </div>
  );
}
