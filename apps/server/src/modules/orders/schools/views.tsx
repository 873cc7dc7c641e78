// Views of 学校同意 on an order's page, and of 专家库.
import { toDistrictDate } from "#kernel/clock.ts";
import type { FormState } from "#kernel/http-types.ts";
import { expertFieldName, expertFields, type LibraryExpert } from "#modules/people/index.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { Consent } from "#ui/field/choices.tsx";
import { DateField, FileField, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { ticked, typed } from "#ui/form/form-state.ts";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import type { TalkView } from "../lectures/talks.ts";
import { ordersPaths, toOwnOrderPath } from "../paths.ts";
import type { ConsentView } from "./consents.ts";
import { safetyText } from "./kindergartens.ts";

type ConsentProps = {
  orderId: string;
  consent: ConsentView;
  form: FormState;
  formKey: string;
  now: Date;
};

const guardianHints: Readonly<Record<Exclude<ConsentView["asked"], "none">, string>> = {
  school: "这项服务不要求，告诉了可以写上。",
  health: "讲健康、生理卫生的，要先告诉家长讲什么。",
  little: "孩子动手做之前，要先告诉家长做什么、用什么。",
};

/** On the order of a school: the consent that stands, and the form by which it is given. */
export const ConsentSection = ({ orderId, consent, form, formKey, now }: ConsentProps) => {
  const { asked, isOpen, little, given } = consent;
  if (asked === "none") return null;
  const place = asked === "little" ? "幼儿园" : "学校";
  const today = toDistrictDate(now);
  return (
    <section aria-label={`${place}同意`}>
      <SectionHead title={`${place}同意`} />
      {little !== undefined && (
        <p>
          {safetyText(little)}这一单至少要 {little.adultsNeeded} 位园里的大人在场。
        </p>
      )}
      {given === undefined ? (
        <Notice tone="soon" title={`还没有${place}的书面同意`}>
          {`进${place}要先有${place}的书面同意，服务队才能约时间。请在下面填好。`}
        </Notice>
      ) : (
        <SummaryList
          rows={[
            {
              term: "谁同意的",
              value: `${place}${given.signerPosition}，${calendarDayText(given.agreedOn, now)}`,
            },
            { term: "哪些年级、班", value: given.classes },
            ...(given.guardiansToldOn === null
              ? []
              : [{ term: "告诉家长", value: calendarDayText(given.guardiansToldOn, now) }]),
            ...(given.adultsCount === null ? [] : [{ term: "到场的大人", value: `${given.adultsCount} 位` }]),
            ...(given.wholeSeries ? [{ term: "管哪几次", value: "这个系列的每一次" }] : []),
            ...(given.letterFileId === null
              ? []
              : [
                  {
                    term: "同意书",
                    value: <a href={`${toOwnOrderPath(orderId)}/school-letter`}>看同意书</a>,
                  },
                ]),
          ]}
        />
      )}
      {isOpen && (
        <Form
          action={`${toOwnOrderPath(orderId)}/school-consent`}
          formKey={formKey}
          encoding="files"
          label={`登记${place}同意`}
        >
          <TextField
            name="signerName"
            label={`${place}谁同意的`}
            hint="写姓名，例如校长、园长。只有站点核对时看得到。"
            maxlength={30}
            width="medium"
            value={typed(form, "signerName")}
            error={form.errors["signerName"]}
          />
          <TextField
            name="signerPosition"
            label="他的职务"
            maxlength={30}
            width="medium"
            value={typed(form, "signerPosition")}
            error={form.errors["signerPosition"]}
          />
          <DateField
            name="agreedOn"
            label="哪天同意的"
            max={today}
            value={typed(form, "agreedOn")}
            error={form.errors["agreedOn"]}
          />
          <TextField
            name="classes"
            label="哪些年级、班"
            hint={asked === "little" ? "例如：大一班、大二班。" : "例如：五年级 1 班、2 班。"}
            maxlength={60}
            value={typed(form, "classes")}
            error={form.errors["classes"]}
          />
          <DateField
            name="guardiansToldOn"
            label="哪天告诉家长的"
            optional={asked === "school"}
            hint={guardianHints[asked]}
            max={today}
            value={typed(form, "guardiansToldOn")}
            error={form.errors["guardiansToldOn"]}
          />
          {little !== undefined && (
            <TextField
              name="adultsCount"
              label="到场几位大人"
              hint={`园里的老师、保育员，不算来的志愿者。至少 ${little.adultsNeeded} 位。`}
              maxlength={6}
              inputmode="numeric"
              width="short"
              value={typed(form, "adultsCount")}
              error={form.errors["adultsCount"]}
            />
          )}
          <FileField
            name="letter"
            label="盖章的同意书"
            hint="照片或 PDF，最大 10 MB。没有就在下面打勾。"
            optional
            accept="image/jpeg,image/png,image/webp,.pdf"
            error={form.errors["letter"]}
          />
          <Consent
            name="confirmed"
            text="没有同意书文件：我确认上面这位老师已经书面同意"
            checked={ticked(form, "confirmed").length > 0}
            error={form.errors["confirmed"]}
          />
          <NextStep>登记以后，接单的服务队就能和您约时间。填错了可以重新登记，以最后一次为准。</NextStep>
          <Button variant={given === undefined ? "primary" : "secondary"}>
            {given === undefined ? `登记${place}同意` : `重新登记${place}同意`}
          </Button>
        </Form>
      )}
    </section>
  );
};

type LibraryProps = {
  experts: readonly LibraryExpert[];
  talks: readonly TalkView[];
  chosen: string | undefined;
};

const libraryPath = (field: string): string => `${ordersPaths.library}?field=${field}`;

/** Experts in office by what the public may know of them: title, fields, talks; each can be asked for. */
export const LibraryPage = ({ experts, talks, chosen }: LibraryProps) => (
  <div class="stack">
    <h1>专家库</h1>
    <p class="lead">
      聘任在期的专家，学校、社区和园区都可以请，不收钱。老师点单时，地点可以直接选自己的学校。
    </p>
    <nav class="facets__group" aria-label="领域">
      <ul class="facets__list">
        <li>
          <a
            class="facets__link"
            href={ordersPaths.library}
            aria-current={chosen === undefined ? "true" : undefined}
          >
            全部
          </a>
        </li>
        {Object.entries(expertFields).map(([code, name]) => (
          <li key={code}>
            <a
              class="facets__link"
              href={libraryPath(code)}
              aria-current={chosen === code ? "true" : undefined}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    {experts.length === 0 && (
      <p>
        这个领域现在没有在聘的专家。<a href={ordersPaths.library}>看全部专家</a>，或
        <a href={`${ordersPaths.start}?item=other`}>用一句话说您想听什么</a>。
      </p>
    )}
    {experts.map((expert) => {
      const own = talks.filter((talk) => talk.expertId === expert.expertId);
      return (
        <section key={expert.expertId} class="stack">
          <SectionHead title={expert.publicTitle} />
          <p>领域：{expert.fields.map(expertFieldName).join("、")}</p>
          {own.length > 0 && (
            <ul>
              {own.map((talk) => (
                <li key={talk.id}>
                  <a href={`${ordersPaths.start}?item=${talk.itemCode ?? ""}`}>{talk.title}</a>，约{" "}
                  {talk.minutes} 分钟
                </li>
              ))}
            </ul>
          )}
          <p>
            <a href={`${ordersPaths.start}?item=other&expert=${expert.expertId}`}>
              请{expert.publicTitle}讲别的
            </a>
          </p>
        </section>
      );
    })}
    <Notice title="进学校要学校同意">
      地点在学校的单，要先登记学校的书面同意才能约时间；讲健康、生理卫生的，还要先告诉家长。
    </Notice>
  </div>
);
