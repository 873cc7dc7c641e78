import { emptyForm, type FormState } from "#kernel/http-types.ts";
import {
  type CommissionerField,
  commissionerFieldCodes,
  commissionerFields,
} from "#modules/commissioners/index.ts";
import { Button } from "#ui/button/button.tsx";
import { dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Radios } from "#ui/field/choices.tsx";
import { SelectField, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Pagination } from "#ui/pagination/pagination.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { techniquesPaths, toAdoptPath, toConfirmActPath, toEntryPath, toOwnActPath } from "./paths.ts";
import type { AdoptionView, EntryView } from "./queries.ts";
import { type AdoptionStatus, adoptionStatusNames } from "./state.ts";
import {
  type EntryKind,
  entryKindCodes,
  entryKinds,
  grounds,
  outcomeCodes,
  outcomes,
  type Season,
  seasonCodes,
  seasons,
} from "./vocabulary.ts";

type Filter = {
  kind: EntryKind | undefined;
  field: CommissionerField | undefined;
  season: Season | undefined;
};

const toPagePath = (filter: Filter, page: number): string => {
  const query = new URLSearchParams({
    ...(filter.kind === undefined ? {} : { kind: filter.kind }),
    ...(filter.field === undefined ? {} : { field: filter.field }),
    ...(filter.season === undefined ? {} : { season: filter.season }),
    ...(page === 1 ? {} : { page: String(page) }),
  });
  const text = query.toString();
  return text === "" ? techniquesPaths.list : `${techniquesPaths.list}?${text}`;
};

const adoptedText = (entry: Pick<EntryView, "adopted">): string =>
  entry.adopted === 0 ? "还没有确认的采用" : `确认用过 ${entry.adopted} 户次`;

const seasonsText = (entry: Pick<EntryView, "seasons">): string =>
  entry.seasons.map((one) => seasons[one]).join("、");

export function ListPage({
  rows,
  total,
  page,
  pageCount,
  filter,
}: {
  rows: readonly EntryView[];
  total: number;
  page: number;
  pageCount: number;
  filter: Filter;
}) {
  return (
    <div class="stack">
      <h1>品种技术目录</h1>
      <p class="lead">什么季节、什么地能用，出处在哪里，都写明了。每一条都由两个人核对过。</p>
      <Form action={techniquesPaths.list} method="get" label="挑一挑">
        <SelectField
          name="kind"
          label="找什么"
          emptyText="都看"
          options={entryKindCodes.map((value) => ({ value, text: entryKinds[value] }))}
          value={filter.kind}
        />
        <SelectField
          name="field"
          label="种什么、养什么"
          emptyText="都看"
          options={commissionerFieldCodes.map((value) => ({ value, text: commissionerFields[value] }))}
          value={filter.field}
        />
        <SelectField
          name="season"
          label="什么季节用"
          emptyText="都看"
          options={seasonCodes.map((value) => ({ value, text: seasons[value] }))}
          value={filter.season}
        />
        <Button icon="search">挑一挑</Button>
      </Form>
      {rows.length === 0 ? (
        <EmptyState
          icon="seedling"
          title="没有合适的条目"
          action={<LinkButton href={techniquesPaths.list}>看全部</LinkButton>}
        >
          少选一项再看；田里有事，可以问专家或请特派员来。
        </EmptyState>
      ) : (
        <>
          <Listing
            heading="h2"
            items={rows.map((entry) => ({
              key: entry.id,
              title: entry.name,
              href: toEntryPath(entry.no),
              meta: [
                entryKinds[entry.kind],
                commissionerFields[entry.field],
                seasonsText(entry),
                adoptedText(entry),
              ].join(" · "),
              text: entry.summary.length > 60 ? `${entry.summary.slice(0, 60)}…` : entry.summary,
            }))}
          />
          <Pagination
            page={page}
            pageCount={pageCount}
            total={total}
            unit="条"
            href={(shown) => toPagePath(filter, shown)}
          />
        </>
      )}
    </div>
  );
}

export function EntryPage({ entry, now }: { entry: EntryView; now: Date }) {
  const place = entry.sourcePlace;
  return (
    <article class="stack">
      <h1>{entry.name}</h1>
      {entry.summary.split(/\n+/u).map((part) => (
        <p key={part}>{part}</p>
      ))}
      <SummaryList
        rows={[
          { term: "是什么", value: entryKinds[entry.kind] },
          { term: "种什么、养什么", value: commissionerFields[entry.field] },
          { term: "什么季节用", value: seasonsText(entry) },
          { term: "适合什么地", value: entry.grounds.map((one) => grounds[one]).join("、") },
          { term: "出处", value: entry.sourceTitle },
          {
            term: "在哪里查得到",
            value: place.startsWith("https://") ? <a href={place}>{place}</a> : place,
          },
          {
            term: "谁用过",
            value:
              entry.adopted === 0
                ? adoptedText(entry)
                : `${adoptedText(entry)}；说效果好 ${entry.good}、一般 ${entry.fair}、不好 ${entry.poor}`,
          },
          {
            term: "谁写、谁核对",
            value: `${entry.unitName}写，另一个人核对，${dateTimeText(entry.statusChangedAt, now)}公开`,
          },
        ]}
      />
      <p>
        <LinkButton href={toAdoptPath(entry.id)}>我用了</LinkButton>{" "}
        <LinkButton href="/ask" variant="secondary">
          问专家
        </LinkButton>
      </p>
    </article>
  );
}

export function AdoptPage({
  entry,
  seasonName,
  towns,
  form,
  formKey,
}: {
  entry: EntryView;
  seasonName: string;
  towns: readonly { id: string; name: string }[];
  form: FormState;
  formKey: string;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我用了：{entry.name}</h1>
      <p class="lead">记在{seasonName}。一季说一次就行。</p>
      <Form action={toAdoptPath(entry.id)} formKey={formKey} label="我用了">
        <SelectField
          name="unitId"
          label="地在哪个镇街"
          options={towns.map((town) => ({ value: town.id, text: town.name }))}
          value={typed(form, "unitId")}
          error={form.errors["unitId"]}
        />
        <NextStep>那里的特派员或镇街工作人员会来问一声，确认了才计数。用下来怎么样，以后再说。</NextStep>
        <Button>我用了</Button>
      </Form>
    </div>
  );
}

/** Of many forms of one kind the refused one: its fields carry the ids to which the summary leads, and what was typed. */
const fieldsOf = (id: string, refusedId: string | undefined, form: FormState) => ({
  idOf: (name: string): string => (id === refusedId ? name : `${name}-${id}`),
  form: id === refusedId ? form : emptyForm,
});

const tones: Readonly<Record<AdoptionStatus, StatusTone>> = {
  reported: "active",
  confirmed: "done",
  disputed: "neutral",
  withdrawn: "neutral",
};

const ownText = (one: AdoptionView): string =>
  [
    one.status === "disputed" && one.reason !== null ? `原因：${one.reason}` : "",
    one.outcome === null ? "" : `您说：${outcomes[one.outcome]}。${one.outcomeNote ?? ""}`,
  ].join("");

export function OwnPage({
  adoptions,
  refusedId,
  form,
  formKey,
}: {
  adoptions: readonly AdoptionView[];
  refusedId: string | undefined;
  form: FormState;
  formKey: string;
}) {
  const toTell = adoptions.filter((one) => one.status === "confirmed" && one.outcome === null);
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我用过的品种技术</h1>
      {adoptions.length === 0 ? (
        <EmptyState
          icon="seedling"
          title="还没有说过用了什么"
          action={<LinkButton href={techniquesPaths.list}>看品种技术目录</LinkButton>}
        >
          在目录里打开一条，按“我用了”。
        </EmptyState>
      ) : (
        <Listing
          heading="h2"
          items={adoptions.map((one) => ({
            key: one.id,
            title: one.entryName,
            href: toEntryPath(one.entryNo),
            meta: `${one.seasonName} · ${one.unitName}`,
            text: ownText(one),
            aside: (
              <>
                <StatusTag tone={tones[one.status]} text={adoptionStatusNames[one.status]} />
                {one.status === "reported" && (
                  <Form action={toOwnActPath(one.id, "take-back")} formKey={formKey} landmark="none">
                    <Button size="small" variant="quiet">
                      撤回：{one.entryName}
                    </Button>
                  </Form>
                )}
              </>
            ),
          }))}
        />
      )}
      {toTell.map((one) => (
        <OutcomeForm key={one.id} one={one} formKey={formKey} {...fieldsOf(one.id, refusedId, form)} />
      ))}
    </div>
  );
}

type OwnFields = ReturnType<typeof fieldsOf> & { one: AdoptionView; formKey: string };

function OutcomeForm({ one, formKey, idOf, form }: OwnFields) {
  const label = `说效果：${one.entryName}，${one.seasonName}`;
  return (
    <section>
      <SectionHead title={`${one.entryName}用得怎么样（${one.seasonName}）`} />
      <Form action={toOwnActPath(one.id, "outcome")} formKey={formKey} label={label}>
        <Radios
          name="outcome"
          id={idOf("outcome")}
          legend="用得怎么样"
          options={outcomeCodes.map((value) => ({ value, text: outcomes[value] }))}
          value={typed(form, "outcome")}
          error={form.errors["outcome"]}
        />
        <TextField
          name="note"
          id={idOf("note")}
          label="还想说的"
          optional
          maxlength={300}
          value={typed(form, "note")}
          error={form.errors["note"]}
          hint="只有镇街和写目录的人看得到，不公开。"
        />
        <Button>记下来</Button>
      </Form>
    </section>
  );
}

export function ConfirmPage({
  adoptions,
  serves,
  refusedId,
  form,
  formKey,
}: {
  adoptions: readonly AdoptionView[];
  serves: boolean;
  refusedId: string | undefined;
  form: FormState;
  formKey: string;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>农户说用了，等我确认</h1>
      {adoptions.length === 0 ? (
        <EmptyState icon="seedling" title={serves ? "没有要确认的" : "您现在没有在聘的镇街"}>
          {serves ? "农户按了“我用了”，就会出现在这里。" : "聘期里的特派员才能确认所聘镇街的采用。"}
        </EmptyState>
      ) : (
        <>
          <p class="lead">到田里看过、问过，是真的再确认。确认了才计数。</p>
          <Listing
            heading="h2"
            items={adoptions.map((one) => ({
              key: one.id,
              title: `${one.name}：${one.entryName}`,
              meta: `${one.seasonName} · ${one.unitName} · ${one.reportedOn}`,
              aside: <ConfirmActs one={one} formKey={formKey} {...fieldsOf(one.id, refusedId, form)} />,
            }))}
          />
        </>
      )}
    </div>
  );
}

function ConfirmActs({ one, formKey, idOf, form }: OwnFields) {
  return (
    <>
      <Form action={toConfirmActPath(one.id, "confirm")} formKey={formKey} landmark="none">
        <Button size="small">确认用了{one.entryName}</Button>
      </Form>
      <Form action={toConfirmActPath(one.id, "dispute")} formKey={formKey} landmark="none">
        <TextField
          name="reason"
          id={idOf("reason")}
          label={`没有用${one.entryName}，为什么这样说`}
          maxlength={300}
          value={typed(form, "reason")}
          error={form.errors["reason"]}
        />
        <Button size="small" variant="quiet">
          记没有用{one.entryName}
        </Button>
      </Form>
    </>
  );
}
