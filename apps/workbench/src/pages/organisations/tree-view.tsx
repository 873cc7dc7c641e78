import { Input } from "antd";
import { useEffect, useId, useState } from "react";
import { Link } from "react-router";
import type { UnitNode } from "../../api/views.ts";
import { paths } from "../../paths.ts";
import { filterTrees, toTrees, type TreeNode, wayTo } from "./unit-tree.ts";

type Opened = { ids: ReadonlySet<string>; toggle: (id: string) => void };

/** Nested lists with buttons and links: every key and every screen reader knows them, unlike a tree widget. */
export const TreeView = ({ nodes, current }: { nodes: readonly UnitNode[]; current: string | undefined }) => {
  const wordsId = useId();
  const [words, setWords] = useState("");
  const [ids, setIds] = useState<ReadonlySet<string>>(
    () => new Set(nodes.filter((node) => node.parentId === null).map((node) => node.id)),
  );
  useEffect(() => setIds((old) => new Set([...old, ...wayTo(nodes, current)])), [nodes, current]);
  const toggle = (id: string): void =>
    setIds((old) => (old.has(id) ? new Set([...old].filter((each) => each !== id)) : new Set([...old, id])));
  const trees = filterTrees(toTrees(nodes), words);
  return (
    <section className="tree-panel" aria-label="组织树">
      <div className="tree-search" data-search="">
        <label htmlFor={wordsId}>查找单位</label>
        <Input
          id={wordsId}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          placeholder="输入名称的一部分"
          maxLength={40}
        />
      </div>
      {trees.length === 0 && <p className="unknown">没有名称含“{words.trim()}”的单位。</p>}
      <div className="tree">
        <Branch
          trees={trees}
          current={current}
          opened={{ ids: words.trim() === "" ? ids : new Set(nodes.map((node) => node.id)), toggle }}
        />
      </div>
    </section>
  );
};

const Branch = ({
  trees,
  current,
  opened,
}: {
  trees: readonly TreeNode[];
  current: string | undefined;
  opened: Opened;
}) => (
  <ul>
    {trees.map((node) => {
      const open = opened.ids.has(node.id);
      return (
        <li key={node.id}>
          <div className="tree-row">
            {node.children.length === 0 ? (
              <span className="tree-leaf" />
            ) : (
              <button
                type="button"
                className="tree-toggle"
                aria-expanded={open}
                aria-label={`${node.name}的下级`}
                onClick={() => opened.toggle(node.id)}
              >
                <span aria-hidden="true">▸</span>
              </button>
            )}
            <Link
              to={paths.unit(node.id)}
              aria-current={node.id === current ? "page" : undefined}
              data-row-link=""
            >
              {node.name}
              <span className="tree-kind">{node.kindName}</span>
            </Link>
          </div>
          {open && node.children.length > 0 && (
            <Branch trees={node.children} current={current} opened={opened} />
          )}
        </li>
      );
    })}
  </ul>
);
