import { systemActor } from "#kernel/actor.ts";
import type { TestClock } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import {
  beginReview,
  creditCodeCheckDigit,
  rejectOrganisation,
  returnOrganisation,
  submitOrganisation,
  suspendOrganisation,
  verifyOrganisation,
  withdrawOrganisation,
} from "#modules/organisations/index.ts";
import { type DemoApplication, demoApplications } from "./organisation-applications.ts";
import type { SeededDistrict } from "./organisations.ts";
import type { Random } from "./random.ts";

type Parts = { act: ActContext; clock: TestClock; random: Random; district: SeededDistrict };

const dayMs = 86_400_000;
const actor = systemActor("demo");

/** A code with a right check digit in a region that does not exist (99), so that it belongs to nobody. */
const createCreditCode = (random: Random): string => {
  const body = `92990101${Array.from({ length: 9 }, () => "0123456789ABCDEFGHJKLMNPQRTUWXY"[random.between(0, 30)]).join("")}`;
  return `${body}${creditCodeCheckDigit(body) ?? ""}`;
};

const review = async (
  trx: Trx,
  act: ActContext,
  input: { organisationId: string; application: DemoApplication },
): Promise<void> => {
  const { organisationId, application } = input;
  const reason = application.reason ?? "请补充材料后再次提交。";
  switch (application.status) {
    case "submitted":
      return;
    case "under_review":
      await beginReview(trx, act, actor, { organisationId });
      return;
    case "returned":
      await returnOrganisation(trx, act, actor, { organisationId, reason });
      return;
    case "rejected":
      await rejectOrganisation(trx, act, actor, { organisationId, reason });
      return;
    case "withdrawn":
      await withdrawOrganisation(trx, act, actor, { organisationId });
      return;
    case "verified":
      await verifyOrganisation(trx, act, actor, { organisationId });
      return;
    case "suspended":
      await verifyOrganisation(trx, act, actor, { organisationId });
      await suspendOrganisation(trx, act, actor, { organisationId, reason });
      return;
    default:
      application.status satisfies never;
  }
};

/** Registrations spread over the year, each taken to its state by the real commands. */
export const seedApplications = async (db: Db, parts: Parts): Promise<void> => {
  const { act, clock, random, district } = parts;
  for (const [index, application] of demoApplications.entries()) {
    clock.set(new Date(Date.parse("2026-02-02T02:00:00Z") + index * 19 * dayMs));
    const home = district.places[application.place] ?? district.root;
    await inTransaction(db, async (trx) => {
      const { id } = await submitOrganisation(trx, act, actor, {
        answers: {
          kind: application.kind,
          name: application.name,
          nonProfit: application.nonProfit,
          purpose: application.purpose,
          contactName: application.contactName,
          // 199 0000 xxxx: numbers for the demonstration only.
          contactPhone: `1990000${String(1_000 + index).padStart(4, "0")}`,
          creditCode: createCreditCode(random),
          homeUnitId: home.id,
          address: `${home.name}科普路 ${random.between(1, 99)} 号`,
        },
      });
      clock.advanceMs(2 * dayMs);
      await review(trx, act, { organisationId: id, application });
    });
  }
};
