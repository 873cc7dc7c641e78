import { Icon } from "#ui/icon/icon.tsx";

export type FieldProblem = {
  /** The id of the field; without one the problem is about the whole page. */
  field?: string;
  text: string;
};

/**
 * Stands above the form, is announced, takes the focus, and links to each field. The page's title should begin with
 * 出错 too (`Layout hasErrors`): after a full page load that is what a screen reader says first.
 */
export function ErrorSummary({
  problems,
  title = "还差一点，请改这些地方",
}: {
  problems: readonly FieldProblem[];
  title?: string;
}) {
  if (problems.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} autofocus aria-labelledby="error-summary-title">
      <h2 class="error-summary__title" id="error-summary-title">
        <Icon name="warning" size="large" />
        {title}
      </h2>
      <ul class="error-summary__list">
        {problems.map((problem) => (
          <li key={`${problem.field ?? ""} ${problem.text}`}>
            {problem.field === undefined ? problem.text : <a href={`#${problem.field}`}>{problem.text}</a>}
          </li>
        ))}
      </ul>
      <p class="error-summary__kept">您填过的内容都还在。</p>
    </div>
  );
}
