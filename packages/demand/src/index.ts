export type { Message, MessageSource } from "./messages.ts";
