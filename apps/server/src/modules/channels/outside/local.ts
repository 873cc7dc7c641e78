import { createHash } from "node:crypto";
import type { OutsidePlatform } from "./platform.ts";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The demonstration's platform: nothing leaves this machine; the receipt says so, and a recall is shown as one. */
export const createLocalPlatform = (name: string): OutsidePlatform => ({
  publish: async (item, marks, keep) => {
    const sentHash = hash(item.html);
    await keep({ ...marks, articleId: `local-${item.no}-${item.versionNo}`, sentHash });
    return {
      state: "done",
      proof: { httpStatus: 200, answerHash: sentHash, note: `演示：存在本机，没有发到${name}` },
    };
  },
  recall: async (_item, marks) => ({
    state: "done",
    proof: {
      httpStatus: 200,
      answerHash: marks.sentHash ?? hash(""),
      note: `演示：本机的一份已经撤下，${name}里本来没有`,
    },
  }),
});
