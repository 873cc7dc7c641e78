// A guardian's page of one child: what zone, what was agreed to, how long, what it saved and what was answered (Y-00).
import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { countSessionsOf, getPersonName } from "#modules/identity/index.ts";
import {
  endChildSessions,
  findChildTime,
  firstHour,
  hasConsent,
  lastHour,
  listConsentsOfChild,
  minuteChoices,
  peoplePaths,
  requireOwnChild,
  setChildLimit,
  startChildSession,
  toChildPath,
} from "#modules/people/index.ts";
import { listOwnQuestions } from "#modules/questions/index.ts";
import { eraseSavedOf, listSaved } from "#modules/readers/index.ts";
import { paths, zonePath } from "#site/paths.ts";
import { ChildPage } from "./child-page.tsx";
import { familyPaths } from "./family-paths.ts";

const own = { action: "people.own" } as const;
const closed = { additionalProperties: false } as const;
const params = Type.Object({ id: Type.String({ pattern: "^[0-9a-f-]{36}$", title: "孩子" }) });
const choice = (values: readonly number[], title: string) =>
  Type.Union(
    values.map((value) => Type.Literal(String(value))),
    { title },
  );
const hours = Array.from({ length: lastHour - firstHour }, (_, index) => firstHour + index);
const limitBody = Type.Object(
  {
    minutesPerDay: choice(minuteChoices, "一天几分钟"),
    opensHour: choice(hours, "几点开始"),
    closesHour: choice(
      hours.map((hour) => hour + 1),
      "几点结束",
    ),
  },
  closed,
);
const deviceBody = Type.Object({ agreed: Type.Optional(Type.Literal("yes", { title: "同意" })) }, closed);
const emptyBody = Type.Object({}, closed);

type ChildVisit = Visit<{ id: string }>;

/** Pages and acts of a guardian about one child; another's child is not found. */
export function registerFamilyPages(routes: Routes, context: Context): void {
  const { db, clock, cipher, config } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });

  const childPage = async (visit: ChildVisit, form: FormState): Promise<PageView> => {
    const { id } = visit.params;
    const child = await requireOwnChild(db, visit.person(), id);
    const [name, time, consents, saved, questions, devices, mayGive] = await Promise.all([
      getPersonName(db, cipher, id),
      findChildTime(db, context, id),
      listConsentsOfChild(db, id),
      listSaved(db, visit.now, id),
      listOwnQuestions(db, { cipher }, id),
      countSessionsOf(db, id),
      hasConsent(db, id, "child_sign_in"),
    ]);
    return {
      title: name ?? "孩子",
      section: "me",
      breadcrumbs: [
        { label: "我的", href: paths.me },
        { label: "我的家庭", href: peoplePaths.family },
      ],
      main: (
        <ChildPage
          form={form}
          formKey={visit.formKey}
          now={visit.now}
          child={{ id, name: name ?? "孩子", relation: child.relation }}
          time={time}
          consents={consents}
          saved={saved}
          questions={questions}
          devices={devices}
          consent={mayGive ? "standing" : "needed"}
          hours={hours}
        />
      ),
    };
  };
  routes.page({
    url: familyPaths.child,
    access: own,
    params,
    handler: (visit) => childPage(visit, emptyForm),
  });
  routes.form({
    url: familyPaths.limit,
    access: own,
    params,
    body: limitBody,
    handler: async (visit, trx) => {
      await setChildLimit(trx, act(visit), visit.person(), {
        childPersonId: visit.params.id,
        minutesPerDay: Number(visit.body.minutesPerDay),
        opensHour: Number(visit.body.opensHour),
        closesHour: Number(visit.body.closesHour),
      });
      return { redirect: `${toChildPath(visit.params.id)}#time` };
    },
    onRefusal: childPage,
  });
  routes.form({
    url: familyPaths.device,
    access: own,
    params,
    body: deviceBody,
    outsideTransaction:
      "sets the child's session cookie, which an idempotent answer would not repeat; a second press comes from the child",
    handler: async (visit) => {
      await inTransaction(db, (trx) =>
        startChildSession(trx, { ...act(visit), config }, visit.person(), {
          childPersonId: visit.params.id,
          agreed: visit.body.agreed,
          visit,
        }),
      );
      return { redirect: zonePath("youth") };
    },
    onRefusal: childPage,
  });
  routes.form({
    url: familyPaths.end,
    access: own,
    params,
    body: emptyBody,
    handler: async (visit, trx) => {
      await endChildSessions(trx, act(visit), visit.person(), visit.params.id);
      await eraseSavedOf(trx, visit.params.id);
      return { redirect: toChildPath(visit.params.id) };
    },
    onRefusal: childPage,
  });
}
