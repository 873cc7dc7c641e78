import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import * as contract from "./contract.ts";
import { listOwnCorrections, requestCorrection } from "./corrections.ts";
import type { TeamsError } from "./errors.ts";
import { listOwnHours } from "./hours.ts";
import { teamsPaths } from "./paths.ts";
import { CorrectPage, HoursPage } from "./views-hours.tsx";

const own = { action: "teams.own" } as const;

/** A volunteer's own hours, and the way to have a wrong one corrected. */
export const registerHoursPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  routes.page({
    url: teamsPaths.hours,
    access: own,
    handler: async (visit): Promise<PageView> => {
      const { personId } = visit.person();
      return {
        title: "我的服务时长",
        section: "me",
        breadcrumbs: [{ label: "我的", href: "/me" }],
        main: (
          <HoursPage
            {...await listOwnHours(db, personId)}
            corrections={await listOwnCorrections(db, personId)}
            now={visit.now}
          />
        ),
      };
    },
  });
  const correctPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const { rows } = await listOwnHours(db, visit.person().personId);
    const row = rows.find((one) => one.id === visit.params.id);
    if (row === undefined) throw new AppError<TeamsError>("teams.hours_not_found", { status: 404 });
    return {
      title: "申请更正时长",
      section: "me",
      breadcrumbs: [
        { label: "我的", href: "/me" },
        { label: "我的服务时长", href: teamsPaths.hours },
      ],
      main: <CorrectPage row={row} form={form} formKey={visit.formKey} now={visit.now} />,
    };
  };
  routes.page({
    url: teamsPaths.correct,
    access: own,
    params: contract.idParams,
    handler: (visit) => correctPage(visit, emptyForm),
  });
  routes.form({
    url: teamsPaths.correct,
    access: own,
    params: contract.idParams,
    body: contract.correctBody,
    handler: async (visit, trx) => {
      const act = { clock, cipher, requestId: visit.requestId };
      await requestCorrection(trx, act, visit.person(), {
        hoursId: visit.params.id,
        wantedMinutes: visit.body.minutes,
        reason: visit.body.reason,
      });
      return { redirect: teamsPaths.hours };
    },
    onRefusal: correctPage,
  });
};
