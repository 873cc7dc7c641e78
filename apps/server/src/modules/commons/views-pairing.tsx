import type { FormState } from "#kernel/http-types.ts";
import { contentKinds, type TopicView } from "#modules/contents/index.ts";
import { expertFields } from "#modules/people/index.ts";
import { Button } from "#ui/button/button.tsx";
import { dateText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Radios } from "#ui/field/choices.tsx";
import { SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import type { PairMatch, PairRequestView } from "./pairs.ts";
import { commonsPaths, toPairPath } from "./paths.ts";
import { pairSides } from "./vocabulary.ts";

const optionsOf = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, text]) => ({ value, text }));

const metaOf = (one: PairRequestView, now: Date): string =>
  `${one.fieldName} · ${one.topicName} · 想做${contentKinds[one.kind]} · ${dateText(one.createdAt, now)}`;

/** The board: what I asked for, and results that seek somebody to tell of them. */
export const PairingPage = ({
  own,
  results,
  now,
}: {
  own: readonly PairRequestView[];
  results: readonly PairRequestView[];
  now: Date;
}) => (
  <div class="stack">
    <h1>科研和创作配对</h1>
    <p class="lead">有成果的找会讲的，会讲的找懂的。双方都点“愿意”，就一起出一篇，两个人都署名。</p>
    <p>
      <LinkButton href={commonsPaths.pairingNew} icon="person">
        我要找搭档
      </LinkButton>
    </p>
    <section aria-labelledby="own-pairs">
      <SectionHead title="我发的" id="own-pairs" />
      {own.length === 0 ? (
        <EmptyState title="您还没有发过">点“我要找搭档”，写清领域和主题，合适的会排在前面。</EmptyState>
      ) : (
        <Listing
          items={own.map((one) => ({
            key: one.id,
            title: one.title,
            href: toPairPath(one.id),
            meta: `${pairSides[one.side]} · ${one.statusName} · ${metaOf(one, now)}`,
          }))}
        />
      )}
    </section>
    <section aria-labelledby="open-results">
      <SectionHead title="在找创作者的成果" id="open-results" />
      {results.length === 0 ? (
        <EmptyState title="现在没有在找人的成果">有专家发布时会列在这里。</EmptyState>
      ) : (
        <Listing
          items={results.map((one) => ({
            key: one.id,
            title: one.title,
            meta: metaOf(one, now),
            text: one.about,
          }))}
        />
      )}
    </section>
  </div>
);

export const PairNewPage = ({
  form,
  formKey,
  topics,
}: {
  form: FormState;
  formKey: string;
  topics: readonly TopicView[];
}) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <h1>我要找搭档</h1>
    <Form action={commonsPaths.pairingNew} formKey={formKey} label="我要找搭档">
      <Radios
        name="side"
        legend="您是哪一方"
        options={[
          { value: "creator", text: "我会写、会画、会拍，找科学家" },
          { value: "result", text: "我有成果，找创作者", hint: "由登记的专家来发" },
        ]}
        value={typed(form, "side", "creator")}
        error={form.errors["side"]}
      />
      <TextField
        name="title"
        label="题目"
        maxlength={60}
        value={typed(form, "title")}
        error={form.errors["title"]}
      />
      <TextArea
        name="about"
        label="说清楚一点"
        rows={6}
        maxlength={1000}
        value={typed(form, "about")}
        error={form.errors["about"]}
        hint="成果说了什么，或者您想做什么、做过什么。请不要写电话。"
      />
      <SelectField
        name="field"
        label="领域"
        options={optionsOf(expertFields)}
        value={typed(form, "field")}
        error={form.errors["field"]}
      />
      <SelectField
        name="topic"
        label="主题"
        options={topics.map((topic) => ({ value: topic.code, text: topic.name }))}
        value={typed(form, "topic")}
        error={form.errors["topic"]}
      />
      <SelectField
        name="kind"
        label="想做成什么"
        options={optionsOf(contentKinds)}
        value={typed(form, "kind")}
        error={form.errors["kind"]}
      />
      <TextField
        name="creditedAs"
        label="发布时怎样署您的名"
        width="medium"
        maxlength={30}
        autocomplete="off"
        value={typed(form, "creditedAs")}
        error={form.errors["creditedAs"]}
      />
      <NextStep>发出后马上看到合适的搭档和理由。您的姓名和电话不会显示。</NextStep>
      <Button>发出去</Button>
    </Form>
  </div>
);

export const PairRequestPage = ({
  request,
  matches,
  joint,
  form,
  formKey,
  now,
}: {
  request: PairRequestView;
  matches: readonly PairMatch[];
  joint: { statusName: string; href: string | undefined } | undefined;
  form: FormState;
  formKey: string;
  now: Date;
}) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <h1>{request.title}</h1>
    <p class="lead">{`${pairSides[request.side]} · ${request.statusName}`}</p>
    <p class="small">{metaOf(request, now)}</p>
    <p>{request.about}</p>
    {joint !== undefined && (
      <Notice tone="done" title="配对成功，一起的稿子在编辑部">
        {joint.href === undefined ? (
          `现在：${joint.statusName}。发布时两个人都署名。`
        ) : (
          <a href={joint.href}>看发布的文章</a>
        )}
      </Notice>
    )}
    {request.status === "open" && (
      <section aria-labelledby="matches">
        <SectionHead title="合适的搭档" id="matches" />
        {matches.length === 0 ? (
          <EmptyState title="还没有合适的">有同一领域或同一主题的，会出现在这里。过几天再来看看。</EmptyState>
        ) : (
          <Listing
            items={matches.map((match) => ({
              key: match.id,
              title: match.title,
              meta: match.reasons.join(" · "),
              text: match.about,
              aside: match.iSaidYes ? (
                <p>您已经点了“愿意”，等对方。</p>
              ) : (
                <Form
                  action={toPairPath(request.id, "yes")}
                  formKey={`${formKey.slice(0, 40)}-${match.id}`}
                  hidden={{ otherId: match.id }}
                  landmark="none"
                >
                  {match.theySaidYes && <p>对方已经愿意。</p>}
                  <Button variant={match.theySaidYes ? "primary" : "secondary"}>
                    愿意
                    <span class="visually-hidden">和“{match.title}”配对</span>
                  </Button>
                </Form>
              ),
            }))}
          />
        )}
      </section>
    )}
    {request.status === "open" && (
      <Form action={toPairPath(request.id, "close")} formKey={formKey} label="不找了">
        <Button variant="secondary">不找了，关闭</Button>
      </Form>
    )}
    <p>
      <a href={commonsPaths.pairing}>回到配对板</a>
    </p>
  </div>
);
