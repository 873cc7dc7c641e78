// What journeys of the workbench do again and again: sign in at a desk, take the next step of a record, confirm it.
import type { Page } from "playwright-core";
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
