import { readStylesheet } from "#ui/stylesheet.ts";

/** Read when the process starts: its content cannot change while it runs. */
export const stylesheet = readStylesheet();
