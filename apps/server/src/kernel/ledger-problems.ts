/** What a verification can find; closed, so that page, command line and tests name the same things. */
export type LedgerProblemKind =
  | "row_changed"
  | "row_missing"
  | "row_without_entry"
  | "guarded_row_changed"
  | "guarded_row_missing"
  | "guarded_row_without_audit"
  | "cell_changed"
  | "entry_missing"
  | "entry_outside_tree"
  | "leaf_missing"
  | "leaf_changed"
  | "leaf_differs_from_copy"
  | "leaf_copy_changed"
  | "node_changed"
  | "node_unknown"
  | "checkpoint_signature"
  | "checkpoint_root"
  | "checkpoint_held_signature"
  | "tree_rewritten"
  | "tree_cut"
  | "row_cut"
  | "other_key";

export type LedgerProblem = {
  kind: LedgerProblemKind;
  /** The row, where one can be named. */
  table?: string;
  id?: string;
  /** Position in the tree, or the first one of a range. */
  leafIndex?: number;
  /** Last position of a range (excluded), or other numbers of the sentence. */
  detail?: string;
};

const sentences: Readonly<Record<LedgerProblemKind, string>> = {
  row_changed: "{row} 的内容与账本登记时不同，被人改过。",
  row_missing: "{row} 在账本里有登记，数据库里却没有了，被人删过。",
  row_without_entry: "{row} 在账本里没有登记，是绕过系统插入的。",
  guarded_row_changed: "{row} 与最后一次留痕时不同，被人直接在数据库里改过。",
  guarded_row_missing: "{row} 最后一次留痕时还在，现在没有了，被人直接在数据库里删过。",
  guarded_row_without_audit: "{row} 没有任何留痕，是绕过系统插入的。",
  cell_changed: "汇总格 {detail} 与事实之和不符。",
  entry_missing: "第 {leaf} 号账目的登记内容不见了。",
  entry_outside_tree: "{row} 的登记既不在树上，也不在等候队列里。",
  leaf_missing: "第 {leaf} 号账目不见了。",
  leaf_changed: "第 {leaf} 号账目（{row}）的叶子与登记内容不符。",
  leaf_differs_from_copy: "第 {leaf} 号账目（{row}）与库外留存的叶子不符。",
  leaf_copy_changed: "库外留存的叶子文件与签过名的检查点不符，第 {leaf} 行起不可信：{detail}",
  node_changed: "树上的一个节点与其下的账目不符：{detail}。",
  node_unknown: "树上有 {detail} 个来历不明的节点。",
  checkpoint_signature: "数据库里的检查点（{detail} 条）不是用可信的密钥签的。",
  checkpoint_root: "数据库里的检查点（{detail} 条）与账目算出的树根不符。",
  checkpoint_held_signature: "库外留存的检查点（{detail}）签名不对。",
  tree_rewritten: "账本在第 {leaf} 号之后被改写过：库外检查点与现在的账目不符，可疑范围 {detail}。",
  tree_cut: "账本变短了：库外检查点有 {detail}。可能被截断，或数据库被退回旧备份。",
  row_cut: "{row} 曾在账本第 {leaf} 号，已随账本一起被截掉。",
  other_key: "账本登记的公钥不是您给的这一把：{detail}",
};

/** A problem in words, with the row it names. */
export const describeProblem = (problem: LedgerProblem): string =>
  sentences[problem.kind]
    .replace(
      "{row}",
      problem.table === undefined ? "一条记录" : `${problem.table} 的记录 ${problem.id ?? "？"}`,
    )
    .replace("{leaf}", String(problem.leafIndex ?? "？"))
    .replace("{detail}", problem.detail ?? "");

export type ProblemList = {
  add: (problem: LedgerProblem) => void;
  list: readonly LedgerProblem[];
  count: () => number;
};

/** Keeps the first `limit` problems and counts the rest: a wholly rewritten log must not fill the memory. */
export const createProblemList = (limit: number): ProblemList => {
  const list: LedgerProblem[] = [];
  let count = 0;
  return {
    add: (problem) => {
      count += 1;
      if (list.length < limit) list.push(problem);
    },
    list,
    count: () => count,
  };
};
