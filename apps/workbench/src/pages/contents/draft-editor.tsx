import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { useBeforeUnload, useNavigate } from "react-router";
import { client, keyed, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem, type Problem } from "../../api/problem.ts";
import { multipart } from "../../form/file-field.tsx";
import type { VersionView } from "./read-version.ts";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { BodyFields } from "./body-fields.tsx";
import { FindingsPanel } from "./findings-panel.tsx";
import { SideCopiesPanel } from "./side-copies-panel.tsx";
import type { ContentBody } from "./text-document.ts";
import { TextEditor } from "./text-editor.tsx";

type Saving = { state: "clean" | "typed" | "saving" | "saved" | "failed"; at?: string };

const savingText = (saving: Saving): string => {
  switch (saving.state) {
    case "clean":
      return "没有改动";
    case "typed":
      return "有没保存的改动";
    case "saving":
      return "正在保存";
    case "saved":
      return `已保存 ${saving.at === undefined ? "" : timeText(saving.at)}`;
    case "failed":
      return "没有保存成功，文字都还在这一页";
    default: {
      const never: never = saving.state;
      return never;
    }
  }
};

const autosaveMs = 20_000;

/**
 * The draft: fields, text, renditions, sources. Saves by hand and every 20 seconds; a save that would overwrite another's
 * words is kept beside by the server and said here.
 */
export const DraftEditor = ({ version }: { version: VersionView }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  // The server's body has the studio's fields and others that travel with it unchanged.
  const [body, setBody] = useState<ContentBody>(version.content as unknown as ContentBody);
  const [saving, setSaving] = useState<Saving>({ state: "clean" });
  const [problem, setProblem] = useState<Problem>();
  const [findings, setFindings] = useState(version.findings);
  const [beside, setBeside] = useState<string>();
  const [lock, setLock] = useState<"asking" | "held" | Problem>("asking");
  const revision = useRef(version.revision);
  const latest = useRef(body);
  latest.current = body;
  const busy = useRef(false);

  const takeLock = useCallback(
    async (takeOver: "yes" | "no"): Promise<void> => {
      try {
        await write(
          client.POST("/api/contents/{id}/lock", {
            params: { header: keyed(createKey()), path: { id: version.contentId } },
            body: { takeOver },
          }),
        );
        setLock("held");
      } catch (thrown) {
        setLock(asProblem(thrown));
      }
    },
    [version.contentId],
  );
  useEffect(() => void takeLock("no"), [takeLock]);

  const send = useCallback(
    (content: ContentBody) =>
      write(
        client.PUT("/api/content-versions/{id}", {
          params: { header: keyed(createKey()), path: { id: version.id } },
          body: { baseRevision: revision.current, content: content as never }, // the server checks the body
        }),
      ),
    [version.id],
  );
  const save = useCallback(async (): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    const sent = latest.current;
    setSaving({ state: "saving" });
    try {
      const saved = await send(sent);
      setProblem(undefined);
      if (saved.outcome === "kept_beside") {
        // What was typed while the answer was under way is kept too, before the editor closes.
        const copyId = latest.current === sent ? saved.sideCopyId : (await send(latest.current)).sideCopyId;
        setBeside(copyId);
        setSaving({ state: "clean" });
        return false;
      }
      revision.current = saved.revision;
      setSaving(
        latest.current === sent ? { state: "saved", at: new Date().toISOString() } : { state: "typed" },
      );
      void queries.invalidateQueries({ queryKey: ["/api/contents", version.contentId] });
      return true;
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setSaving({ state: "failed" });
      return false;
    } finally {
      busy.current = false;
    }
  }, [queries, send, version.contentId]);

  const isDirty = saving.state === "typed" || saving.state === "failed";
  useBeforeUnload((event) => {
    if (isDirty) event.preventDefault();
  });
  useEffect(() => {
    if (saving.state !== "typed") return undefined;
    const timer = setTimeout(() => void save(), autosaveMs);
    return () => clearTimeout(timer);
  }, [saving, save]);

  const change = (part: Partial<ContentBody>): void => {
    setBody((current) => ({ ...current, ...part }));
    setSaving({ state: "typed" });
  };
  const check = async (): Promise<void> => {
    try {
      const answer = await write(
        client.POST("/api/content-versions/{id}/precheck", {
          params: { header: keyed(createKey()), path: { id: version.id } },
          body: { content: latest.current as never }, // the server checks the body
        }),
      );
      setFindings(answer.findings);
      setProblem(undefined);
      if (answer.findings.length === 0) void message.success("机器检查没有发现问题");
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const upload = async (file: File, key: string): Promise<string> => {
    const stored = await write(
      client.POST("/api/content-files", {
        params: { header: keyed(key) },
        ...multipart({ unitId: version.unitId, file }),
      }),
    );
    return stored.id;
  };

  if (version.status !== "draft")
    return (
      <Alert
        type="info"
        showIcon
        title={`这一版现在是“${version.statusName}”，不能直接修改。`}
        description="要改，请回到稿件页点“撤回修改”或“新建更正版”。"
      />
    );
  if (beside !== undefined)
    return (
      <Alert
        type="warning"
        showIcon
        title="别人已经改过这篇稿件。您写的文字都另存了，没有覆盖别人的，也没有丢。"
        description="请对照一遍，把要的段落并进去。"
        action={
          <Button type="primary" onClick={() => void navigate(paths.sideCopy(version.contentId, beside))}>
            去对照合并
          </Button>
        }
      />
    );
  return (
    <>
      {lock !== "asking" && lock !== "held" && (
        <Alert
          type="warning"
          showIcon
          title={lock.message}
          action={<Button onClick={() => void takeLock("yes")}>接手编辑</Button>}
        />
      )}
      {problem !== undefined && (
        <Alert
          type="error"
          showIcon
          title={problem.message}
          description={problem.requestId === "" ? undefined : `编号 ${problem.requestId}`}
        />
      )}
      <div className="editor-bar">
        <output aria-label="保存情况">{savingText(saving)}</output>
        <Button type="primary" onClick={() => void save()}>
          保存
        </Button>
        <Button onClick={() => void check()}>机器检查</Button>
        <Button
          onClick={() =>
            void save().then((saved) => (saved ? navigate(paths.content(version.contentId)) : undefined))
          }
        >
          保存并去送审
        </Button>
      </div>
      <FindingsPanel findings={findings} />
      <BodyFields
        body={body}
        change={change}
        upload={(file) => upload(file, createKey())}
        editor={
          <TextEditor
            initial={body.document}
            sourceCount={body.sources.length}
            onChange={(document) => change({ document })}
            upload={upload}
            onProblem={(thrown) => setProblem(asProblem(thrown))}
          />
        }
      />
      <SideCopiesPanel view={version} />
    </>
  );
};
