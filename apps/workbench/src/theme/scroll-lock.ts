import { useLayoutEffect } from "react";

let locks = 0;

const apply = (): void => {
  document.documentElement.classList.toggle("scroll-locked", locks > 0);
};

/**
 * Stands in for Ant Design's own lock of the page behind a dialog, which writes a <style> without a nonce; the
 * Content-Security-Policy of the workbench refuses that. The class is in frame.css.
 */
export const useScrollLocker = (lock?: boolean): void => {
  useLayoutEffect(() => {
    if (lock !== true) return undefined;
    locks += 1;
    apply();
    return () => {
      locks -= 1;
      apply();
    };
  }, [lock]);
};

// oxlint-disable-next-line import/no-default-export -- the library imports its lock as a default
export default useScrollLocker;
