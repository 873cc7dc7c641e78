// The component page /ui, while developing: every component with its examples, which are also its tests.
import type { VNode } from "preact";
import type { Mode } from "#kernel/http-types.ts";
import { componentExamples } from "#ui/examples.ts";
import { Layout } from "#ui/layout/layout.tsx";
import { stylesheet } from "./assets.ts";

export function ComponentPage() {
  return (
    <div class="component-page">
      <h1>组件</h1>
      <p class="lead">每个例子就是这个组件的说明，也是它的测试。整页的例子点开看。</p>
      <ol class="component-page__contents">
        {componentExamples.map(({ component }) => (
          <li key={component}>
            <a href={`#component-${component}`}>{component}</a>
          </li>
        ))}
      </ol>
      {componentExamples.map(({ component, purpose, examples }) => (
        <section class="component-page__component" key={component} aria-labelledby={`component-${component}`}>
          <h2 id={`component-${component}`}>{component}</h2>
          <p class="small">{purpose}</p>
          {examples.map((example, index) => (
            <div class="component-page__example" key={example.name}>
              <p class="component-page__name">
                {example.kind === "page" ? (
                  <a href={`/ui/${component}/${index}`}>{example.name}（整页）</a>
                ) : (
                  example.name
                )}
                {example.note !== undefined && `：${example.note}`}
              </p>
              {example.kind !== "page" && <div class="component-page__live">{example.render()}</div>}
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}

/** A whole document for an example that needs one, or undefined when there is no such example. */
export function examplePage(component: string, index: number, mode: Mode): VNode | undefined {
  const found = componentExamples.find((candidate) => candidate.component === component);
  const example = found?.examples[index];
  if (found === undefined || example === undefined) return undefined;
  const shown = example.render();
  // Examples of the layout are documents already.
  if (typeof shown === "object" && shown !== null && "type" in shown && shown.type === Layout) return shown;
  const heading = hasHeading.has(`${component} ${example.name}`) ? undefined : (
    <h1 class="visually-hidden">{example.name}</h1>
  );
  return (
    <Layout
      page={{ mode, path: `/ui/${component}/${index}`, stylesheet: stylesheet.path }}
      title={`${component}：${example.name}`}
      trail={component === "Breadcrumbs" ? [] : [{ text: "组件", href: "/ui" }]}
    >
      {heading}
      {shown}
    </Layout>
  );
}

/** Examples whose own heading is the page's h1. */
const hasHeading = new Set(["Field 一页一个问题", "Confirmation 带编号", "Confirmation 坏文字"]);
