import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { listHomeUnits } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import { answerMatch } from "./matches.ts";
import { registerReturnee, withdrawReturnee } from "./offers.ts";
import { returneesPaths } from "./paths.ts";
import { findOwnOffer, listOwnMatches } from "./queries.ts";
import { helpSkillCodes } from "./state.ts";
import { ReturneePage } from "./views.tsx";

const own = { action: "returnees.own" } as const;

/** One page: what one offers, what villages asked, honours, and the way out. */
export const registerReturneePages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const page = async (visit: Visit, form: FormState): Promise<PageView> => {
    const { personId } = visit.person();
    const homes = await listHomeUnits(db, toDistrictDate(visit.now));
    return {
      title: "我为家乡出力",
      section: "me",
      breadcrumbs: [{ label: "我的", href: "/me" }],
      main: (
        <ReturneePage
          offer={await findOwnOffer(db, context, personId)}
          matches={await listOwnMatches(db, personId)}
          homes={homes.map((home) => ({ value: home.id, text: home.name }))}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({ url: returneesPaths.own, access: own, handler: (visit) => page(visit, emptyForm) });
  routes.form({
    url: returneesPaths.own,
    access: own,
    body: contract.registerBody,
    handler: async (visit, trx) => {
      const { skills, agrees, ...rest } = visit.body;
      const said = typeof skills === "string" ? [skills] : (skills ?? []);
      await registerReturnee(trx, act(visit), visit.person(), {
        ...rest,
        skills: helpSkillCodes.filter((skill) => said.includes(skill)),
        agrees: agrees === "yes",
      });
      return { redirect: returneesPaths.own };
    },
    onRefusal: page,
  });
  routes.form({
    url: returneesPaths.withdraw,
    access: own,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      const actor = visit.person();
      await withdrawReturnee(trx, act(visit), actor, actor.personId);
      return { redirect: returneesPaths.own };
    },
    onRefusal: page,
  });
  for (const event of ["agree", "decline", "finish"] as const)
    routes.form({
      url: returneesPaths.match.replace(":act", event),
      access: own,
      params: contract.idParams,
      body: contract.emptyBody,
      handler: async (visit, trx) => {
        await answerMatch(trx, act(visit), visit.person(), { matchId: visit.params.id, event });
        return { redirect: returneesPaths.own };
      },
      onRefusal: page,
    });
};
