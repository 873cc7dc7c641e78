import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { findLedgerEntryOf } from "#kernel/ledger.ts";
import { type LedgerKeys, ledgerOrigin, loadLedgerKeys } from "#kernel/ledger-keys.ts";
import { getMaskedNames } from "#modules/identity/index.ts";
import { listRecordingUnits } from "#modules/teams/index.ts";
import { requestCertificate } from "./commands.ts";
import * as contract from "./contract.ts";
import type { CertificatesError } from "./errors.ts";
import { certificatesPaths } from "./paths.ts";
import {
  type CertificateView,
  findCertificate,
  getCertificate,
  listOwnCertificates,
  openCertificate,
} from "./queries.ts";
import { renderCertificate, toCertificateFile } from "./sheet.ts";
import { OwnCertificatePage, OwnCertificatesPage, VerifyPage } from "./views.tsx";

const own = { action: "certificates.own" } as const;
const crumbs = [{ label: "我的", href: "/me" }];

export const registerCertificatePages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, config } = context;
  let keys: LedgerKeys | undefined;
  const ledgerKeys = (): LedgerKeys =>
    (keys ??= loadLedgerKeys(config.dataFolder, ledgerOrigin(config.publicUrl)));

  const ownPage = async (visit: Visit, form: FormState): Promise<PageView> => {
    const { personId } = visit.person();
    const today = toDistrictDate(visit.now);
    return {
      title: "我的服务证明",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <OwnCertificatesPage
          certificates={await listOwnCertificates(db, personId)}
          units={await listRecordingUnits(db, personId)}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
          today={today}
          firstDay={`${today.slice(0, 4)}-01-01`}
        />
      ),
    };
  };
  routes.page({ url: certificatesPaths.own, access: own, handler: (visit) => ownPage(visit, emptyForm) });
  routes.form({
    url: certificatesPaths.own,
    access: own,
    body: contract.requestBody,
    handler: async (visit, trx) => {
      const act = { clock, cipher, requestId: visit.requestId };
      const { personId } = visit.person();
      const units = await listRecordingUnits(trx, personId);
      if (!units.some((unit) => unit.unitId === visit.body.unitId))
        throw new AppError<CertificatesError>("certificates.no_role_unit", {
          fields: { unitId: "certificates.no_role_unit" },
        });
      await requestCertificate(trx, act, visit.person(), visit.body);
      return { redirect: certificatesPaths.own };
    },
    onRefusal: ownPage,
  });

  /** The certificate, if it is the visitor's own. */
  const ownOne = async (visit: Visit<{ id: string }>): Promise<CertificateView> => {
    const found = await getCertificate(db, visit.params.id);
    if (found.personId !== visit.person().personId)
      throw new AppError<CertificatesError>("certificates.not_found", { status: 404 });
    return found;
  };
  routes.page({
    url: certificatesPaths.one,
    access: own,
    params: contract.idParams,
    handler: async (visit): Promise<PageView> => ({
      title: "服务证明",
      section: "me",
      breadcrumbs: [...crumbs, { label: "我的服务证明", href: certificatesPaths.own }],
      main: <OwnCertificatePage one={await ownOne(visit)} now={visit.now} />,
    }),
  });
  routes.file({
    url: certificatesPaths.pdf,
    access: own,
    params: contract.idParams,
    handler: async (visit) => {
      const { id } = await ownOne(visit);
      const opened = await openCertificate(db, context, id);
      return {
        contentType: "application/pdf",
        body: await renderCertificate(context, opened, ledgerKeys()),
        downloadName: `服务证明-${opened.content.no}.pdf`,
        cacheControl: "no-store",
      };
    },
  });
  routes.file({
    url: certificatesPaths.file,
    access: own,
    params: contract.idParams,
    handler: async (visit) => {
      const { id } = await ownOne(visit);
      const opened = await openCertificate(db, context, id);
      const file = await toCertificateFile(context, opened, ledgerKeys());
      return {
        contentType: "application/json; charset=utf-8",
        body: `${JSON.stringify(file, null, 2)}\n`,
        downloadName: `服务证明-${opened.content.no}.json`,
        cacheControl: "no-store",
      };
    },
  });
  routes.page({
    url: certificatesPaths.verify,
    access: { action: "certificates.verify" },
    query: contract.verifyQuery,
    handler: async (visit): Promise<PageView> => {
      const { no = "", code = "" } = visit.query;
      const asked = no === "" && code === "" ? undefined : { no, code };
      const found = asked === undefined ? undefined : await findCertificate(db, asked);
      const names = await getMaskedNames(db, cipher, found === undefined ? [] : [found.personId]);
      return {
        title: "核对服务证明",
        main: (
          <VerifyPage
            asked={asked}
            found={found}
            name={names.get(found?.personId ?? "") ?? ""}
            ledgerEntry={
              found === undefined
                ? undefined
                : await findLedgerEntryOf(db, { table: "service_certificates", id: found.id })
            }
            now={visit.now}
          />
        ),
      };
    },
  });
};
