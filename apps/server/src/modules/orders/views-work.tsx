import type { FormState } from "#kernel/http-types.ts";
import { badgeKinds, halves, type TeamView } from "#modules/teams/index.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText, dateTimeText, periodText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { CodeField, DateField, SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { onSitePath, ordersPaths, toRollPath, toVisitPhotosPath, toWorkOrderPath } from "./paths.ts";
import { type OrderRow, placeText, type VisitView, type WorkRow } from "./queries.ts";
import type { RatingView } from "./ratings.ts";
import { statusNames } from "./state.ts";
import { statusTone } from "./views-own.tsx";
import { halfStarts, starNames, toOrderNo } from "./vocabulary.ts";

type TeamWork = {
  team: TeamView;
  offers: readonly WorkRow[];
  open: readonly WorkRow[];
  mine: readonly WorkRow[];
};

function WorkList({ rows, now }: { rows: readonly WorkRow[]; now: Date }) {
  return (
    <Listing
      heading="h3"
      items={rows.map((row) => ({
        key: row.id,
        title: row.title,
        href: `${toWorkOrderPath(row.id)}?team=${row.teamId}`,
        meta: `${row.place} · ${
          row.visitStartsAt === null
            ? `希望 ${calendarDayText(row.wantedOn, now)}${halves[row.wantedHalf]}`
            : dateTimeText(row.visitStartsAt, now)
        } · ${row.peopleCount} 人`,
        text: row.answerBy === undefined ? undefined : `请在 ${dateTimeText(row.answerBy, now)} 前答复`,
        aside: <StatusTag tone={statusTone(row.status)} text={statusNames[row.status]} />,
      }))}
    />
  );
}

/** A leader's and a volunteer's day: what waits for an answer, what can be taken, what is agreed. */
export function WorkPage({
  work,
  visits,
  now,
}: {
  work: readonly TeamWork[];
  visits: readonly { orderId: string; title: string; startsAt: Date; place: string }[];
  now: Date;
}) {
  return (
    <div class="stack">
      <h1>接单</h1>
      {work.length > 0 && (
        <p>
          <a href={ordersPaths.teamRatings}>收到的评价</a>，不满意的请答复居民。
        </p>
      )}
      <section aria-label="我要去的服务">
        <SectionHead title="我要去的服务" />
        {visits.length === 0 ? (
          <EmptyState icon="calendar" title="还没有安排您去的服务">
            队长安排您去，就会列在这里。
          </EmptyState>
        ) : (
          <Listing
            items={visits.map((visit) => ({
              key: visit.orderId,
              title: visit.title,
              href: toWorkOrderPath(visit.orderId),
              meta: `${dateTimeText(visit.startsAt, now)} · ${visit.place}`,
            }))}
          />
        )}
      </section>
      {work.map(({ team, offers, open, mine }) => (
        <section key={team.id}>
          <SectionHead title={team.name} />
          {team.status !== "verified" && (
            <Notice tone="soon" title="现在还不能接单">
              这支队要先通过核验。
            </Notice>
          )}
          {offers.length > 0 && (
            <>
              <h3>派给我们的，等答复</h3>
              <WorkList rows={offers} now={now} />
            </>
          )}
          {open.length > 0 && (
            <>
              <h3>可以抢的</h3>
              <WorkList rows={open} now={now} />
            </>
          )}
          {mine.length > 0 && (
            <>
              <h3>我们接的</h3>
              <WorkList rows={mine} now={now} />
            </>
          )}
          {offers.length + open.length + mine.length === 0 && (
            <EmptyState icon="order" title="现在没有单">
              有新单会发短信，也会列在这里。
            </EmptyState>
          )}
        </section>
      ))}
      {work.length === 0 && (
        <EmptyState
          icon="people"
          title="您还没有带服务队"
          action={<LinkButton href="/my/teams">我的服务队</LinkButton>}
        >
          登记一支队，站点核验通过，就能接单。
        </EmptyState>
      )}
    </div>
  );
}

/** From the first signing in on there is somebody to write down. */
const rollStatuses: ReadonlySet<string> = new Set(["under_way", "done", "confirmed", "rated"]);

type WorkOrderProps = {
  order: OrderRow;
  team: TeamView;
  /** `leader` decides; `member` goes; both only of the team that has the order see whom to ask for. */
  role: "leader" | "member";
  offer: "mine" | "open" | "none";
  refusal: string | undefined;
  contact: { name: string | undefined; phone: string | undefined; address: string | undefined } | undefined;
  details: string | undefined;
  needs: readonly (keyof typeof badgeKinds)[];
  minutes: number;
  /** Who came is written down on a roll, and the number is the roll's. */
  hasRoll: boolean;
  /** At a school that has not agreed in writing yet. */
  waitsForSchool: boolean;
  visit: VisitView | undefined;
  people: readonly { personId: string; name: string; badges: readonly string[]; isUnfit: boolean }[];
  me: string;
  ratings: readonly RatingView[];
  form: FormState;
  formKey: string;
  now: Date;
};

export function WorkOrderPage(props: WorkOrderProps) {
  const { order, contact, visit, now } = props;
  const nameOf = (id: string): string =>
    props.people.find((one) => one.personId === id)?.name ?? "已退队的队员";
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(props.form)} />
      <h1>{order.title}</h1>
      <p>
        <StatusTag tone={statusTone(order.status)} text={statusNames[order.status]} />
      </p>
      <SummaryList
        rows={[
          { term: "单号", value: toOrderNo(order.order_no) },
          {
            term: "地点",
            value: `${placeText(order)}${contact?.address === undefined ? "" : ` ${contact.address}`}`,
          },
          {
            term: "时间",
            value:
              visit === undefined
                ? `希望 ${calendarDayText(order.wanted_on, now)}${halves[order.wanted_half]}`
                : periodText(visit.startsAt, visit.endsAt, now),
          },
          { term: "人数", value: `${order.people_count} 人` },
          ...(props.needs.length === 0
            ? []
            : [{ term: "要什么证", value: props.needs.map((badge) => badgeKinds[badge]).join("、") }]),
          ...(props.details === undefined ? [] : [{ term: "补充", value: props.details }]),
          ...(contact === undefined
            ? []
            : [{ term: "联系人", value: `${contact.name ?? ""} ${contact.phone ?? "没有留电话"}` }]),
        ]}
      />
      <OfferForms {...props} />
      {props.hasRoll && rollStatuses.has(order.status) && props.offer === "none" && (
        <p>
          谁来上课了，请在<a href={toRollPath(order.id)}>到课名单</a>
          里记好、签字，再点“做完了”；做完以后要改，也在那里。
        </p>
      )}
      <VisitForms {...props} nameOf={nameOf} />
      {props.ratings.length > 0 && (
        <section aria-label="评价">
          <SectionHead title="居民的评价" />
          <Listing
            items={props.ratings.map((rating) => ({
              key: String(rating.round),
              title: starNames[rating.stars - 1] ?? "",
              text: rating.comment,
            }))}
          />
        </section>
      )}
    </div>
  );
}

const at = (props: WorkOrderProps, act: string): string => `${toWorkOrderPath(props.order.id)}/${act}`;

function OfferForms(props: WorkOrderProps) {
  const { offer, role, team, formKey, form } = props;
  if (offer === "none" || role !== "leader") return null;
  if (props.refusal !== undefined)
    return (
      <Notice tone="soon" title="这个单您的队接不了">
        {props.refusal}
      </Notice>
    );
  return (
    <>
      <Form action={at(props, "accept")} formKey={formKey} hidden={{ teamId: team.id }} label="接单">
        <NextStep>接了以后，24 小时内和对方约时间。</NextStep>
        <Button size="large" icon="check">
          {offer === "open" ? "抢这个单" : "接这个单"}
        </Button>
      </Form>
      {offer === "mine" && (
        <Form action={at(props, "decline")} formKey={formKey} hidden={{ teamId: team.id }} label="婉拒">
          <TextArea
            name="reason"
            label="来不了的原因"
            rows={2}
            maxlength={300}
            value={typed(form, "reason")}
            error={form.errors["reason"]}
          />
          <Button variant="secondary">婉拒</Button>
        </Form>
      )}
    </>
  );
}

type VisitProps = WorkOrderProps & { nameOf: (personId: string) => string };

function VisitForms(props: VisitProps) {
  const { order, role, offer, visit } = props;
  if (offer !== "none" || order.team_id !== props.team.id) return null;
  const planned = visit?.status === "planned";
  return (
    <>
      {visit !== undefined && <Goers {...props} visit={visit} />}
      {role === "leader" && planned && <AssignForm {...props} />}
      {visit !== undefined && (planned || visit.status === "under_way") && (
        <OnSite {...props} visit={visit} />
      )}
      {role === "leader" && (order.status === "accepted" || planned) && <TimeForm {...props} />}
      {role === "leader" && (order.status === "accepted" || planned) && (
        <Form action={at(props, "give-back")} formKey={props.formKey} label="退单">
          <TextArea
            name="reason"
            label="退单的原因"
            rows={2}
            maxlength={300}
            value={typed(props.form, "reason")}
            error={props.form.errors["reason"]}
          />
          <Button variant="quiet">退掉这个单</Button>
        </Form>
      )}
    </>
  );
}

function Goers({ visit, nameOf, role, formKey, ...props }: VisitProps & { visit: VisitView }) {
  const all: WorkOrderProps = { ...props, visit, role, formKey };
  return (
    <section aria-label="去的人">
      <SectionHead title={`去的人 ${visit.members.length} 名`} />
      {visit.members.length === 0 ? (
        <EmptyState icon="people" title="还没有安排人去">
          至少安排一名队员，到时才能签到。
        </EmptyState>
      ) : (
        <Listing
          items={visit.members.map((member) => ({
            key: member.personId,
            title: nameOf(member.personId),
            meta:
              member.signedInAt === null
                ? "还没签到"
                : `签到 ${dateTimeText(member.signedInAt, props.now)}${member.signedOutAt === null ? "" : ` · 签退 ${dateTimeText(member.signedOutAt, props.now)}`}`,
            aside:
              role === "leader" && visit.status === "planned" ? (
                <Form
                  action={at(all, "release")}
                  formKey={formKey}
                  hidden={{ personId: member.personId }}
                  landmark="none"
                >
                  <Button variant="quiet" size="small">
                    不安排{nameOf(member.personId)}
                  </Button>
                </Form>
              ) : undefined,
          }))}
        />
      )}
    </section>
  );
}

function AssignForm(props: WorkOrderProps) {
  return (
    <Form action={at(props, "assign")} formKey={props.formKey} label="安排队员">
      <SelectField
        name="personId"
        label="安排谁去"
        options={props.people.map((one) => {
          const marks = [...one.badges, ...(one.isUnfit ? ["这次去不了"] : [])];
          return {
            value: one.personId,
            text: marks.length === 0 ? one.name : `${one.name}（${marks.join("、")}）`,
          };
        })}
        value={typed(props.form, "personId")}
        error={props.form.errors["personId"]}
      />
      <Button variant="secondary">安排他去</Button>
    </Form>
  );
}

function TimeForm(props: WorkOrderProps) {
  const { order, form, visit } = props;
  return (
    <Form action={at(props, "schedule")} formKey={props.formKey} label="约时间">
      {props.waitsForSchool && (
        <Notice tone="soon" title="先要学校同意">
          地点在学校，还没有登记学校的书面同意，现在约不了时间。请点单人在“我的点单”里登记，或请站点登记。
        </Notice>
      )}
      <DateField
        name="day"
        label="哪天"
        value={typed(form, "day", order.wanted_on)}
        error={form.errors["day"] ?? form.errors["startsAt"]}
      />
      <TextField
        name="time"
        label="几点开始"
        width="short"
        value={typed(form, "time", halfStarts[order.wanted_half])}
        error={form.errors["time"]}
        hint="例如 9:30 写成 09:30"
      />
      <TextField
        name="minutes"
        label="大概多久"
        inputmode="numeric"
        width="short"
        suffix="分钟"
        value={typed(form, "minutes", String(props.minutes))}
        error={form.errors["minutes"]}
      />
      <Button variant={visit === undefined ? "primary" : "secondary"}>
        {visit === undefined ? "约好了，告诉对方" : "改时间，告诉对方"}
      </Button>
    </Form>
  );
}

function OnSite(props: WorkOrderProps & { visit: VisitView }) {
  const { order, visit, me, role, form, formKey } = props;
  const mine = visit.members.find((member) => member.personId === me);
  return (
    <>
      <p>
        现场没有网？出门前先打开<a href={onSitePath}>现场签到</a>，没有网也能签。要留照片，到
        <a href={toVisitPhotosPath(order.id)}>现场照片</a>。
      </p>
      {mine !== undefined && mine.signedInAt === null && (
        <Form action={at(props, "sign-in")} formKey={formKey} label="签到">
          <CodeField
            name="code"
            label="到访码"
            value={typed(form, "code")}
            error={form.errors["code"]}
            hint="请点单的人告诉您 6 位数字。"
          />
          <Button>我到了，签到</Button>
        </Form>
      )}
      {mine !== undefined && mine.signedInAt !== null && mine.signedOutAt === null && (
        <Form action={at(props, "sign-out")} formKey={formKey} label="签退">
          <Button variant="secondary">我走了，签退</Button>
        </Form>
      )}
      {visit.status === "under_way" &&
        (role === "leader" || (mine !== undefined && mine.signedInAt !== null)) && (
          <Form action={at(props, "finish")} formKey={formKey} label="做完">
            {!props.hasRoll && (
              <TextField
                name="peopleServed"
                label="实际来了多少人"
                inputmode="numeric"
                width="short"
                suffix="人"
                value={typed(form, "peopleServed")}
                error={form.errors["peopleServed"]}
              />
            )}
            <NextStep>还没签退的队员一起签退，请对方确认。</NextStep>
            <Button>做完了</Button>
          </Form>
        )}
    </>
  );
}
