/** A refusal or failure as a page shows it: what happened, what to do, and the number to quote. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  /** Form field → sentence. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(parts: {
    status: number;
    code: string;
    message: string;
    requestId: string;
    fields?: Readonly<Record<string, string>>;
  }) {
    super(parts.message);
    this.status = parts.status;
    this.code = parts.code;
    this.requestId = parts.requestId;
    this.fields = parts.fields ?? {};
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sentenceOfStatus = (status: number): string => {
  if (status === 401) return "登录已经结束，请重新登录。";
  if (status === 403) return "您的岗位不能办理这一步。";
  if (status === 404) return "没有找到这条内容，可能已被删除或编号有误。";
  if (status === 413) return "内容太大了，请缩小后再上传。";
  if (status === 429) return "操作太频繁，请过几分钟再试。";
  if (status === 502 || status === 503 || status === 504) return "服务暂时不可用，请一分钟后重试。";
  return "没有完成这一步，请重试；仍不行，请把编号告诉系统管理员。";
};

/** The problem that a response tells of; a proxy's HTML page or half an answer gives a sentence too. */
export const toProblem = (status: number, body: unknown, requestId: string): Problem => {
  const error = isRecord(body) && isRecord(body["error"]) ? body["error"] : {};
  const fields = isRecord(error["fields"]) ? error["fields"] : {};
  const text = (name: string): string | undefined =>
    typeof error[name] === "string" && error[name] !== "" ? error[name] : undefined;
  return new Problem({
    status,
    code: text("code") ?? `http.${status}`,
    message: text("message") ?? sentenceOfStatus(status),
    requestId: text("requestId") ?? requestId,
    fields: Object.fromEntries(
      Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    ),
  });
};

/** No answer came: whether the server did the act is unknown, so the same key is sent again. */
export const offlineProblem = (): Problem =>
  new Problem({
    status: 0,
    code: "network.unreachable",
    message: "连不上服务器。请检查网络后重试，您填写的内容还在。",
    requestId: "",
  });

export const asProblem = (thrown: unknown): Problem => {
  if (thrown instanceof Problem) return thrown;
  // fetch() reports every network failure as a TypeError (Fetch standard).
  if (thrown instanceof TypeError && /fetch|network|load failed/i.test(thrown.message))
    return offlineProblem();
  return new Problem({
    status: 0,
    code: "page.unexpected",
    message: "页面出了点问题，请刷新后重试。",
    requestId: "",
  });
};

/** Trying again may help where nobody refused: the network, an overload, a fault of the server. */
export const isRetryable = (problem: Problem): boolean =>
  problem.status === 0 || problem.status === 429 || problem.status >= 500;
