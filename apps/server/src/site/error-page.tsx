import { ButtonRow } from "#ui/button/button.tsx";
import { Icon } from "#ui/icon/icon.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";

export type ErrorPageProps = {
  status: number;
  sentence: string;
  requestId: string;
  code: string;
  /** Where the reader wanted to go, for the way back after signing in. */
  back?: string;
};

/** What a child is told, and in whose words. */
const childTitles: ReadonlyMap<string, string> = new Map([
  ["people.child_time_up", "今天的时间用完了"],
  ["people.child_closed", "现在休息"],
  ["people.child_elsewhere", "请家长来"],
  ["people.child_not_for_age", "长大一点再看"],
]);

type Words = { title: string; kept?: string };

/** What happened, in a reader's words; the sentence that follows says what to do. */
function wordsOf({ status, code }: ErrorPageProps): Words {
  const childTitle = childTitles.get(code);
  if (childTitle !== undefined) return { title: childTitle };
  if (status === 401) return { title: "要先登录" };
  if (code === "policy.second_factor") return { title: "还差一步验证" };
  if (status === 403) return { title: "这一页您不能打开" };
  if (status === 404) return { title: "没有找到这个页面" };
  if (status === 413) return { title: "文件太大了" };
  if (status === 429) return { title: "试的次数太多了" };
  if (status === 503) return { title: "正在维护", kept: "已经办成的事都还在。" };
  if (status >= 500) return { title: "我们这边出了错", kept: "不是您的操作有问题。之前办成的事都还在。" };
  return { title: "这一步没有完成" };
}

function Ways({ status }: { status: number }) {
  return (
    <>
      <LinkButton href="/" variant={status === 401 ? "secondary" : "primary"}>
        回首页
      </LinkButton>
      <LinkButton href="/search" variant="secondary" icon="search">
        找一找
      </LinkButton>
      <LinkButton href="/help" variant="quiet" icon="help">
        有人帮我
      </LinkButton>
    </>
  );
}

/** Only what a child's session opens, and, when the time is up, what stays open. */
function ChildWays({ code }: { code: string }) {
  const isResting = code === "people.child_time_up" || code === "people.child_closed";
  return (
    <>
      {isResting ? (
        <LinkButton href="/me/offline" icon="download">
          离线存好的文章
        </LinkButton>
      ) : (
        <LinkButton href="/zones/youth">回青少年专区</LinkButton>
      )}
      <LinkButton href="/rumours" variant="secondary">
        听到的是真的吗
      </LinkButton>
      <LinkButton href="/help" variant="quiet" icon="help">
        有急事，找人帮
      </LinkButton>
    </>
  );
}

/** What happened, what was kept, what to do, and a number to quote. */
export function ErrorPage(props: ErrorPageProps) {
  const words = wordsOf(props);
  return (
    <div class="error-page">
      <Icon name={props.status === 404 ? "question" : "warning"} size="huge" />
      <h1>{words.title}</h1>
      <p class="lead">{props.sentence}</p>
      {words.kept !== undefined && <p>{words.kept}</p>}
      <ButtonRow>
        {props.status === 401 && (
          <LinkButton
            href={
              props.back === undefined ? "/sign-in" : `/sign-in?${new URLSearchParams({ back: props.back })}`
            }
          >
            去登录
          </LinkButton>
        )}
        {props.code === "policy.second_factor" && <LinkButton href="/me">去“我的”完成验证</LinkButton>}
        {childTitles.has(props.code) ? <ChildWays code={props.code} /> : <Ways status={props.status} />}
      </ButtonRow>
      <SummaryList
        rows={[{ term: "编号", value: <code class="error-page__number">{props.requestId}</code> }]}
      />
      <p class="small">打电话问的时候，把编号念给工作人员，就能查到是哪一步。</p>
    </div>
  );
}
