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

/** What has become of the card of a question: it is never begun a second time, but written again where it lies. */
export const cardWords: Readonly<Record<NonNullable<QuestionView["cardStatus"]>, string>> = {
  waiting: "写成的问答卡等另一个人核对",
  published: "已有公开的问答卡",
  returned: "写成的问答卡被退回，去改",
  withdrawn: "问答卡已撤下，可以重写",
};
