import type { ComponentChildren } from "preact";
import { type BlockNode, type InlineNode, type TextDocument, toMediaPath } from "#modules/contents/index.ts";

const Inline = ({ node }: { node: InlineNode }): ComponentChildren => {
  if (node.type === "hardBreak") return <br />;
  if (node.type === "sourceRef")
    return (
      <sup class="article__ref">
        <a href={`#source-${node.source}`} aria-label={`来源 ${node.source}`}>
          [{node.source}]
        </a>
      </sup>
    );
  return (node.marks ?? []).reduce<ComponentChildren>((inner, mark) => {
    if (mark.type === "bold") return <strong>{inner}</strong>;
    if (mark.type === "italic") return <em>{inner}</em>;
    return <a href={mark.href}>{inner}</a>;
  }, node.text);
};

const Inlines = ({ nodes }: { nodes: readonly InlineNode[] }) => (
  <>
    {nodes.map((node) => (
      <Inline node={node} />
    ))}
  </>
);

const Block = ({ block }: { block: BlockNode }): ComponentChildren => {
  switch (block.type) {
    case "paragraph":
      return (
        <p>
          <Inlines nodes={block.content} />
        </p>
      );
    case "heading": {
      const Heading = block.level === 2 ? "h2" : "h3";
      return (
        <Heading>
          <Inlines nodes={block.content} />
        </Heading>
      );
    }
    case "bulletList":
    case "orderedList": {
      const List = block.type === "bulletList" ? "ul" : "ol";
      return (
        <List>
          {block.items.map((item) => (
            <li>
              <TextBlocks document={item} />
            </li>
          ))}
        </List>
      );
    }
    case "blockquote":
      return (
        <blockquote>
          <TextBlocks document={block.content} />
        </blockquote>
      );
    case "table":
      return <TableBlock table={block} />;
    case "image":
      return (
        <figure class="article__figure">
          <img
            src={toMediaPath(block.fileId)}
            alt={block.decorative === true ? "" : block.alt}
            loading="lazy"
          />
          {block.caption !== "" && <figcaption>{block.caption}</figcaption>}
        </figure>
      );
    default: {
      const never: never = block;
      return never;
    }
  }
};

const TableBlock = ({ table }: { table: Extract<BlockNode, { type: "table" }> }) => {
  const [head, ...rest] = table.rows;
  const body = table.header ? rest : table.rows;
  return (
    <table>
      {table.caption !== "" && <caption>{table.caption}</caption>}
      {table.header && head !== undefined && (
        <thead>
          <tr>
            {head.map((cell) => (
              <th scope="col">
                <Inlines nodes={cell} />
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {body.map((row) => (
          <tr>
            {row.map((cell) => (
              <td>
                <Inlines nodes={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** The closed text tree as HTML. There is no raw HTML anywhere: words are escaped, and nothing else exists. */
export function TextBlocks({ document }: { document: TextDocument }) {
  return (
    <>
      {document.map((block) => (
        <Block block={block} />
      ))}
    </>
  );
}
