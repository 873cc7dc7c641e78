import { type LiveArticle, toArticlePath } from "#modules/contents/index.ts";
import { Button, ButtonRow } from "#ui/button/button.tsx";
import { SelectField } from "#ui/field/field.tsx";
import { Form } from "#ui/form/form.tsx";
import { Qr } from "#ui/qr/qr.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";

export type SharePageProps = {
  article: Pick<LiveArticle, "no" | "title" | "summary">;
  address: string;
  streets: readonly { id: string; name: string }[];
  street: { id: string; name: string } | undefined;
};

/** Where an item goes on to others: by its address, by a code on the screen, on paper. */
export function SharePage({ article, address, streets, street }: SharePageProps) {
  const path = toArticlePath(article.no);
  return (
    <div class="stack">
      <h1>转给别人</h1>
      <p class="lead">《{article.title}》</p>
      <section aria-labelledby="share-code">
        <SectionHead title="让对方扫一扫" id="share-code" />
        <div class="poster__code">
          <Qr text={address} label="扫码看全文" />
          <p>
            或者把这个网址发给他：
            <br />
            <a href={path}>{address}</a>
          </p>
        </div>
        <p class="small">打开不用登录，也不会记下是谁打开的。</p>
      </section>
      <section aria-labelledby="share-paper">
        <SectionHead title="印出来" id="share-paper" />
        <Form action={`${path}/poster`} method="get" label="印出来">
          <SelectField
            name="street"
            label="贴在哪个街道（镇）"
            hint="选了街道，扫码会按街道记次数，只记数，不记人。"
            optional
            options={streets.map((one) => ({ value: one.id, text: one.name }))}
            value={street?.id}
            emptyText="不分街道"
          />
          <ButtonRow>
            <Button icon="print">看海报（A4）</Button>
            <Button variant="secondary" formAction={`${path}/cards`}>
              看小卡片（一张纸八份）
            </Button>
          </ButtonRow>
        </Form>
      </section>
    </div>
  );
}

/** Small cards to cut out and hand over, or to lay beside something: eight on a sheet. */
export function CardsPage({
  article,
  address,
  street,
}: {
  article: Pick<LiveArticle, "title" | "content">;
  address: string;
  street: string | undefined;
}) {
  return (
    <div class="stack">
      <h1 class="poster__print">小卡片</h1>
      <p class="poster__print small">
        按浏览器的“打印”，一张 A4 印八份，沿线剪开。{street !== undefined && `这批记在${street}名下。`}
      </p>
      <ol class="small-cards">
        {Array.from({ length: 8 }, (_, index) => (
          // Seven of them are for the scissors only: read out once is enough.
          <li class="small-cards__card" key={index} aria-hidden={index === 0 ? undefined : "true"}>
            <Qr text={address} label="扫码看全文，可以听" />
            <div>
              <p class="small-cards__title">{article.title}</p>
              <p class="small-cards__answer">{article.content.answer}</p>
              <p class="small">扫码看全文，可以听</p>
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
