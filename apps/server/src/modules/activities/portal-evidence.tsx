import { readFileSync } from "node:fs";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { findVisitWork } from "#modules/orders/index.ts";
import * as contract from "./contract.ts";
import type { ActivitiesError } from "./errors.ts";
import {
  addEvidencePhoto,
  cleanEvidence,
  type EvidenceTarget,
  getPhoto,
  listPhotos,
  maxPhotoBytes,
  readPhoto,
  removePhoto,
} from "./evidence.ts";
import { addHeadCount, decideHeadCount, getHeadCount, listHeadCounts } from "./head-counts.ts";
import { mayWorkAt } from "./on-site.ts";
import { activitiesPaths, evidenceScript, toPhotosPath } from "./paths.ts";
import { getSession } from "./queries.ts";
import { EvidencePage } from "./views-evidence.tsx";

const onSite = { action: "activities.on_site" } as const;

type EvidenceVisit = Visit<{ kind: "session" | "order"; id: string }>;
type Opened = { target: EvidenceTarget; title: string; startsAt: Date | undefined };

/** Photographs and counted heads, on a phone: who signs people in, and who went to the visit. */
export const registerEvidencePages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });

  /** @throws AppError `activities.not_staff` where the visitor neither works there nor oversees it */
  const open = async (visit: Visit, asked: { kind: "session" | "order"; id: string }): Promise<Opened> => {
    const person = visit.person();
    if (asked.kind === "session") {
      const { activity, session } = await getSession(db, asked.id);
      if (!(await mayWorkAt(db, policy, person, activity))) throw notStaff();
      return {
        target: { ...asked, unitId: activity.unitId },
        title: activity.title,
        startsAt: session.startsAt,
      };
    }
    const work = await findVisitWork(db, { orderId: asked.id, personId: person.personId });
    const oversees = policy.decide(person, "orders.read", { unitPath: work.ownerPath }).ok;
    if (!(work.goes || oversees) || person.onBehalfOf !== undefined) throw notStaff();
    return { target: { ...asked, unitId: work.ownerUnitId }, title: work.title, startsAt: undefined };
  };

  const page = async (visit: EvidenceVisit, form: FormState): Promise<PageView> => {
    const { target, title } = await open(visit, visit.params);
    return {
      title: form === emptyForm ? "现场照片" : "出错：现场照片",
      section: "me",
      breadcrumbs: [
        { label: "我的", href: "/me" },
        { label: "现场签到", href: activitiesPaths.onSite },
      ],
      scripts: [evidenceScript],
      main: (
        <EvidencePage
          target={target}
          title={title}
          photos={await listPhotos(db, target)}
          heads={target.kind === "session" ? await listHeadCounts(db, target.id) : undefined}
          me={visit.person().personId}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };

  const island = readFileSync(new URL("evidence-photo.js", import.meta.url), "utf8");
  routes.file({
    url: evidenceScript,
    access: { allow: "public" },
    handler: () => ({
      contentType: "text/javascript; charset=utf-8",
      body: island,
      cacheControl: "no-cache",
    }),
  });
  routes.file({
    url: activitiesPaths.photo,
    access: onSite,
    params: contract.idParams,
    handler: async (visit) => {
      const photo = await getPhoto(db, visit.params.id);
      await open(visit, {
        kind: photo.session_id === null ? "order" : "session",
        id: photo.session_id ?? photo.order_id ?? "",
      });
      return { ...(await readPhoto(context, photo)), cacheControl: "private, no-store" };
    },
  });
  const shared = { access: onSite, params: contract.evidenceParams } as const;
  routes.page({ ...shared, url: activitiesPaths.photos, handler: (visit) => page(visit, emptyForm) });
  const back = (visit: EvidenceVisit) => ({
    redirect: toPhotosPath(visit.params.kind, visit.params.id),
  });
  routes.form({
    ...shared,
    url: activitiesPaths.photos,
    body: contract.photoBody,
    files: { fields: ["photo"], maxBytes: maxPhotoBytes },
    handler: async (visit, trx) => {
      const { target } = await open(visit, visit.params);
      const [file] = visit.files;
      if (file === undefined)
        throw new AppError<ActivitiesError>("activities.photo_missing", {
          fields: { photo: "activities.photo_missing" },
        });
      const { faces, boxes = "", parts = [] } = visit.body;
      await addEvidencePhoto(trx, context, visit.person(), {
        target,
        photo: await cleanEvidence(file.bytes, { faces, boxes, parts }),
        faces,
        requestId: visit.requestId,
      });
      return back(visit);
    },
    onRefusal: page,
  });
  routes.form({
    ...shared,
    url: activitiesPaths.photoRemove,
    body: contract.photoIdBody,
    handler: async (visit, trx) => {
      const { target } = await open(visit, visit.params);
      const photo = await getPhoto(trx, visit.body.photoId);
      // Only who took it, and only here: another place's photographs are another's.
      if ((photo.session_id ?? photo.order_id) !== target.id) throw notStaff();
      if (photo.taken_by_person_id !== visit.person().personId) throw notStaff();
      await removePhoto(trx, act(visit), visit.person(), { photoId: photo.id, unitId: target.unitId });
      return back(visit);
    },
    onRefusal: page,
  });

  /** `9:30` on the day of the session, in Asia/Shanghai. */
  const momentOn = (day: Date, typed: string, field: string): Date => {
    const found = /^(\d{1,2})[:：](\d{2})$/u.exec(typed.trim());
    const at = new Date(
      `${toDistrictDate(day)}T${(found?.[1] ?? "").padStart(2, "0")}:${found?.[2] ?? ""}:00+08:00`,
    );
    if (Number.isNaN(at.getTime()))
      throw new AppError<ActivitiesError>("activities.count_time", {
        fields: { [field]: "activities.count_time" },
      });
    return at;
  };
  routes.form({
    ...shared,
    url: activitiesPaths.heads,
    body: contract.headsBody,
    handler: async (visit, trx) => {
      const { target, startsAt } = await open(visit, visit.params);
      if (startsAt === undefined) throw notStaff();
      await addHeadCount(trx, act(visit), visit.person(), {
        sessionId: target.id,
        method: visit.body.method,
        peopleCount: visit.body.peopleCount,
        from: momentOn(startsAt, visit.body.from, "from"),
        to: momentOn(startsAt, visit.body.to, "to"),
        photoId: visit.body.photoId,
      });
      return back(visit);
    },
    onRefusal: page,
  });
  routes.form({
    ...shared,
    url: activitiesPaths.headsConfirm,
    body: contract.countIdBody,
    handler: async (visit, trx) => {
      const { target } = await open(visit, visit.params);
      const count = await getHeadCount(trx, visit.body.countId);
      if (count.session_id !== target.id) throw notStaff();
      await decideHeadCount(trx, act(visit), visit.person(), {
        countId: count.id,
        decision: "confirm",
        reason: undefined,
      });
      return back(visit);
    },
    onRefusal: page,
  });
};

const notStaff = (): AppError => new AppError<ActivitiesError>("activities.not_staff", { status: 403 });
