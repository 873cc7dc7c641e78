import { Fragment, type ReactNode } from "react";
import type { BlockNode, InlineNode, TextDocument } from "./text-document.ts";

const Inline = ({ node }: { node: InlineNode }): ReactNode => {
  if (node.type === "hardBreak") return <br />;
  if (node.type === "sourceRef") return <sup className="source-ref">[{node.source}]</sup>;
  return (node.marks ?? []).reduce<ReactNode>((inner, mark) => {
    if (mark.type === "bold") return <strong>{inner}</strong>;
    if (mark.type === "italic") return <em>{inner}</em>;
    return (
      <a href={mark.href} target="_blank" rel="noreferrer">
        {inner}
      </a>
    );
  }, node.text);
};

const Inlines = ({ nodes }: { nodes: readonly InlineNode[] }) => (
  <>
    {nodes.map((node, index) => (
      // A text has no ids: its places are its order.
      // oxlint-disable-next-line react/no-array-index-key
      <Inline key={index} node={node} />
    ))}
  </>
);

const Block = ({ block }: { block: BlockNode }): ReactNode => {
  switch (block.type) {
    case "paragraph":
      return (
        <p>
          <Inlines nodes={block.content} />
        </p>
      );
    case "heading":
      return block.level === 2 ? (
        <h3>
          <Inlines nodes={block.content} />
        </h3>
      ) : (
        <h4>
          <Inlines nodes={block.content} />
        </h4>
      );
    case "bulletList":
    case "orderedList": {
      const items = block.items.map((item, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- see Inlines
        <li key={index}>
          <Blocks blocks={item} />
        </li>
      ));
      return block.type === "bulletList" ? <ul>{items}</ul> : <ol>{items}</ol>;
    }
    case "blockquote":
      return (
        <blockquote>
          <Blocks blocks={block.content} />
        </blockquote>
      );
    case "table":
      return (
        <table>
          <caption>{block.caption}</caption>
          <tbody>
            {block.rows.map((row, rowNo) => (
              // oxlint-disable-next-line react/no-array-index-key -- see Inlines
              <tr key={rowNo}>
                {row.map((cell, cellNo) => {
                  const Cell = block.header && rowNo === 0 ? "th" : "td";
                  return (
                    // oxlint-disable-next-line react/no-array-index-key -- see Inlines
                    <Cell key={cellNo}>
                      <Inlines nodes={cell} />
                    </Cell>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case "image":
      return (
        <figure>
          <img src={`/api/content-files/${block.fileId}`} alt={block.alt} />
          <figcaption>{block.caption}</figcaption>
        </figure>
      );
    default: {
      const never: never = block;
      return never;
    }
  }
};

const Blocks = ({ blocks }: { blocks: readonly BlockNode[] }) => (
  <>
    {blocks.map((block, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- see Inlines
      <Fragment key={index}>
        <Block block={block} />
      </Fragment>
    ))}
  </>
);

/** The text as it will be read, with the number of each part and what was remarked on it. */
export const TextView = ({
  document,
  marginOf,
}: {
  document: TextDocument;
  marginOf: (blockNo: number) => ReactNode;
}) => (
  <div className="text-view">
    {document.map((block, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- see Inlines
      <div key={index} className="text-block" id={`block-${index}`}>
        <div className="text-words">
          <Block block={block} />
        </div>
        <div className="text-margin">{marginOf(index)}</div>
      </div>
    ))}
  </div>
);
