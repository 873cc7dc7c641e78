// What journeys of the workbench do again and again: sign in at a desk, take the next step of a record, confirm it.
import type { Locator, Page } from "playwright-core";
import type { PersonActor, Role } from "#kernel/actor.ts";
import { openPage, type Watched } from "./browser.ts";
import { type District, signInAs } from "./district.ts";

export const openDesk = async (district: District, account: string): Promise<Watched> => {
  const watched = await openPage({ url: district.url });
  await signInAs(watched.page, district, account);
  return watched;
};

/** Presses one of the next steps of the record that is open. */
export const press = async (page: Page, name: string): Promise<void> =>
  page.getByRole("list", { name: "下一步" }).getByRole("button", { name, exact: true }).click();

export const confirm = async (page: Page, name: string): Promise<void> => {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
};

export type Staff = PersonActor & { unitId: string };
export const asPerson = (personId: string, unitId = ""): Staff => ({
  kind: "person",
  personId,
  unitId,
  sessionId: personId,
  grants: [],
  secondFactor: true,
});
/** The first somebody who holds a role, as a command sees him. */
export const staffOf = async ({ system }: District, role: Role): Promise<Staff> => {
  const grant = await system.context.db
    .selectFrom("role_grants")
    .select(["person_id", "unit_id"])
    .where("role", "=", role)
    .orderBy("id")
    .executeTakeFirstOrThrow();
  return asPerson(grant.person_id, grant.unit_id);
};

export const dialogOf = (page: Page): Locator => page.getByRole("dialog");
/** Chooses the first option of a field of the open dialog that reads so. */
export const pick = async (page: Page, label: string, option: string): Promise<void> => {
  const field = dialogOf(page).getByLabel(label);
  const choice = field.locator("option", { hasText: option }).first();
  await choice.waitFor({ state: "attached" });
  await field.selectOption((await choice.getAttribute("value")) ?? "");
};
