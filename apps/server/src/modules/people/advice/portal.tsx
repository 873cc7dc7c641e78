import Type from "typebox";
import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { emptyBody, idParams } from "../contract.ts";
import { findExpertOf } from "../experts.ts";
import { listStandings } from "../expert-standing.ts";
import { peoplePaths } from "../paths.ts";
import { revisePaper, submitPaper, withdrawPaper } from "./papers.ts";
import { listPapers } from "./queries.ts";
import { listAdviceRequests } from "./requests.ts";
import { listAddressees } from "./units.ts";
import { askedPrefix, OwnAdvicePage } from "./views.tsx";

const own = { action: "people.own" } as const;
const words = {
  title: Type.Optional(Type.String({ maxLength: 60, title: "题目" })),
  body: Type.Optional(Type.String({ maxLength: 5000, title: "建议" })),
};
const paperBody = Type.Object(
  { ...words, to: Type.Optional(Type.String({ maxLength: 50, title: "送给谁" })) },
  { additionalProperties: false },
);
const reviseBody = Type.Object(words, { additionalProperties: false });

const isId = (typed: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(typed);

/** /my/expert/advice: a senior expert files papers, reads what units ask, and sees where each of his papers stands. */
export const registerAdvicePages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const mayAdvise = async (person: PersonActor, day: string): Promise<boolean> => {
    const expertId = await findExpertOf(db, person.personId);
    if (expertId === undefined || person.onBehalfOf !== undefined) return false;
    const standing = (await listStandings(db, { expertIds: [expertId], day })).get(expertId);
    return standing !== undefined && standing.isSenior && standing.isAppointed;
  };
  const page = async (visit: Visit, form: FormState): Promise<PageView> => {
    const person = visit.person();
    const day = toDistrictDate(visit.now);
    const all = { scope: "everywhere", page: 1, size: 100 } as const;
    return {
      title: form === emptyForm ? "我的建议" : "出错：我的建议",
      section: "me",
      breadcrumbs: [
        { label: "我的", href: "/me" },
        { label: "我做专家", href: peoplePaths.expertOwn },
      ],
      main: (
        <OwnAdvicePage
          form={form}
          formKey={visit.formKey}
          mayAdvise={await mayAdvise(person, day)}
          papers={(await listPapers(db, { ...all, personId: person.personId })).rows}
          requests={(await listAdviceRequests(db, { ...all, openOn: day })).rows}
          units={await listAddressees(db, day)}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({ url: peoplePaths.expertAdvice, access: own, handler: (visit) => page(visit, emptyForm) });
  routes.form({
    url: peoplePaths.expertAdvice,
    access: own,
    body: paperBody,
    handler: async (visit, trx) => {
      const { title = "", body = "", to = "" } = visit.body;
      const asked = to.startsWith(askedPrefix) ? to.slice(askedPrefix.length) : "";
      await submitPaper(trx, act(visit), visit.person(), {
        title,
        body,
        requestId: isId(asked) ? asked : undefined,
        unitId: isId(to) ? to : undefined,
      });
      return { redirect: peoplePaths.expertAdvice };
    },
    onRefusal: page,
  });
  routes.form({
    url: peoplePaths.expertAdviceRevise,
    access: own,
    params: idParams,
    body: reviseBody,
    handler: async (visit, trx) => {
      const { title = "", body = "" } = visit.body;
      await revisePaper(trx, act(visit), visit.person(), { id: visit.params.id, title, body });
      return { redirect: peoplePaths.expertAdvice };
    },
    onRefusal: page,
  });
  routes.form({
    url: peoplePaths.expertAdviceWithdraw,
    access: own,
    params: idParams,
    body: emptyBody,
    handler: async (visit, trx) => {
      await withdrawPaper(trx, act(visit), visit.person(), visit.params.id);
      return { redirect: peoplePaths.expertAdvice };
    },
    onRefusal: page,
  });
};
