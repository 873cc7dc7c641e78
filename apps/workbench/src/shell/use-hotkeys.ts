import { useEffect, useRef } from "react";
import { hotkeysAreOn } from "./hotkey-choice.ts";
import { hotkeyOf, nextRowIndex } from "./hotkey.ts";

const rowLinks = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("main [data-row-link]")];

const moveRow = (step: 1 | -1): void => {
  const links = rowLinks();
  // The row's own link gets the focus: Enter then opens it without any code of ours.
  const current = links.findIndex((link) => link.closest("tr, li")?.contains(document.activeElement));
  links[nextRowIndex(links.length, current, step)]?.focus();
};

export const useHotkeys = (handlers: { onHelp: () => void }): void => {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!hotkeysAreOn() || !(event.target instanceof HTMLElement)) return;
      const target = event.target;
      const hotkey = hotkeyOf({
        key: event.key,
        ctrlKey: event.ctrlKey,
        metaKey: event.metaKey,
        altKey: event.altKey,
        isComposing: event.isComposing,
        dialogOpen: document.querySelector('[role="dialog"]') !== null,
        target: {
          tagName: target.tagName,
          type: target instanceof HTMLInputElement ? target.type : undefined,
          editable: target.isContentEditable,
        },
      });
      if (hotkey === undefined) return;
      event.preventDefault();
      if (hotkey === "search") document.querySelector<HTMLElement>("main [data-search] input")?.focus();
      else if (hotkey === "help") latest.current.onHelp();
      else moveRow(hotkey === "next-row" ? 1 : -1);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
};
