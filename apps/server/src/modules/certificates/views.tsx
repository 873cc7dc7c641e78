import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { DateField, SelectField, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { minutesText } from "#modules/teams/index.ts";
import { trustPaths } from "#modules/trust/index.ts";
import { certificatesPaths, toCertificatePath, toVerifyPath } from "./paths.ts";
import type { CertificateView } from "./queries.ts";
import { type CertificateStanding, kindNames, standingNames } from "./state.ts";

const tones: Readonly<Record<CertificateStanding, StatusTone>> = {
  requested: "active",
  issued: "done",
  superseded: "soon",
  refused: "wrong",
  revoked: "wrong",
};

const dayOf = (day: string, now: Date): string => calendarDayText(day, now);

export function OwnCertificatesPage({
  certificates,
  units,
  form,
  formKey,
  now,
  firstDay,
  today,
}: {
  certificates: readonly CertificateView[];
  units: readonly { unitId: string; unitName: string; credited: number; added: number }[];
  form: FormState;
  formKey: string;
  now: Date;
  firstDay: string;
  today: string;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我的服务证明</h1>
      <p class="lead">谁记录，谁证明，不收费。签到的和补录的时长在证明上分开写。</p>
      {certificates.length > 0 && (
        <Listing
          heading="h2"
          items={certificates.map((one) => ({
            key: one.id,
            title: `${kindNames[one.kind]}${one.no === null ? "" : ` ${one.no}`}`,
            href: toCertificatePath(one.id),
            meta: `${one.unitName} · ${dayOf(one.from, now)}至${dayOf(one.to, now)}`,
            text: one.decisionReason ?? undefined,
            aside: <StatusTag tone={tones[one.standing]} text={standingNames[one.standing]} />,
          }))}
        />
      )}
      {units.length === 0 ? (
        <EmptyState icon="document" title="还没有可以证明的时长">
          服务时长记下以后，就能在这里向记录的单位要证明。
        </EmptyState>
      ) : (
        <section aria-label="要一份证明">
          <SectionHead title="要一份证明" />
          <Form action={certificatesPaths.own} formKey={formKey} label="要一份证明">
            <SelectField
              name="unitId"
              label="哪个单位出具"
              options={units.map((unit) => ({
                value: unit.unitId,
                text: `${unit.unitName}（签到 ${minutesText(unit.credited)}，补录 ${minutesText(unit.added)}）`,
              }))}
              value={typed(form, "unitId", units[0]?.unitId)}
              error={form.errors["unitId"]}
            />
            <DateField
              name="from"
              label="从哪天"
              value={typed(form, "from", firstDay)}
              error={form.errors["from"]}
            />
            <DateField name="to" label="到哪天" value={typed(form, "to", today)} error={form.errors["to"]} />
            <TextField
              name="purpose"
              label="用在哪里"
              optional
              maxlength={100}
              value={typed(form, "purpose")}
              error={form.errors["purpose"]}
              hint="会印在证明上，例如：学校第二课堂。"
            />
            <NextStep>单位 10 天内出具，出具后在这里下载。</NextStep>
            <Button>我要证明</Button>
          </Form>
        </section>
      )}
    </div>
  );
}

export function OwnCertificatePage({ one, now }: { one: CertificateView; now: Date }) {
  const isOut = one.status === "issued" && one.no !== null;
  return (
    <div class="stack">
      <h1>{kindNames[one.kind]}</h1>
      <p>
        <StatusTag tone={tones[one.standing]} text={standingNames[one.standing]} />
      </p>
      {one.standing === "superseded" && (
        <Notice tone="soon" title="上面的时长后来有更正">
          这份证明已过时。请回到“我的服务证明”重新要一份。
        </Notice>
      )}
      {one.decisionReason !== null && (
        <Notice tone="soon" title={standingNames[one.standing]}>
          {one.decisionReason}
        </Notice>
      )}
      <CertificateFacts one={one} now={now} />
      {isOut && (
        <>
          <p>
            <LinkButton href={toCertificatePath(one.id, "/certificate.pdf")}>下载证明（PDF）</LinkButton>
          </p>
          <p>
            <LinkButton href={toCertificatePath(one.id, "/certificate.json")} variant="secondary">
              下载离线核对文件
            </LinkButton>
          </p>
          <p>
            <LinkButton href={toVerifyPath(one.no ?? "", one.checkCode ?? "")} variant="quiet">
              看别人核对时看到什么
            </LinkButton>
          </p>
        </>
      )}
    </div>
  );
}

function CertificateFacts({ one, now, name }: { one: CertificateView; now: Date; name?: string }) {
  return (
    <SummaryList
      rows={[
        ...(one.no === null ? [] : [{ term: "编号", value: one.no }]),
        ...(one.checkCode === null ? [] : [{ term: "核对码", value: one.checkCode }]),
        ...(name === undefined ? [] : [{ term: "志愿者", value: name }]),
        { term: "出具单位", value: one.unitName },
        { term: "起止日期", value: `${dayOf(one.from, now)}至${dayOf(one.to, now)}` },
        ...(one.creditedMinutes === null
          ? []
          : [
              { term: "现场签到的时长", value: minutesText(one.creditedMinutes) },
              { term: "补录的时长（不相加）", value: minutesText(one.addedMinutes ?? 0) },
            ]),
      ]}
    />
  );
}

export function VerifyPage({
  asked,
  found,
  name,
  ledgerEntry,
  now,
}: {
  asked: { no: string; code: string } | undefined;
  found: CertificateView | undefined;
  name: string;
  ledgerEntry: string | undefined;
  now: Date;
}) {
  return (
    <div class="stack">
      <h1>核对服务证明</h1>
      <p class="lead">输入证明上的编号和核对码，看它是不是真的、现在还有没有效。</p>
      {asked !== undefined && found === undefined && (
        <Notice tone="urgent" title="没有这份证明">
          编号和核对码对不上。请照着证明再输一遍；还是对不上，这份证明就不是这里出具的。
        </Notice>
      )}
      {found !== undefined && (
        <section aria-label="核对结果">
          <Notice
            tone={found.standing === "issued" ? "done" : "urgent"}
            title={`${kindNames[found.kind]}：${standingNames[found.standing]}`}
          >
            {found.standing === "issued" && "内容和账本里登记的一致，列出的时长后来没有更正过。"}
            {found.standing === "superseded" && "列出的时长后来有更正，请向持有人要新的证明。"}
            {found.standing === "revoked" && `出具单位撤销了它：${found.decisionReason ?? ""}`}
          </Notice>
          <CertificateFacts one={found} now={now} name={name} />
          {ledgerEntry !== undefined && (
            <p>
              <a href={trustPaths.entry(ledgerEntry)}>看它在公开账本里的登记</a>
            </p>
          )}
        </section>
      )}
      <form action={certificatesPaths.verify} method="get" class="form" aria-label="核对服务证明">
        <TextField name="no" label="编号" width="medium" value={asked?.no ?? ""} hint="例如 ZM-2026-000001" />
        <TextField
          name="code"
          label="核对码"
          width="medium"
          value={asked?.code ?? ""}
          hint="10 个字母和数字"
        />
        <Button>核对</Button>
      </form>
      <p>
        不联网也能核对：扫出二维码里的文字，用 <code>kepu certificate verify</code>{" "}
        和事先保存的公钥核对签名。有没有撤销，要联网才知道。
      </p>
    </div>
  );
}
