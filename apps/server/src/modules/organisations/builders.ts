import { systemActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { creditCodeCheckDigit } from "./credit-code.ts";
import { type OrganisationAnswers, submitOrganisation } from "./organisation-commands.ts";
import {
  beginReview,
  rejectOrganisation,
  returnOrganisation,
  suspendOrganisation,
  verifyOrganisation,
  withdrawOrganisation,
} from "./review-commands.ts";
import type { OrganisationStatus } from "./state.ts";

let counter = 0;

/** Answers of an organisation that does not exist, each time with another name and code. */
export const buildAnswers = (
  homeUnitId: string,
  change: Partial<OrganisationAnswers> = {},
): OrganisationAnswers => {
  counter += 1;
  const body = `92990101${String(counter).padStart(9, "0")}`;
  return {
    kind: "social_group",
    name: `测试科普社${counter}`,
    creditCode: `${body}${creditCodeCheckDigit(body) ?? ""}`,
    nonProfit: true,
    purpose: "测试用：进社区讲科学。",
    homeUnitId,
    address: "测试路 1 号",
    contactName: "测试联系人",
    contactPhone: "19900000001",
    ...change,
  };
};

/** An organisation in a state, brought there by the real commands. */
export const buildOrganisation = async (
  db: Db,
  context: ActContext,
  input: { homeUnitId: string; status?: OrganisationStatus; answers?: Partial<OrganisationAnswers> },
): Promise<{ id: string; receiptNo: string }> => {
  const actor = systemActor("builder");
  const { status = "submitted" } = input;
  return inTransaction(db, async (trx) => {
    const made = await submitOrganisation(trx, context, actor, {
      answers: buildAnswers(input.homeUnitId, input.answers),
    });
    const target = { organisationId: made.id };
    const reason = "测试用的原因";
    if (status === "under_review") await beginReview(trx, context, actor, target);
    if (status === "returned") await returnOrganisation(trx, context, actor, { ...target, reason });
    if (status === "rejected") await rejectOrganisation(trx, context, actor, { ...target, reason });
    if (status === "withdrawn") await withdrawOrganisation(trx, context, actor, target);
    if (status === "verified" || status === "suspended")
      await verifyOrganisation(trx, context, actor, target);
    if (status === "suspended") await suspendOrganisation(trx, context, actor, { ...target, reason });
    return made;
  });
};
