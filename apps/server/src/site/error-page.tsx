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

type Words = { title: string; kept?: string };

/** What happened, in a reader's words; the sentence that follows says what to do. */
function wordsOf({ status, code }: ErrorPageProps): Words {
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
        <LinkButton href="/" variant={props.status === 401 ? "secondary" : "primary"}>
          回首页
        </LinkButton>
        <LinkButton href="/search" variant="secondary" icon="search">
          找一找
        </LinkButton>
        <LinkButton href="/help" variant="quiet" icon="help">
          有人帮我
        </LinkButton>
      </ButtonRow>
      <SummaryList
        rows={[{ term: "编号", value: <code class="error-page__number">{props.requestId}</code> }]}
      />
      <p class="small">打电话问的时候，把编号念给工作人员，就能查到是哪一步。</p>
    </div>
  );
}
