import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useId, useState, type FormEvent } from "react";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import { ProblemView } from "../../shell/problem-view.tsx";

type Imported = {
  applied: boolean;
  rows: { line: number; ok: boolean; sentence: string }[];
  missing?: string[];
};
type Mode = "preview" | "apply";

type Props = {
  title: string;
  hint: string;
  accept: string;
  sourceLabel: string;
  /** What a line of the file is called: 第 3 行, 第 3 个图形. */
  lineName: string;
  list: string;
  send: (body: { mode: Mode; source: string; file: File | undefined }, key: string) => Promise<Imported>;
};

/** A file is looked at first, row by row, and then written whole or not at all. */
export const ImportForm = ({ title, hint, accept, sourceLabel, lineName, list, send }: Props) => {
  const [fileId, sourceId] = [useId(), useId()];
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [source, setSource] = useState("");
  const upload = useMutation({
    mutationFn: async (mode: Mode) => send({ mode, source, file }, createKey()),
    onSuccess: (answer) => {
      if (answer.applied) void queries.invalidateQueries({ queryKey: [list] });
    },
  });
  const wrong = upload.data?.rows.filter((row) => !row.ok) ?? [];
  const ready = file !== undefined && source.trim() !== "";
  const look = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) upload.mutate("preview");
  };
  return (
    <form className="panel act-form stack" onSubmit={look} noValidate>
      <h2>{title}</h2>
      <p>{hint}</p>
      {upload.isError && <ProblemView problem={asProblem(upload.error)} />}
      <label htmlFor={fileId}>文件（{accept}）</label>
      <input
        id={fileId}
        type="file"
        accept={accept}
        onChange={(event) => {
          upload.reset();
          setFile(event.target.files?.[0]);
        }}
      />
      <label htmlFor={sourceId}>{sourceLabel}</label>
      <Input
        id={sourceId}
        value={source}
        maxLength={100}
        onChange={(event) => setSource(event.target.value)}
      />
      <div className="filter-buttons">
        <Button htmlType="submit" disabled={!ready} loading={upload.isPending}>
          先看一看
        </Button>
        <Button
          type="primary"
          disabled={!ready || upload.data === undefined || wrong.length > 0 || upload.data.applied}
          onClick={() => upload.mutate("apply")}
        >
          写入
        </Button>
      </div>
      {upload.data !== undefined && (
        <output>
          <p>
            {upload.data.applied
              ? `已写入 ${upload.data.rows.length} 个。`
              : wrong.length > 0
                ? `有 ${wrong.length} 处不对，改好文件再来，现在什么都没有写入。`
                : `${upload.data.rows.length} 个都对，还没有写入。`}
          </p>
          <ul>
            {(wrong.length > 0 ? wrong : upload.data.rows).map((row) => (
              <li key={row.line}>
                第 {row.line} {lineName}：{row.sentence}
              </li>
            ))}
          </ul>
          {(upload.data.missing ?? []).length > 0 && <p>文件里没有：{upload.data.missing?.join("、")}。</p>}
        </output>
      )}
    </form>
  );
};
