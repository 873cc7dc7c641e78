import type { ComponentChildren } from "preact";

export type AnswerBoxProps = {
  children: ComponentChildren;
  /** What the box answers. */
  title?: string;
  heading?: "h2";
};

/** The one sentence that a reader takes home, before the text that explains it. */
export function AnswerBox({ children, title = "一句话回答", heading: Heading }: AnswerBoxProps) {
  return (
    <div class="answer-box">
      {Heading ? (
        <Heading class="answer-box__title">{title}</Heading>
      ) : (
        <p class="answer-box__title">{title}</p>
      )}
      <div class="answer-box__text">{children}</div>
    </div>
  );
}
