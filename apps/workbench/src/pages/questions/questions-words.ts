import type { QuestionCardRow, QuestionView } from "../../api/views.ts";
import type { Tone } from "../../detail/status-mark.tsx";

export const questionStatusOptions = [
  { value: "received", label: "待分派" },
  { value: "assigned", label: "待作答" },
  { value: "drafted", label: "待核对" },
  { value: "answered", label: "已答复" },
  { value: "no_expert", label: "没有合适的专家" },
  { value: "withdrawn", label: "提问人撤回" },
] as const;

export const questionTone = (status: string): Tone => {
  if (status === "answered") return "done";
  return status === "no_expert" || status === "withdrawn" ? "quiet" : "waiting";
};

export const contactWords = {
  account: "在“我的”里看",
  phone: "留了手机号，发短信告知",
  code: "凭受理编号自己查",
} as const;

/** The first words of a question, for lists and headings. */
export const shortQuestion = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}……` : text);

/** What the form of a card begins with, written from a question for the first time. */
export const firstCardOf = (
  question: Pick<QuestionView, "askedText" | "answer" | "audience" | "topicCode">,
) => ({
  question: question.askedText,
  answer: question.answer ?? "",
  audience: question.audience ?? "",
  topic: question.topicCode ?? "",
});

/** What the form of a card begins with, written again: all that the card has, for what is left out is erased. */
export const nextCardOf = (
  card: Pick<QuestionCardRow, "title" | "question" | "answer" | "audience" | "topicCode">,
) => ({
  title: card.title,
  question: card.question,
  answer: card.answer,
  audience: card.audience ?? "",
  topic: card.topicCode ?? "",
});

/** A card that waits or is public is not written again; one that came back or was taken down is. */
export const canWriteCard = (status: QuestionView["cardStatus"]): boolean =>
  status !== "waiting" && status !== "published";
