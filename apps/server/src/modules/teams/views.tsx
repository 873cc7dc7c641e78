import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { calendarDayText } from "#ui/date-text.ts";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Checkboxes, Radios } from "#ui/field/choices.tsx";
import { DateField, FileField, SelectField, TextArea, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import type { Absence } from "./absences.ts";
import { teamsPaths, toTeamPath } from "./paths.ts";
import type { Term } from "./terms.ts";
import type { PestView, Treats } from "./pests/pests.ts";
import { TreatsSection } from "./pests/views.tsx";
import { AbsencesSection } from "./views-absences.tsx";
import { TermsSection } from "./views-terms.tsx";
import type { BadgeView, MemberView, TeamView } from "./queries.ts";
import { badgeStatusNames, type TeamStatus, teamStatusNames } from "./state.ts";
import {
  badgeKindCodes,
  badgeKinds,
  effortCodes,
  efforts,
  halfCodes,
  halves,
  skillCodes,
  skills,
  teamKindCodes,
  teamKinds,
  timesText,
  weekdays,
} from "./vocabulary.ts";

type HomeOption = { value: string; text: string };
type FormProps = { form: FormState; formKey: string };

const tones: Readonly<Record<TeamStatus, StatusTone>> = {
  registered: "active",
  verified: "done",
  refused: "wrong",
  suspended: "soon",
  disbanded: "neutral",
};

export function TeamsPage({ teams, me }: { teams: readonly TeamView[]; me: string }) {
  return (
    <div class="stack">
      <h1>我的服务队</h1>
      {teams.length === 0 ? (
        <EmptyState
          icon="people"
          title="您还没有服务队"
          action={<LinkButton href={teamsPaths.register}>登记一支服务队</LinkButton>}
        >
          队长登记，站点核验通过后就能接单。想进别人的队，把您登录用的手机号告诉队长。
        </EmptyState>
      ) : (
        <>
          <Listing
            heading="h2"
            items={teams.map((team) => ({
              key: team.id,
              title: team.name,
              href: toTeamPath(team.id),
              meta: `${teamKinds[team.kind]} · ${team.leaderPersonId === me ? "我是队长" : "我是队员"} · ${team.memberCount} 人`,
              aside: <StatusTag tone={tones[team.status]} text={teamStatusNames[team.status]} />,
            }))}
          />
          <p>
            <LinkButton href={teamsPaths.register} variant="secondary">
              再登记一支服务队
            </LinkButton>
          </p>
        </>
      )}
    </div>
  );
}

export function TeamFormPage({
  form,
  formKey,
  homes,
  team,
}: FormProps & { homes: readonly HomeOption[]; team?: TeamView }) {
  const days = team?.times.map((time) => String(time.weekday)) ?? ["6", "7"];
  const chosenHalves = team?.times.map((time) => time.half) ?? [];
  const kept = (name: string, before: readonly string[]): readonly string[] =>
    Object.keys(form.values).length > 0 ? ticked(form, name) : before;
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>{team === undefined ? "登记服务队" : "修改服务队"}</h1>
      <Form
        action={team === undefined ? teamsPaths.register : toTeamPath(team.id, "/edit")}
        formKey={formKey}
        label={team === undefined ? "登记服务队" : "修改服务队"}
      >
        {team === undefined && (
          <>
            <Radios
              name="kind"
              legend="哪一种队"
              options={teamKindCodes.map((value) => ({ value, text: teamKinds[value] }))}
              value={typed(form, "kind")}
              error={form.errors["kind"]}
            />
            <SelectField
              name="homeUnitId"
              label="平时在哪里"
              options={homes}
              value={typed(form, "homeUnitId")}
              error={form.errors["homeUnitId"]}
              hint="管这个地方的站点来核验你们。"
            />
          </>
        )}
        <TextField
          name="name"
          label="队名"
          maxlength={40}
          value={typed(form, "name", team?.name)}
          error={form.errors["name"]}
        />
        <TextArea
          name="about"
          label="一句话介绍"
          rows={3}
          maxlength={300}
          value={typed(form, "about", team?.about)}
          error={form.errors["about"]}
          hint="是些什么人、做过什么。"
        />
        <Checkboxes
          name="skills"
          legend="会做什么"
          options={skillCodes.map((value) => ({ value, text: skills[value] }))}
          values={kept("skills", team?.skills ?? [])}
          error={form.errors["skills"]}
        />
        <Radios
          name="reach"
          legend="能去哪里"
          options={[
            { value: "street", text: "只在本街道（镇）" },
            { value: "district", text: "全区都可以" },
          ]}
          value={typed(form, "reach", "street")}
          error={form.errors["reach"]}
        />
        <Checkboxes
          name="days"
          legend="星期几能来"
          options={weekdays.map((text, index) => ({ value: String(index + 1), text }))}
          values={kept("days", days)}
          error={form.errors["days"] ?? form.errors["times"]}
          arrangement="row"
        />
        <Checkboxes
          name="halves"
          legend="什么时候能来"
          options={halfCodes.map((value) => ({ value, text: halves[value] }))}
          values={kept("halves", chosenHalves)}
          error={form.errors["halves"]}
          arrangement="row"
        />
        <Radios
          name="effort"
          legend="做哪些活"
          options={effortCodes.map((value) => ({ value, text: efforts[value] }))}
          value={typed(form, "effort", team?.effort ?? "normal")}
          error={form.errors["effort"]}
        />
        <TextField
          name="capacity"
          label="同一个半天能接几单"
          inputmode="numeric"
          width="short"
          value={typed(form, "capacity", String(team?.capacity ?? 1))}
          error={form.errors["capacity"]}
        />
        <DateField
          name="insuranceUntil"
          label="志愿者保险到哪天"
          optional
          value={typed(form, "insuranceUntil", team?.insuranceUntil ?? "")}
          error={form.errors["insuranceUntil"]}
        />
        {team === undefined && (
          <NextStep>登记后您就是队长。站点核验通过，就会给你们派单，也能抢单。</NextStep>
        )}
        <Button>{team === undefined ? "登记服务队" : "保存"}</Button>
      </Form>
    </div>
  );
}

function TeamStanding({ team }: { team: TeamView }) {
  if (team.status === "verified") return null;
  if (team.status === "registered")
    return (
      <Notice tone="info" title="等站点核验">
        {team.unitName}会来核验。通过以前还不能接单。
      </Notice>
    );
  return (
    <Notice tone="soon" title={team.status === "refused" ? "没有通过，改好后再提交" : "暂停接单"}>
      {team.decisionReason ?? `请联系${team.unitName}。`}
    </Notice>
  );
}

export function TeamPage({
  team,
  me,
  members,
  absences,
  terms,
  treats,
  pests,
  form,
  formKey,
  now,
}: FormProps & {
  team: TeamView;
  me: string;
  members: readonly MemberView[];
  absences: readonly Absence[];
  terms: readonly Term[];
  treats: Treats;
  pests: readonly PestView[];
  now: Date;
}) {
  const leads = team.leaderPersonId === me;
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>{team.name}</h1>
      <p>
        <StatusTag tone={tones[team.status]} text={teamStatusNames[team.status]} />
      </p>
      <TeamStanding team={team} />
      <SummaryList
        rows={[
          { term: "类别", value: teamKinds[team.kind] },
          { term: "会做", value: team.skills.map((skill) => skills[skill]).join("、") },
          { term: "能去", value: team.areas.map((area) => area.name).join("、") },
          {
            term: "能来的时间",
            value: timesText(team.times),
          },
          { term: "同一个半天", value: `能接 ${team.capacity} 单` },
          { term: "做哪些活", value: efforts[team.effort] },
          { term: "由谁核验", value: team.unitName },
        ]}
      />
      {team.skills.includes("farming") && (
        <TreatsSection
          teamId={team.id}
          treats={treats}
          pests={pests}
          leads={leads}
          form={form}
          formKey={formKey}
        />
      )}
      <AbsencesSection
        teamId={team.id}
        absences={absences}
        leads={leads}
        form={form}
        formKey={formKey}
        now={now}
      />
      {(team.kind === "campus" || team.kind === "university") && (
        <TermsSection teamId={team.id} terms={terms} leads={leads} form={form} formKey={formKey} now={now} />
      )}
      <section aria-label="队员">
        <SectionHead title={`队员 ${members.length} 人`} />
        <Listing
          items={members.map((member) => ({
            key: member.personId,
            title: member.personId === team.leaderPersonId ? `${member.name}（队长）` : member.name,
            meta:
              member.badges.length === 0
                ? "还没有培训证"
                : member.badges.map((badge) => badgeKinds[badge]).join(" · "),
            aside:
              member.personId !== team.leaderPersonId && (leads || member.personId === me) ? (
                <Form
                  action={toTeamPath(team.id, "/members/remove")}
                  formKey={formKey}
                  hidden={{ personId: member.personId }}
                  landmark="none"
                >
                  <Button variant="quiet" size="small">
                    {member.personId === me ? "退出这支队" : `请${member.name}退出`}
                  </Button>
                </Form>
              ) : undefined,
          }))}
        />
      </section>
      {leads && (
        <>
          <Form action={toTeamPath(team.id, "/members")} formKey={formKey} label="加队员">
            <TextField
              name="phone"
              label="加一位队员：他的手机号"
              type="tel"
              inputmode="tel"
              width="medium"
              value={typed(form, "phone")}
              error={form.errors["phone"]}
              hint="请他先在这里用手机登录一次。"
            />
            <Button variant="secondary">加进队</Button>
          </Form>
          {team.status === "verified" && (
            <p>
              <LinkButton href={toTeamPath(team.id, "/recruitment")} variant="secondary">
                招募队员
              </LinkButton>
            </p>
          )}
          <p>
            <LinkButton href={toTeamPath(team.id, "/edit")} variant="secondary">
              修改服务队
            </LinkButton>
          </p>
          {team.status === "refused" && (
            <Form action={toTeamPath(team.id, "/resubmit")} formKey={formKey} label="重新提交">
              <Button>改好了，重新提交</Button>
            </Form>
          )}
          <Form action={toTeamPath(team.id, "/leave")} formKey={formKey} label="解散">
            <Button variant="danger" size="small">
              解散这支队
            </Button>
          </Form>
        </>
      )}
    </div>
  );
}

export function BadgesPage({
  badges,
  homes,
  form,
  formKey,
  now,
  today,
}: FormProps & { badges: readonly BadgeView[]; homes: readonly HomeOption[]; now: Date; today: string }) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>我的培训证</h1>
      <p class="lead">给孩子上课、讲健康、讲安全，要先有培训证。证过期前，记得换新的。</p>
      {badges.length > 0 && (
        <Listing
          heading="h2"
          items={badges.map((badge) => ({
            key: badge.id,
            title: badgeKinds[badge.kind],
            meta: `${badge.proof} · 有效到 ${calendarDayText(badge.expiresOn, now)}`,
            text: badge.decisionReason ?? undefined,
            aside:
              badge.status === "verified" && badge.expiresOn < today ? (
                <StatusTag tone="wrong" text="过期" />
              ) : (
                <StatusTag
                  tone={
                    badge.status === "verified" ? "done" : badge.status === "submitted" ? "active" : "wrong"
                  }
                  text={badgeStatusNames[badge.status]}
                />
              ),
          }))}
        />
      )}
      <Form action={teamsPaths.badges} formKey={formKey} encoding="files" label="交一张证">
        <Radios
          name="kind"
          legend="交哪一种证"
          options={badgeKindCodes.map((value) => ({ value, text: badgeKinds[value] }))}
          value={typed(form, "kind")}
          error={form.errors["kind"]}
        />
        <TextField
          name="proof"
          label="谁发的、编号多少"
          maxlength={200}
          value={typed(form, "proof")}
          error={form.errors["proof"]}
        />
        <DateField
          name="expiresOn"
          label="有效到哪天"
          value={typed(form, "expiresOn")}
          error={form.errors["expiresOn"]}
        />
        <SelectField
          name="homeUnitId"
          label="由哪里的站点核验"
          options={homes}
          value={typed(form, "homeUnitId")}
          error={form.errors["homeUnitId"]}
          hint="选您常去服务的街道、社区。"
        />
        <FileField
          name="photo"
          label="证的照片"
          optional
          accept="image/*,.pdf"
          error={form.errors["photo"]}
        />
        <Button>交上去</Button>
      </Form>
    </div>
  );
}
