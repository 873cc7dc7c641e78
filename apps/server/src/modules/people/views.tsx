import type { FormState } from "#kernel/http-types.ts";
import { Button, ButtonRow } from "#ui/button/button.tsx";
import { dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Consent, Radios } from "#ui/field/choices.tsx";
import { DateField, SelectField, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import type { ConsentView } from "./consents.ts";
import { peoplePaths, toChildPath } from "./paths.ts";
import { consentPurposes, relations } from "./vocabulary.ts";

type Frame = { form: FormState; formKey: string; now: Date };

export const ConsentsPage = ({
  consents,
  formKey,
  now,
}: {
  consents: readonly ConsentView[];
  formKey: string;
  now: Date;
}) => (
  <div class="stack">
    <h1>我同意过什么</h1>
    <p class="lead">每一项都由您决定。撤回后，下一刻就停止使用。</p>
    {consents.map((consent) => (
      <section key={consent.purpose} aria-labelledby={`consent-${consent.purpose}`}>
        <SectionHead title={consent.name} id={`consent-${consent.purpose}`} />
        <p>{consent.text}</p>
        <p>
          {consent.standing && consent.givenAt !== undefined ? (
            <StatusTag tone="done" text={`已同意 · ${dateTimeText(consent.givenAt, now)}`} />
          ) : (
            <StatusTag
              tone={consent.outdated ? "soon" : "neutral"}
              text={consent.outdated ? "说明已更新，请重新选择" : "没有同意"}
            />
          )}
        </p>
        {consent.needed ? (
          <p class="small">有账户就需要这一项。想停用，请到“我的资料”注销账户。</p>
        ) : (
          <Form
            action={consent.standing ? peoplePaths.consentWithdraw : peoplePaths.consentGive}
            formKey={formKey}
            hidden={{ purpose: consent.purpose }}
            label={consent.name}
          >
            <Button variant={consent.standing ? "secondary" : "primary"}>
              {consent.standing ? `撤回“${consent.name}”` : `同意“${consent.name}”`}
            </Button>
          </Form>
        )}
      </section>
    ))}
  </div>
);

const requestWords = {
  export: "导出资料",
  correct: "更正资料",
  erase: "注销账户",
  erase_child: "移出孩子",
} as const;

type DataPageProps = Frame & {
  name: string;
  maskedPhone: string | undefined;
  requests: readonly {
    id: string;
    kind: keyof typeof requestWords;
    done_at: Date;
    expires_at: Date | null;
  }[];
};

export const DataPage = ({ form, formKey, now, name, maskedPhone, requests }: DataPageProps) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <h1>我的资料</h1>
    <SummaryList
      rows={[
        { term: "称呼", value: name },
        { term: "手机号", value: maskedPhone ?? "没有登记" },
      ]}
    />
    <section aria-labelledby="correct">
      <SectionHead title="改正称呼" id="correct" />
      <Form action={peoplePaths.dataCorrect} formKey={formKey} label="改正称呼">
        <TextField
          name="fullName"
          label="您的姓名"
          autocomplete="name"
          maxlength={40}
          value={typed(form, "fullName", name)}
          error={form.errors["fullName"]}
          hint="只有为您办事的工作人员看得到。"
        />
        <Button variant="secondary">保存姓名</Button>
      </Form>
    </section>
    <section aria-labelledby="export">
      <SectionHead title="带走一份" id="export" />
      <p>把系统里关于您的全部资料存成一个文件。文件为您保留一天。</p>
      <Form action={peoplePaths.dataExport} formKey={formKey} label="带走一份">
        <Button variant="secondary">导出我的资料</Button>
      </Form>
    </section>
    <section aria-labelledby="requests">
      <SectionHead title="办过的事" id="requests" />
      {requests.length === 0 ? (
        <EmptyState title="还没有">导出、更正过资料后，会记在这里。</EmptyState>
      ) : (
        <SummaryList
          rows={requests.map((request) => ({
            term: requestWords[request.kind],
            value: dateTimeText(request.done_at, now),
            ...(request.kind === "export" && request.expires_at !== null && request.expires_at > now
              ? {
                  action: {
                    href: `${peoplePaths.dataExport}/${request.id}`,
                    text: "下载",
                    about: `${dateTimeText(request.done_at, now)}的导出`,
                  },
                }
              : {}),
          }))}
        />
      )}
    </section>
    <section aria-labelledby="erase">
      <SectionHead title="注销账户" id="erase" />
      <p>注销后，姓名、手机号和出生日期立即删除，不能恢复。办过的事只留下一个查不到人的编号。</p>
      <Form action={peoplePaths.dataErase} formKey={formKey} label="注销账户">
        <TextField
          name="confirm"
          label="想好了，请填“注销”两个字"
          width="short"
          value={typed(form, "confirm")}
          error={form.errors["confirm"]}
        />
        <NextStep>按下后马上生效，您会收到一个编号作凭证。</NextStep>
        <Button variant="danger">注销我的账户</Button>
      </Form>
    </section>
  </div>
);

export const ErasedPage = ({ requestId }: { requestId: string | undefined }) => (
  <div class="stack">
    <h1>账户已注销</h1>
    <p class="lead">您的姓名、手机号和出生日期已经删除，所有登录都已退出。</p>
    {requestId !== undefined && <p>凭证编号：{requestId}</p>}
    <p>凭证已记入公开账本，谁也改不了。</p>
    <LinkButton href="/">回首页</LinkButton>
  </div>
);

type FamilyPageProps = Frame & {
  children: readonly { personId: string; name: string; relation: keyof typeof relations; since: Date }[];
  schools: readonly { value: string; text: string }[];
};

export const FamilyPage = ({ form, formKey, now, children, schools }: FamilyPageProps) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <h1>我的家庭</h1>
    <p class="lead">未满 14 周岁的孩子，由监护人同意后才能有账户。</p>
    {children.length === 0 ? (
      <EmptyState title="还没有孩子">在下面填一次，孩子就能参加活动、留下自己的科学记录。</EmptyState>
    ) : (
      children.map((child) => (
        <section key={child.personId} aria-labelledby={`child-${child.personId}`}>
          <SectionHead title={child.name} id={`child-${child.personId}`} />
          <p>
            您是孩子的{relations[child.relation]}，{dateTimeText(child.since, now)}同意。
          </p>
          <p>
            <LinkButton href={toChildPath(child.personId)} variant="secondary">
              {`看${child.name}的一页：用多久、收藏、提问`}
            </LinkButton>
          </p>
          <Form
            action={peoplePaths.childRemove}
            formKey={formKey}
            hidden={{ childPersonId: child.personId }}
            label={`移出${child.name}`}
          >
            <Button variant="danger" size="small">{`撤回同意并删除${child.name}的资料`}</Button>
          </Form>
        </section>
      ))
    )}
    <section aria-labelledby="add-child">
      <SectionHead title="添加孩子" id="add-child" />
      <Form action={peoplePaths.childAdd} formKey={formKey} label="添加孩子">
        <TextField
          name="fullName"
          label="孩子的称呼"
          maxlength={40}
          value={typed(form, "fullName")}
          error={form.errors["fullName"]}
          hint="可以填小名。"
        />
        <DateField
          name="birthDate"
          label="出生日期"
          value={typed(form, "birthDate")}
          error={form.errors["birthDate"]}
          hint="例如 2018-09-01"
        />
        <Radios
          name="relation"
          legend="您是孩子的"
          options={Object.entries(relations).map(([value, text]) => ({ value, text }))}
          value={typed(form, "relation")}
          error={form.errors["relation"]}
        />
        <SelectField
          name="schoolUnitId"
          label="学校"
          optional
          options={schools}
          emptyText="暂不选择"
          value={typed(form, "schoolUnitId")}
          error={form.errors["schoolUnitId"]}
        />
        <Consent
          name="consent"
          text={consentPurposes.child_account.text}
          checked={ticked(form, "consent").length > 0}
          error={form.errors["consent"]}
        />
        <Button>添加孩子</Button>
      </Form>
    </section>
  </div>
);

type HelpedPageProps = {
  now: Date;
  formKey: string;
  acts: readonly {
    id: string;
    helperName: string;
    elderName: string;
    unitName: string;
    matter: string;
    startedAt: Date;
    endedAt: Date | undefined;
    mine: boolean;
  }[];
};

export const HelpedPage = ({ now, formKey, acts }: HelpedPageProps) => (
  <div class="stack">
    <h1>代办记录</h1>
    <p class="lead">谁替谁办过什么，两个人的名字都在这里。</p>
    {acts.length === 0 ? (
      <EmptyState title="没有代办记录">需要有人帮忙时，请到就近的站点，或打站点电话。</EmptyState>
    ) : (
      acts.map((act) => (
        <section key={act.id} aria-labelledby={`act-${act.id}`}>
          <SectionHead title={act.matter} id={`act-${act.id}`} />
          <SummaryList
            rows={[
              { term: "办事人", value: act.helperName },
              { term: "替谁办", value: act.elderName },
              { term: "地点", value: act.unitName },
              { term: "开始", value: dateTimeText(act.startedAt, now) },
              {
                term: "结束",
                value: act.endedAt === undefined ? "正在进行" : dateTimeText(act.endedAt, now),
              },
            ]}
          />
          {act.endedAt === undefined && act.mine && (
            <ButtonRow>
              <Form
                action={peoplePaths.helpingEnd}
                formKey={formKey}
                hidden={{ proxyActId: act.id }}
                label="叫停代办"
              >
                <Button variant="danger">叫停这次代办</Button>
              </Form>
            </ButtonRow>
          )}
        </section>
      ))
    )}
  </div>
);
