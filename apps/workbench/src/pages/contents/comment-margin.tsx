import { useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { client, keyed, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { CommentRow } from "../../api/views.ts";
import { timeText } from "../../time-text.ts";

type Props = { versionId: string; contentId: string; blockNo: number; comments: readonly CommentRow[] };

/** Remarks beside a part of the text, and the place to write one. */
export const CommentMargin = ({ versionId, contentId, blockNo, comments }: Props) => {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [remark, setRemark] = useState("");
  const [refusal, setRefusal] = useState("");
  const [key, setKey] = useState(createKey);
  const refresh = () =>
    void queries.invalidateQueries({ queryKey: ["/api/contents", contentId, "comments"] });
  const send = async (): Promise<void> => {
    try {
      await write(
        client.POST("/api/content-versions/{id}/comments", {
          params: { header: keyed(key), path: { id: versionId } },
          body: { blockNo, quote: "", remark },
        }),
      );
      setRemark("");
      setRefusal("");
      setKey(createKey());
      setOpen(false);
      refresh();
    } catch (thrown) {
      setRefusal(asProblem(thrown).message);
    }
  };
  const resolve = async (commentId: string): Promise<void> => {
    try {
      await write(
        client.POST("/api/content-versions/{id}/comments/{commentId}/resolve", {
          params: { header: keyed(createKey()), path: { id: versionId, commentId } },
        }),
      );
      refresh();
    } catch (thrown) {
      setRefusal(asProblem(thrown).message);
    }
  };
  return (
    <>
      {comments.map((comment) => (
        <div key={comment.id} className={comment.resolvedAt === null ? "comment" : "comment comment-done"}>
          <p>{comment.remark}</p>
          <p className="unknown">
            {comment.personName} {timeText(comment.createdAt)}
          </p>
          {comment.resolvedAt === null ? (
            <Button size="small" onClick={() => void resolve(comment.id)}>
              已处理
            </Button>
          ) : (
            <p className="unknown">已处理</p>
          )}
        </div>
      ))}
      {isOpen ? (
        <div className="comment">
          <label htmlFor={`remark-${blockNo}`}>批注第 {blockNo + 1} 段</label>
          <Input.TextArea
            id={`remark-${blockNo}`}
            rows={3}
            maxLength={1000}
            value={remark}
            onChange={(event) => setRemark(event.target.value)}
          />
          {refusal !== "" && (
            <p role="alert" className="refusal">
              {refusal}
            </p>
          )}
          <Button size="small" type="primary" disabled={remark.trim() === ""} onClick={() => void send()}>
            写批注
          </Button>{" "}
          <Button size="small" onClick={() => setOpen(false)}>
            取消
          </Button>
        </div>
      ) : (
        <Button
          size="small"
          type="text"
          aria-label={`批注第 ${blockNo + 1} 段`}
          onClick={() => setOpen(true)}
        >
          批注
        </Button>
      )}
    </>
  );
};
