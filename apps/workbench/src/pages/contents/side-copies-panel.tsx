import { Link } from "react-router";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import type { VersionView } from "./read-version.ts";

/** Words that would have overwritten another's, each one click from being compared and taken over. */
export const SideCopiesPanel = ({ view }: { view: VersionView }) =>
  view.sideCopies.length === 0 ? null : (
    <section className="panel">
      <h2>另存的文字</h2>
      <p className="unknown">保存时稿件已被别人改过，下面这些文字没有覆盖进去，也没有丢。</p>
      <ul className="plain-list">
        {view.sideCopies.map((copy) => (
          <li key={copy.id}>
            <Link to={paths.sideCopy(view.contentId, copy.id)}>
              对照并合并：{copy.personName} {timeText(copy.createdAt)} 写的
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
