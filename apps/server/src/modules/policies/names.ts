import type { PlainNames } from "#kernel/plain-names.ts";

export const policiesNames: PlainNames = {
  acts: {
    "policies.read": "看政策库",
    "policies.write": "起草、修改政策解读",
    "policies.publish": "发布、撤回或标为失效",
    "policies.read_public": "看公开的政策",
  },
  records: { policies: "政策" },
};
