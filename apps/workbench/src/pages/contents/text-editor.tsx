import { mergeAttributes, Node } from "@tiptap/core";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { EditorContent, useEditor, useEditorState, type Editor } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { Button } from "antd";
import { useRef } from "react";
import { createKey } from "../../api/key.ts";
import { fromProse, toProse } from "./prose-convert.ts";
import type { TextDocument } from "./text-document.ts";

/** A reference to a source of the list beside the text; it is one piece and not words. */
const SourceReference = Node.create({
  name: "sourceRef",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ source: { default: 1 } }),
  parseHTML: () => [{ tag: "sup[data-source]" }],
  renderHTML: ({ node }) => [
    "sup",
    { "data-source": String(node.attrs["source"]), class: "source-ref" },
    `[${String(node.attrs["source"])}]`,
  ],
});

/** A picture with its description and caption; they are typed in the panel above the text. */
const Figure = Node.create({
  name: "figure",
  group: "block",
  atom: true,
  addAttributes: () => ({
    fileId: { default: "" },
    alt: { default: "" },
    caption: { default: "" },
    decorative: { default: false },
  }),
  parseHTML: () => [{ tag: "figure[data-file]" }],
  renderHTML: ({ node, HTMLAttributes }) => [
    "figure",
    mergeAttributes(HTMLAttributes, { "data-file": String(node.attrs["fileId"]) }),
    ["img", { src: `/api/content-files/${String(node.attrs["fileId"])}`, alt: String(node.attrs["alt"]) }],
    ["figcaption", {}, String(node.attrs["caption"])],
  ],
});

const CaptionedTable = Table.extend({
  addAttributes() {
    return { ...this.parent?.(), caption: { default: "", renderHTML: () => ({}) } };
  },
});

const extensions = [
  StarterKit.configure({
    heading: { levels: [2, 3] },
    code: false,
    codeBlock: false,
    strike: false,
    underline: false,
    horizontalRule: false,
    link: { openOnClick: false },
  }),
  SourceReference,
  Figure,
  CaptionedTable,
  TableRow,
  TableHeader,
  TableCell,
];

/** Sends one picture and gives its number; a refusal is thrown for the page to say. */
export type UploadPicture = (file: File, key: string) => Promise<string>;

type Props = {
  initial: TextDocument;
  sourceCount: number;
  onChange: (document: TextDocument) => void;
  /** Absent where no pictures belong: in templates. */
  upload?: UploadPicture;
  onProblem?: (thrown: unknown) => void;
};

/** The text of an item. Its style comes from our own stylesheet: nothing is injected into the page (CSP). */
export const TextEditor = ({ initial, sourceCount, onChange, upload, onProblem }: Props) => {
  const editor = useEditor({
    extensions,
    content: toProse(initial),
    injectCSS: false,
    editorProps: {
      attributes: { "aria-label": "正文", class: "prose-editor", role: "textbox", "aria-multiline": "true" },
    },
    onUpdate: ({ editor: changed }) => onChange(fromProse(changed.getJSON())),
  });
  return (
    <div className="text-editor">
      <Toolbar editor={editor} sourceCount={sourceCount} upload={upload} onProblem={onProblem} />
      <EditorContent editor={editor} />
    </div>
  );
};

type Tool = { label: string; isOn?: (editor: Editor) => boolean; run: (editor: Editor) => void };

const tools: readonly Tool[] = [
  {
    label: "大标题",
    isOn: (editor) => editor.isActive("heading", { level: 2 }),
    run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    label: "小标题",
    isOn: (editor) => editor.isActive("heading", { level: 3 }),
    run: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
  },
  {
    label: "加粗",
    isOn: (editor) => editor.isActive("bold"),
    run: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    label: "项目",
    isOn: (editor) => editor.isActive("bulletList"),
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    label: "编号",
    isOn: (editor) => editor.isActive("orderedList"),
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    label: "引文",
    isOn: (editor) => editor.isActive("blockquote"),
    run: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
  { label: "撤销", run: (editor) => editor.chain().focus().undo().run() },
  { label: "重做", run: (editor) => editor.chain().focus().redo().run() },
];

const insertTable = (editor: Editor): void => {
  const caption = globalThis.prompt("表题（必填）", "") ?? "";
  if (caption.trim() === "") return;
  editor
    .chain()
    .focus()
    .insertTable({ rows: 3, cols: 3, withHeaderRow: true })
    .updateAttributes("table", { caption: caption.trim() })
    .run();
};

const insertLink = (editor: Editor): void => {
  const href = globalThis.prompt("网址（以 https:// 开头）", "https://") ?? "";
  if (!/^https?:\/\/\S+$/u.test(href)) return;
  editor.chain().focus().setLink({ href }).run();
};

const insertSource = (editor: Editor, sourceCount: number): void => {
  const typed = globalThis.prompt(`引用第几条来源？（1 到 ${sourceCount}）`, "1") ?? "";
  const source = Number(typed);
  if (!Number.isInteger(source) || source < 1 || source > Math.max(1, sourceCount)) return;
  editor.chain().focus().insertContent({ type: "sourceRef", attrs: { source } }).run();
};

type ToolbarProps = {
  editor: Editor | null;
  sourceCount: number;
  upload: UploadPicture | undefined;
  onProblem: ((thrown: unknown) => void) | undefined;
};

const Toolbar = ({ editor, sourceCount, upload, onProblem }: ToolbarProps) => {
  const chooser = useRef<HTMLInputElement>(null);
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => tools.map((tool) => now !== null && (tool.isOn?.(now) ?? false)),
  });
  if (editor === null) return null;
  const insertPicture = async (file: File, send: UploadPicture): Promise<void> => {
    const alt = globalThis.prompt("图片说明：看不见图的人靠它了解内容（至少 4 个字）", "") ?? "";
    const caption = globalThis.prompt("图注和出处", "") ?? "";
    try {
      const fileId = await send(file, createKey());
      editor.chain().focus().insertContent({ type: "figure", attrs: { fileId, alt, caption } }).run();
    } catch (thrown) {
      onProblem?.(thrown);
    }
  };
  return (
    <div className="editor-tools" role="toolbar" aria-label="正文格式">
      {tools.map((tool, index) => (
        <Button
          key={tool.label}
          size="small"
          type={on?.[index] === true ? "primary" : "default"}
          aria-pressed={on?.[index] === true}
          onClick={() => tool.run(editor)}
        >
          {tool.label}
        </Button>
      ))}
      <Button size="small" onClick={() => insertLink(editor)}>
        链接
      </Button>
      <Button size="small" onClick={() => insertTable(editor)}>
        表格
      </Button>
      <Button size="small" disabled={sourceCount === 0} onClick={() => insertSource(editor, sourceCount)}>
        引用来源
      </Button>
      {upload !== undefined && (
        <>
          {" "}
          <Button size="small" onClick={() => chooser.current?.click()}>
            图片
          </Button>
          <input
            ref={chooser}
            type="file"
            accept="image/png,image/jpeg,image/webp,image/gif"
            hidden
            aria-label="选择图片"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = "";
              if (file !== undefined) void insertPicture(file, upload);
            }}
          />
        </>
      )}
    </div>
  );
};
