import type { PlainNames } from "#kernel/plain-names.ts";
import type { PacksError } from "./errors.ts";

export const packsMessages: Readonly<Record<PacksError, string>> = {
  "packs.not_found": "没有找到这个材料包，请刷新列表。",
  "packs.not_ready": "这个材料包还没有做好，请稍等一两分钟再下载。",
  "packs.no_plan": "现在没有在执行的方案。请先导入方案并使它生效。",
  "packs.waiting": "这个单位已经有一个材料包正在做。做好以后再做下一个。",
  "packs.no_manifest": "这不是材料包，或清单坏了：压缩包里没有能读的 manifest.json。",
  "packs.too_many_facts": "数字背后的记录超过 {limit} 条，放不进一个材料包。请选早一些的日期。",
  "packs.too_many_files": "佐证材料超过 {limit} 个文件，放不进一个材料包。请先解除不必要的佐证。",
  "packs.too_large": "佐证材料合起来超过 {limit} MB，放不进一个材料包。请把过大的文件换成压缩过的。",
  "packs.day": "数字的日期不能晚于今天，请改一下。",
};

export const packsNames: PlainNames = {
  acts: {
    "packs.read": "查看迎检材料包",
    "packs.ask": "制作迎检材料包",
    "packs.make": "做好迎检材料包",
    "packs.seal": "迎检材料包加账本证明",
    "packs.fail": "迎检材料包没有做成",
    "packs.overview": "查看总览",
    "packs.read_work_plan": "导出工作计划",
    "packs.own": "查看本单位要办的事",
  },
  records: { evidence_packs: "迎检材料包", pack_manifests: "材料包清单" },
};
