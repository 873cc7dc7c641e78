import Type from "typebox";
import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { weekOf } from "#kernel/form-burden.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { PeopleError } from "./errors.ts";
import { applyAsExpert, listOwnApplications, withdrawApplication } from "./expert-applications.ts";
import { expertFields } from "./expert-fields.ts";
import {
  declareInterest,
  endInterest,
  findProfile,
  listInterests,
  setOwnProfile,
} from "./expert-profiles.ts";
import { dutyKinds } from "./expert-states.ts";
import { ExpertApplyPage, OwnExpertPage } from "./expert-views.tsx";
import { expertFieldName } from "./experts.ts";
import { peoplePaths } from "./paths.ts";

const closed = { additionalProperties: false } as const;
const maxProofBytes = 10 * 1024 * 1024;
const idParams = Type.Object({ id: Type.String({ pattern: "^[0-9a-f-]{36}$" }) });
const emptyBody = Type.Object({}, closed);
const day = Type.Optional(Type.String({ pattern: "^((19|20)\\d\\d-\\d\\d-\\d\\d)?$", title: "日期" }));
const applyBody = Type.Object(
  {
    publicTitle: Type.Optional(Type.String({ maxLength: 80, title: "称谓" })),
    fields: Type.Optional(
      Type.Union([
        Type.String({ maxLength: 40 }),
        Type.Array(Type.String({ maxLength: 40 }), { maxItems: Object.keys(expertFields).length }),
      ]),
    ),
    offers: Type.Optional(Type.String({ maxLength: 300, title: "愿意做什么" })),
    proof: Type.Optional(Type.String({ maxLength: 300, title: "凭什么" })),
    senior: Type.Optional(Type.Literal("yes")),
  },
  closed,
);
const timesBody = Type.Object(
  {
    openLimit: Type.Optional(Type.String({ maxLength: 3, title: "同时接几个" })),
    awayFrom: day,
    awayUntil: day,
  },
  closed,
);
const interestBody = Type.Object(
  {
    organisation: Type.Optional(Type.String({ maxLength: 80, title: "单位" })),
    relation: Type.Optional(Type.String({ maxLength: 200, title: "关系" })),
  },
  closed,
);

const cleanProof = async (bytes: Buffer) => {
  try {
    return await cleanFile(bytes, { kinds: ["pdf", "jpeg", "png"], maxBytes: maxProofBytes });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError<PeopleError>("people.application_proof_type", {
      fields: { file: "people.application_proof_type" },
      cause,
    });
  }
};

/** /experts/apply and /my/expert: a person applies; an expert says when he is there and where he has an interest. */
export const registerExpertPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const own = { action: "people.own" } as const;
  const oneself = (visit: Pick<Visit, "person">): PersonActor => {
    const actor = visit.person();
    if (actor.onBehalfOf !== undefined)
      throw new AppError<PeopleError>("people.not_while_helping", { status: 403 });
    return actor;
  };

  const applyPage = async (visit: Visit, form: FormState = emptyForm): Promise<PageView> => ({
    title: "申请做科学传播专家",
    section: "me",
    breadcrumbs: [{ label: "我的", href: "/me" }],
    main: (
      <ExpertApplyPage
        form={form}
        formKey={visit.formKey}
        applications={await listOwnApplications(db, { cipher }, oneself(visit).personId)}
        now={visit.now}
      />
    ),
  });
  routes.page({ url: peoplePaths.expertApply, access: own, handler: async (visit) => applyPage(visit) });
  routes.form({
    url: peoplePaths.expertApply,
    access: own,
    body: applyBody,
    files: { fields: ["file"], maxBytes: maxProofBytes },
    handler: async (visit, trx) => {
      const actor = oneself(visit);
      const { publicTitle = "", fields = [], offers = "", proof = "", senior } = visit.body;
      const [upload] = visit.files;
      const proofFileId =
        upload === undefined
          ? undefined
          : await storeFile(trx, context, {
              clean: await cleanProof(upload.bytes),
              // The sender's own name of the file can hold a person's name: not kept.
              name: "expert-proof",
              purpose: "people.expert_proof",
              actor,
              requestId: visit.requestId,
            });
      await applyAsExpert(trx, act(visit), actor, {
        publicTitle,
        fields: typeof fields === "string" ? [fields] : fields,
        offers,
        proof,
        proofFileId,
        senior: senior ?? "no",
      });
      return { redirect: peoplePaths.expertApply };
    },
    onRefusal: async (visit, form) => applyPage(visit, form),
  });
  routes.form({
    url: peoplePaths.expertWithdraw,
    access: own,
    params: idParams,
    body: emptyBody,
    handler: async (visit, trx) => {
      await withdrawApplication(trx, act(visit), oneself(visit), visit.params.id);
      return { redirect: peoplePaths.expertApply };
    },
    onRefusal: async (visit, form) => applyPage(visit, form),
  });

  const ownPage = async (visit: Visit, form: FormState = emptyForm): Promise<PageView> => {
    const { personId } = oneself(visit);
    const expert = await db
      .selectFrom("experts")
      .select(["id", "public_title"])
      .where("person_id", "=", personId)
      .executeTakeFirst();
    const today = toDistrictDate(visit.now);
    const terms =
      expert === undefined
        ? []
        : await db
            .selectFrom("expert_terms")
            .select(["field", "ends_on"])
            .where("expert_id", "=", expert.id)
            .where("starts_on", "<=", today)
            .where("ends_on", ">=", today)
            .where("ended_on", "is", null)
            .orderBy("field")
            .execute();
    const duties =
      expert === undefined
        ? []
        : await db
            .selectFrom("expert_duties")
            .select(["kind", "week_starts_on"])
            .where("expert_id", "=", expert.id)
            .where("week_starts_on", ">=", weekOf(visit.now))
            .orderBy("week_starts_on")
            .execute();
    return {
      title: "我做专家",
      section: "me",
      breadcrumbs: [{ label: "我的", href: "/me" }],
      main: (
        <OwnExpertPage
          form={form}
          formKey={visit.formKey}
          expert={
            expert === undefined
              ? undefined
              : {
                  publicTitle: expert.public_title,
                  terms: terms.map((term) => `${expertFieldName(term.field)}，到 ${term.ends_on}`),
                  duties: duties.map((duty) => `${duty.week_starts_on} 起一周：${dutyKinds[duty.kind]}`),
                  profile: await findProfile(db, expert.id),
                  interests: (await listInterests(db, [expert.id])).get(expert.id) ?? [],
                }
          }
        />
      ),
    };
  };
  routes.page({ url: peoplePaths.expertOwn, access: own, handler: async (visit) => ownPage(visit) });
  routes.form({
    url: peoplePaths.expertTimes,
    access: own,
    body: timesBody,
    handler: async (visit, trx) => {
      const { openLimit = "", awayFrom = "", awayUntil = "" } = visit.body;
      await setOwnProfile(trx, act(visit), oneself(visit), {
        openLimit: /^\d{1,2}$/u.test(openLimit.trim()) ? Number(openLimit) : Number.NaN,
        awayFrom: awayFrom === "" ? undefined : awayFrom,
        awayUntil: awayUntil === "" ? undefined : awayUntil,
      });
      return { redirect: peoplePaths.expertOwn };
    },
    onRefusal: async (visit, form) => ownPage(visit, form),
  });
  routes.form({
    url: peoplePaths.expertInterests,
    access: own,
    body: interestBody,
    handler: async (visit, trx) => {
      const { organisation = "", relation = "" } = visit.body;
      await declareInterest(trx, act(visit), oneself(visit), { organisation, relation });
      return { redirect: peoplePaths.expertOwn };
    },
    onRefusal: async (visit, form) => ownPage(visit, form),
  });
  routes.form({
    url: peoplePaths.expertInterestEnd,
    access: own,
    params: idParams,
    body: emptyBody,
    handler: async (visit, trx) => {
      await endInterest(trx, act(visit), oneself(visit), visit.params.id);
      return { redirect: peoplePaths.expertOwn };
    },
    onRefusal: async (visit, form) => ownPage(visit, form),
  });
};
