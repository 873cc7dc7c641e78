import type { Page } from "playwright-core";

/**
 * Controls smaller than `minimum` CSS pixels on the page as it is now. Links within running text are excepted (WCAG
 * 2.5.8, inline), and a box to tick counts together with its label, which answers to the same press.
 */
export function smallTargets(page: Page, minimum: number): Promise<string[]> {
  return page.evaluate((least) => {
    const controls = document.querySelectorAll<HTMLElement>(
      "a[href], button, input:not([type=hidden]), select, textarea, summary, audio",
    );
    return [...controls]
      .filter((control) => control.checkVisibility() && !control.matches(".skip-link"))
      .filter(
        (control) =>
          !(control.matches("p a, li a, dd a, td a") && getComputedStyle(control).display === "inline") &&
          // A footnote's number stands within a line whatever box it is given to be pressed on.
          !(control.matches("sup a") && least > 24),
      )
      .flatMap((control) => {
        const own = control.getBoundingClientRect();
        const label = control.matches("input[type=radio], input[type=checkbox]")
          ? document.querySelector(`label[for="${CSS.escape(control.id)}"]`)?.getBoundingClientRect()
          : undefined;
        const width = label === undefined ? own.width : label.right - own.left;
        const height = Math.max(own.height, label?.height ?? 0);
        // Half a pixel: layout rounds.
        if (width + 0.5 >= least && height + 0.5 >= least) return [];
        return [
          `${Math.round(width)}×${Math.round(height)} ${control.tagName.toLowerCase()}.${control.className} “${(control.textContent ?? "").trim().slice(0, 20)}”`,
        ];
      });
  }, minimum);
}

/** By how many pixels the page is wider than its window: nobody should have to scroll sideways to read (WCAG 1.4.10). */
export const sidewaysOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Texts smaller than `minimum` CSS pixels. */
export function smallTexts(page: Page, minimum: number): Promise<string[]> {
  return page.evaluate((least) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent?.trim() ?? "";
      if (
        parent === null ||
        text === "" ||
        !parent.checkVisibility() ||
        parent.closest(".visually-hidden") !== null
      )
        continue;
      const size = Number.parseFloat(getComputedStyle(parent).fontSize);
      if (size + 0.01 < least) found.push(`${size} px: ${text.slice(0, 20)}`);
    }
    return found;
  }, minimum);
}
