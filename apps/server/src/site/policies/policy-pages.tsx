import {
  type Applicant,
  applicantCodes,
  applicants,
  levelCodes,
  levels,
  type Matter,
  matterCodes,
  matters,
  policiesPaths,
  type PolicyPoint,
  type PolicyView,
  type PublicFilter,
  toPolicyPath,
} from "#modules/policies/index.ts";
import { Button } from "#ui/button/button.tsx";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Checkboxes, Radios } from "#ui/field/choices.tsx";
import { SelectField } from "#ui/field/field.tsx";
import { Form } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";

/** `2021年6月3日`: a document's date always with its year, without the weekday. */
const documentDay = (day: string): string => {
  const [year = "", month = "", date = ""] = day.split("-");
  return `${year}年${Number(month)}月${Number(date)}日`;
};

/** 国发〔2021〕9号 · 国务院 · 2021年6月3日 */
const factsOf = (policy: PolicyView): string =>
  [policy.documentNo, policy.issuer, documentDay(policy.issuedOn)]
    .filter((part) => part !== null)
    .join(" · ");

const optionsOf = <Code extends string>(codes: readonly Code[], names: Readonly<Record<Code, string>>) =>
  codes.map((value) => ({ value, text: names[value] }));

export type PolicyListPageProps = { filter: PublicFilter; policies: readonly PolicyView[] };

/** The library with its three filters, as a plain GET form. */
export function PolicyListPage({ filter, policies }: PolicyListPageProps) {
  const filtered = filter.who !== undefined || filter.matter !== undefined || filter.level !== undefined;
  return (
    <div class="stack">
      <h1>政策库</h1>
      <p class="lead">和科普有关的法律、规定和办法，一条一条讲成白话，每条写明在原文哪里。</p>
      <p>
        <LinkButton href={policiesPaths.which} icon="question">
          哪些和我有关
        </LinkButton>
      </p>
      <Form action={policiesPaths.list} method="get" label="筛选政策">
        <SelectField
          name="who"
          label="写给谁"
          optional
          emptyText="不限"
          value={filter.who}
          options={optionsOf(applicantCodes, applicants)}
        />
        <SelectField
          name="matter"
          label="哪方面"
          optional
          emptyText="不限"
          value={filter.matter}
          options={optionsOf(matterCodes, matters)}
        />
        <SelectField
          name="level"
          label="哪一级"
          optional
          emptyText="不限"
          value={filter.level}
          options={optionsOf(levelCodes, levels)}
        />
        <Button variant="secondary">筛选</Button>
      </Form>
      <section aria-labelledby="policy-list">
        <SectionHead title={`现行有效 ${policies.length} 份`} id="policy-list" />
        {policies.length === 0 ? (
          <EmptyState
            icon="document"
            title="没有符合的政策"
            action={filtered ? <LinkButton href={policiesPaths.list}>看全部</LinkButton> : undefined}
          >
            {filtered ? "少选一项再试。" : "查到原文、核对过以后放到这里。"}
          </EmptyState>
        ) : (
          <Listing
            items={policies.map((policy) => ({
              key: policy.id,
              title: policy.title,
              href: toPolicyPath(policy.no),
              meta: factsOf(policy),
              text: policy.summary,
            }))}
          />
        )}
      </section>
    </div>
  );
}

export type WhichPageProps = {
  who?: Applicant | undefined;
  /** What he chose of the second question; undefined until it was asked. */
  chosen?: readonly Matter[] | undefined;
  /** He pressed the button without an answer to the first question. */
  missing: boolean;
  found: readonly { policy: PolicyView; points: readonly PolicyPoint[] }[];
};

/** 哪些和我有关: two questions, each a page of its own; the answer says why each stands there. */
export function WhichPage(props: WhichPageProps) {
  if (props.who === undefined) return <WhoQuestion missing={props.missing} />;
  if (props.chosen === undefined) return <MatterQuestion who={props.who} />;
  return <WhichAnswer {...props} who={props.who} chosen={props.chosen} />;
}

function WhoQuestion({ missing }: { missing: boolean }) {
  const error = missing ? "选一个最像您的。" : undefined;
  return (
    <div class="stack">
      <h1>哪些政策和我有关？</h1>
      {error !== undefined && <ErrorSummary problems={[{ field: "who", text: error }]} />}
      <Form action={policiesPaths.which} method="get" hidden={{ step: "who" }} label="第一问，共两问">
        <Radios
          name="who"
          legend="第一问（共两问）：您替谁来看？"
          error={error}
          options={optionsOf(applicantCodes, applicants)}
        />
        <Button>下一步</Button>
      </Form>
    </div>
  );
}

function MatterQuestion({ who }: { who: Applicant }) {
  return (
    <div class="stack">
      <h1>想知道哪方面？</h1>
      <p class="lead">
        您选的是：{applicants[who]}。<a href={policiesPaths.which}>改一下</a>
      </p>
      <Form action={policiesPaths.which} method="get" hidden={{ who, step: "matter" }} label="第二问，共两问">
        <Checkboxes
          name="matter"
          legend="第二问（共两问）：可以选几项，不选就是都看。"
          options={optionsOf(matterCodes, matters)}
        />
        <Button>看结果</Button>
      </Form>
    </div>
  );
}

function WhichAnswer({ who, chosen, found }: WhichPageProps & { who: Applicant; chosen: readonly Matter[] }) {
  const about = chosen.length === 0 ? "各方面" : chosen.map((matter) => matters[matter]).join("、");
  return (
    <div class="stack">
      <h1>和您有关的政策</h1>
      <p class="lead">
        {applicants[who]} · {about}：{found.length} 份。<a href={policiesPaths.which}>重新选</a>
      </p>
      {found.length === 0 ? (
        <EmptyState
          icon="document"
          title="没有查到"
          action={<LinkButton href={policiesPaths.list}>看全部政策</LinkButton>}
        >
          换一个方面再看，或者看全部政策。
        </EmptyState>
      ) : (
        <Listing
          heading="h2"
          items={found.map(({ policy, points }) => ({
            key: policy.id,
            title: policy.title,
            href: toPolicyPath(policy.no),
            meta: factsOf(policy),
            text: (
              <>
                因为它对{applicants[who]}写了：
                {points.map((point) => (
                  <span class="policy-reason" key={point.clause + point.text}>
                    {point.text}（{matters[point.matter]}，{point.clause}）
                  </span>
                ))}
              </>
            ),
          }))}
        />
      )}
    </div>
  );
}

/** One document: its facts, what it says point by point, and where the official text is. */
export function PolicyPage({ policy, inForce }: { policy: PolicyView; inForce: boolean }) {
  const rows = [
    ...(policy.documentNo === null ? [] : [{ term: "文号", value: policy.documentNo }]),
    { term: "谁发布", value: policy.issuer },
    { term: "哪一级", value: levels[policy.level] },
    { term: "发布", value: documentDay(policy.issuedOn) },
    ...(policy.effectiveOn === null ? [] : [{ term: "施行", value: documentDay(policy.effectiveOn) }]),
    ...(policy.endedOn === null ? [] : [{ term: "有效到", value: documentDay(policy.endedOn) }]),
    {
      term: "官方网址",
      value: (
        <>
          <a class="policy-link" href={policy.officialUrl}>
            {policy.officialUrl}
          </a>
          （{documentDay(policy.lookedUpOn)}查阅）
        </>
      ),
    },
  ];
  return (
    <div class="stack">
      <h1>{policy.title}</h1>
      {!inForce && (
        <Notice tone="urgent" title="这份政策已经失效">
          {policy.endReason ?? `有效到${documentDay(policy.endedOn ?? "")}。`}请不要再照着办。
        </Notice>
      )}
      <p class="lead">{policy.summary}</p>
      <SummaryList rows={rows} />
      <section aria-labelledby="policy-points">
        <SectionHead title="讲了什么" id="policy-points">
          下面是我们的白话，以官方原文为准。
        </SectionHead>
        {matterCodes
          .filter((matter) => policy.matters.includes(matter))
          .map((matter) => (
            <div class="policy-group" key={matter}>
              <h3>{matters[matter]}</h3>
              <ul class="prose">
                {policy.points
                  .filter((point) => point.matter === matter)
                  .map((point) => (
                    <li key={point.clause + point.text}>
                      {point.text}
                      <span class="policy-clause">
                        {point.clause} · 写给{point.appliesTo.map((one) => applicants[one]).join("、")}
                      </span>
                    </li>
                  ))}
              </ul>
            </div>
          ))}
      </section>
      <p>
        <LinkButton href={policiesPaths.which} variant="secondary" icon="question">
          哪些政策和我有关
        </LinkButton>
      </p>
    </div>
  );
}
