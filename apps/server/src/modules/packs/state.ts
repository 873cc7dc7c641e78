import { defineStates } from "#kernel/transitions.ts";

export type PackStatus = "asked" | "made" | "ready" | "failed";
export type PackEvent = "make" | "seal" | "fail";

/** A pack is asked for, made with its manifest, and ready when a signed checkpoint of the ledger covers the manifest. */
export const packStates = defineStates<PackStatus, PackEvent>(
  {
    asked: { make: "made", fail: "failed" },
    made: { seal: "ready" },
    ready: {},
    failed: {},
  },
  ["make", "seal", "fail"],
);

export const packStatusNames: Readonly<Record<PackStatus, string>> = {
  asked: "正在制作",
  made: "等账本签发",
  ready: "可以下载",
  failed: "没有做成",
};
