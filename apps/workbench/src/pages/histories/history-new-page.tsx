import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router";
import { client, keyed, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import { multipart } from "../../form/file-field.tsx";
import { refuseSheet, SheetField } from "../../form/sheet-field.tsx";
import { paths } from "../../paths.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";
import { type SheetKind, sheetWords } from "./history-words.ts";

const kinds: readonly SheetKind[] = ["members", "hours", "activities"];

const send = (kind: SheetKind, file: File, key: string) => {
  const options = { params: { header: keyed(key) }, ...multipart({ file }) };
  switch (kind) {
    case "members":
      return write(client.POST("/api/history-imports/members", options));
    case "hours":
      return write(client.POST("/api/history-imports/hours", options));
    case "activities":
      return write(client.POST("/api/history-imports/activities", options));
    default:
      return kind satisfies never;
  }
};

/** Which sheet → its template → the file. Nothing is written here: the next page shows every row. */
export const HistoryNewPage = () => {
  const navigate = useNavigate();
  const [kind, setKind] = useState<SheetKind>("members");
  const [file, setFile] = useState<File>();
  const [refusal, setRefusal] = useState<string>();
  const [key, setKey] = useState(createKey);
  const upload = useMutation({
    mutationFn: async (chosen: File) => send(kind, chosen, key),
    onSuccess: (made) => void navigate(paths.history(made.id)),
  });
  const change = (next: { kind?: SheetKind; file?: File | undefined }): void => {
    setKey(createKey());
    upload.reset();
    if (next.kind !== undefined) setKind(next.kind);
    if ("file" in next) {
      setFile(next.file);
      setRefusal(next.file === undefined ? undefined : refuseSheet(next.file));
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (file !== undefined && refusal === undefined) upload.mutate(file);
    else setRefusal(refuseSheet(file));
  };
  return (
    <>
      <PageHead
        title="上传往年记录"
        crumbs={[{ label: "往年记录", to: paths.histories }]}
        intro="先选是哪一种表。上传后逐行检查，由另一位同事确认才写入。"
      />
      <form className="panel act-form stack" onSubmit={submit} noValidate>
        {upload.isError && (
          <ProblemView
            problem={asProblem(upload.error)}
            onRetry={() => file !== undefined && upload.mutate(file)}
          />
        )}
        <fieldset>
          <legend>哪一种表</legend>
          {kinds.map((one) => (
            <p key={one}>
              <label className="check">
                <input
                  type="radio"
                  name="kind"
                  value={one}
                  checked={kind === one}
                  onChange={() => change({ kind: one })}
                />{" "}
                {sheetWords[one].label}
              </label>
              <br />
              <span className="unknown">{sheetWords[one].hint}</span>
            </p>
          ))}
        </fieldset>
        <p>
          下载“{sheetWords[kind].label}”的模板：
          <a href={`/api/history-imports/${kind}/template.xlsx`} download>
            Excel（.xlsx）
          </a>
          {" · "}
          <a href={`/api/history-imports/${kind}/template.csv`} download>
            CSV
          </a>
        </p>
        <SheetField
          label="填好的表（不超过 5 MB、2000 行）"
          refusal={refusal}
          onChoose={(chosen) => change({ file: chosen })}
        />
        <div className="form-buttons">
          <Button type="primary" htmlType="submit" loading={upload.isPending}>
            {upload.isPending ? "正在检查" : "检查这张表"}
          </Button>
        </div>
      </form>
    </>
  );
};
