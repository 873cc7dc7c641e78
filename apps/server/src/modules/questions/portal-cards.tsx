import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { listTopics, noteSearchMiss } from "#modules/contents/index.ts";
import { Button } from "#ui/button/button.tsx";
import { dateTimeText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { TextField } from "#ui/field/field.tsx";
import { Form } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Pagination } from "#ui/pagination/pagination.tsx";
import { type CardView, findPublicCard, listPublicCards } from "./card-queries.ts";
import * as contract from "./contract.ts";
import type { QuestionsError } from "./errors.ts";
import { questionsPaths, toAskPath, toCardPath } from "./paths.ts";

const crumbs = [
  { label: "首页", href: "/" },
  { label: "问专家", href: questionsPaths.ask },
];
const pageSize = 20;

const toPagePath = (q: string, page: number): string => {
  const query = new URLSearchParams({
    ...(q === "" ? {} : { q }),
    ...(page === 1 ? {} : { page: String(page) }),
  });
  const text = query.toString();
  return text === "" ? questionsPaths.cards : `${questionsPaths.cards}?${text}`;
};

function CardsPage({
  q,
  page,
  rows,
  total,
}: {
  q: string;
  page: number;
  rows: readonly CardView[];
  total: number;
}) {
  return (
    <div class="stack">
      <h1>别人问过的</h1>
      <p class="lead">专家答过、另一个人核对过的问题，谁都可以看。没有找到您的，直接问。</p>
      <Form action={questionsPaths.cards} method="get" label="找问答">
        <TextField
          name="q"
          id="answer-words"
          label="想找哪个问题"
          hint="写几个字，例如：白菜有洞。"
          value={q}
          maxlength={60}
        />
        <Button icon="search">找一找</Button>
      </Form>
      {rows.length === 0 ? (
        <EmptyState
          title={q === "" ? "还没有公开的问答" : `没有找到“${q}”`}
          icon="search"
          action={<LinkButton href={toAskPath({ q })}>问专家</LinkButton>}
        >
          换一个说法再找，或者把问题交给专家。
        </EmptyState>
      ) : (
        <>
          <Listing
            heading="h2"
            items={rows.map((card) => ({
              key: card.id,
              title: card.title,
              href: toCardPath(card.no),
              text: card.answer.length > 60 ? `${card.answer.slice(0, 60)}…` : card.answer,
            }))}
          />
          <Pagination
            page={page}
            pageCount={Math.max(1, Math.ceil(total / pageSize))}
            total={total}
            unit="个"
            href={(shown) => toPagePath(q, shown)}
          />
        </>
      )}
    </div>
  );
}

function CardPage({ card, now }: { card: CardView; now: Date }) {
  return (
    <article class="stack">
      <h1>{card.title}</h1>
      <h2>问</h2>
      <p>{card.question}</p>
      <h2>答</h2>
      {card.answer.split(/\n+/u).map((part) => (
        <p key={part}>{part}</p>
      ))}
      <p>
        {card.expertTitle === null ? "专家" : card.expertTitle}答
        {card.fieldName === null ? "" : `（${card.fieldName}）`}，另一个人核对
        {card.publishedAt === null ? "" : `，${dateTimeText(card.publishedAt, now)}公开`}。
      </p>
      <p>
        <LinkButton href={toAskPath({})}>我也要问</LinkButton>{" "}
        <LinkButton href={questionsPaths.cards} variant="secondary">
          看别的问答
        </LinkButton>
      </p>
    </article>
  );
}

/** /ask/answers: reviewed answers as cards that everybody finds. */
export const registerCardPages = (routes: Routes, context: Context): void => {
  const { db } = context;
  routes.page({
    url: questionsPaths.cards,
    access: { action: "questions.read_cards" },
    query: contract.publicCardsQuery,
    handler: async (visit) => {
      const q = (visit.query.q ?? "").trim();
      const page = /^[1-9]\d{0,2}$/u.test(visit.query.page ?? "") ? Number(visit.query.page) : 1;
      const found = await listPublicCards(db, { q, page, size: pageSize });
      if (q !== "" && page === 1 && found.total === 0)
        noteSearchMiss(db, visit.now, {
          words: q,
          topic: undefined,
          streetId: undefined,
          address: visit.request.ip,
          topics: await listTopics(db),
        });
      return {
        title: q === "" ? "别人问过的" : `找“${q}”`,
        breadcrumbs: crumbs,
        main: <CardsPage q={q} page={page} {...found} />,
      };
    },
  });
  routes.page({
    url: questionsPaths.card,
    access: { action: "questions.read_cards" },
    params: contract.cardParams,
    handler: async (visit) => {
      const card = await findPublicCard(db, Number(visit.params.no));
      if (card === undefined) throw new AppError<QuestionsError>("questions.card_not_found", { status: 404 });
      return {
        title: card.title,
        description: card.question.slice(0, 100),
        breadcrumbs: [...crumbs, { label: "别人问过的", href: questionsPaths.cards }],
        main: <CardPage card={card} now={visit.now} />,
      };
    },
  });
};
