import type { FormState } from "#kernel/http-types.ts";
import { contentKinds, toArticlePath } from "#modules/contents/index.ts";
import { consentPurposes } from "#modules/people/index.ts";
import { Button, ButtonRow } from "#ui/button/button.tsx";
import { dateText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Consent } from "#ui/field/choices.tsx";
import { Form } from "#ui/form/form.tsx";
import { problemsOf } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing, type ListingItem } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";
import { readersPaths } from "./paths.ts";
import type { HistoryState } from "./reading-history.ts";
import { savedCookieLimit } from "./saved-cookie.ts";
import type { SavedItem } from "./saved-items.ts";

/** The button under an article: keep it, or take it off again. Works on pages that are kept for everybody. */
export const SaveAct = ({ no, saved }: { no: number; saved: "yes" | "no" }) => (
  <Form
    action={saved === "yes" ? readersPaths.savedRemove : readersPaths.savedAdd}
    hidden={{ no: String(no) }}
    landmark="none"
  >
    <Button variant="secondary" icon={saved === "yes" ? "check" : "document"}>
      {saved === "yes" ? "取下收藏" : "收藏"}
    </Button>
  </Form>
);

/** What the reader sees after the button was pressed. */
export const SavedNotice = () => (
  <Notice tone="done" title="收藏好了" live="status">
    <p>
      在<a href={readersPaths.saved}>我的收藏</a>里随时找得到。
    </p>
  </Notice>
);

const toRow = (
  item: SavedItem,
  options: { now: Date; act: "remove" | "none"; verb: string },
): ListingItem => {
  const aside =
    options.act === "remove" ? (
      <Form action={readersPaths.savedRemove} hidden={{ no: String(item.no) }} landmark="none">
        <Button variant="quiet">
          取下
          <span class="visually-hidden">《{item.state === "out" ? item.card.title : item.title}》</span>
        </Button>
      </Form>
    ) : undefined;
  if (item.state !== "out")
    return {
      key: String(item.no),
      title: item.title,
      meta: item.state === "recalled" ? "已经撤下" : "已经过期",
      ...(item.reason === undefined ? {} : { text: item.reason }),
      ...(aside === undefined ? {} : { aside }),
    };
  const { card } = item;
  return {
    key: String(item.no),
    title: card.title,
    href: toArticlePath(card.no),
    meta: [
      contentKinds[card.kind],
      item.savedAt === undefined ? undefined : `${dateText(item.savedAt, options.now)}${options.verb}`,
      card.corrected ? "有更正" : undefined,
    ]
      .filter((part) => part !== undefined)
      .join(" · "),
    ...(aside === undefined ? {} : { aside }),
  };
};

/** What somebody saved, to look at. */
export const SavedList = ({ items, now }: { items: readonly SavedItem[]; now: Date }) => (
  <Listing items={items.map((item) => toRow(item, { now, act: "none", verb: "收藏" }))} />
);

const ownerWords = {
  account: "收藏在您的账号里，换一台手机登录也看得到。只有您看得到。",
  child: "收藏在你的账户里，你和家长看得到。",
  device: `收藏记在这台设备上，最多 ${savedCookieLimit} 篇，不用登录。登录以后，会放进您的账号。`,
} as const;

export const SavedPage = ({
  items,
  now,
  owner,
  problem,
}: {
  items: readonly SavedItem[];
  now: Date;
  owner: keyof typeof ownerWords;
  problem?: string | undefined;
}) => (
  <div class="stack">
    {problem !== undefined && <ErrorSummary problems={[{ text: problem }]} title="没有收藏成" />}
    <h1>我的收藏</h1>
    <p class="lead">{ownerWords[owner]}</p>
    {items.length === 0 ? (
      <EmptyState
        icon="document"
        title="还没有收藏"
        action={
          <LinkButton href={owner === "child" ? "/zones/youth" : "/search"} icon="search">
            去找一篇
          </LinkButton>
        }
      >
        文章下面有“收藏”，按一下就记在这里。
      </EmptyState>
    ) : (
      <Listing items={items.map((item) => toRow(item, { now, act: "remove", verb: "收藏" }))} heading="h2" />
    )}
  </div>
);

/** On 我的: the newest few, and where all of them are. */
export const SavedSection = ({ items, now }: { items: readonly SavedItem[]; now: Date }) => (
  <section aria-labelledby="me-saved">
    <SectionHead
      title="收藏"
      id="me-saved"
      more={items.length > 0 ? { href: readersPaths.saved, text: `全部 ${items.length} 篇` } : undefined}
    />
    {items.length === 0 ? (
      <p>还没有。文章下面有“收藏”，按一下就记在这里。</p>
    ) : (
      <Listing items={items.slice(0, 3).map((item) => toRow(item, { now, act: "none", verb: "收藏" }))} />
    )}
  </section>
);

const stateWords: Readonly<Record<HistoryState, { tone: "done" | "neutral"; text: string }>> = {
  on: { tone: "done", text: "开着" },
  off: { tone: "neutral", text: "关着，什么也没有记" },
  "closed to minors": { tone: "neutral", text: "未满 18 周岁，不记" },
};

/** On 我的, beside the consents: whether reading is noted, and where to change that. */
export const HistorySection = ({ state }: { state: HistoryState }) => (
  <section aria-labelledby="me-history">
    <SectionHead title="阅读记录" id="me-history" more={{ href: readersPaths.history, text: "看和改" }} />
    <p>
      <StatusTag {...stateWords[state]} />
    </p>
  </section>
);

export const HistoryPage = ({
  state,
  items,
  now,
  form,
  formKey,
}: {
  state: HistoryState;
  items: readonly SavedItem[];
  now: Date;
  form: FormState;
  formKey: string;
}) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <h1>阅读记录</h1>
    <p>
      <StatusTag {...stateWords[state]} />
    </p>
    <p>{consentPurposes.reading_history.text}</p>
    {state === "closed to minors" && (
      <Notice title="未满 18 周岁不能打开">我们不记未成年人看过什么。收藏照样可以用。</Notice>
    )}
    {state === "off" && (
      <Form action={readersPaths.historyOn} formKey={formKey} label="打开阅读记录">
        <Consent
          name="adult"
          text="我已满 18 周岁，同意记下我看过哪几篇"
          error={form.errors["adult"]}
          hint="不打开也可以照常看。"
        />
        <Button>打开阅读记录</Button>
      </Form>
    )}
    {state === "on" && (
      <>
        <ButtonRow>
          <Form action={readersPaths.historyOff} formKey={formKey} landmark="none">
            <Button variant="danger">关掉并全部删除</Button>
          </Form>
          {items.length > 0 && (
            <Form action={readersPaths.historyErase} formKey={formKey} landmark="none">
              <Button variant="secondary">只删除记录</Button>
            </Form>
          )}
        </ButtonRow>
        <section aria-labelledby="history-items">
          <SectionHead title="看过的" id="history-items" />
          {items.length === 0 ? (
            <p>还没有。从现在起看的会记在这里。</p>
          ) : (
            <Listing items={items.map((item) => toRow(item, { now, act: "none", verb: "看过" }))} />
          )}
        </section>
      </>
    )}
  </div>
);
