import { createHash } from "node:crypto";
import { createMemoryLog, createSigner, formatVerifier, signCheckpoint } from "@kepu/transparency-log";
import { canonicalJson } from "#kernel/canonical-json.ts";
import { addSeal, packFiles, sha256 } from "./archive.ts";
import type { PackContent } from "./content.ts";
import { packPages } from "./pack-pages.tsx";

const signer = createSigner("kepu.example/ledger", Buffer.alloc(32, 7));

const content = (evidence: { path: string; bytes: Buffer }): PackContent => ({
  title: "演示：中期督查材料",
  unitName: "演示区委员会",
  planTitle: "演示方案（2026—2028年）",
  asOf: "2026-11-30",
  madeAt: "2026-11-30",
  counts: [{ status: "behind", name: "落后", count: 1 }],
  tasks: [
    {
      code: "Y-01",
      title: "开好科学课 <script>alert(1)</script>",
      startsOn: "2026-01-01",
      dueOn: "2028-12-31",
      sentences: ["每所学校每学期办科学活动不少于1次。"],
      status: "behind",
      statusName: "落后",
      missing: null,
      units: [{ name: "演示教育局", part: "lead", partName: "牵头", adoption: null }],
      targets: [
        {
          title: "科学活动",
          source: "facts",
          surveyText: null,
          missing: null,
          days: "2026-01-01 至 2028-12-31",
          valueText: "3 场",
          goalText: "100 场",
          expectedText: "30 场",
          status: "behind",
          statusName: "落后",
          units: [],
          facts: [1, 2, 3].map((count) => ({
            id: `0199f000-0000-7000-8000-00000000000${count}`,
            occurredOn: "2026-11-20",
            unitName: "演示甲街道",
            record: `活动：演示活动 ${count}`,
            quantityText: "1 场",
            isReversal: false,
          })),
        },
      ],
      evidence: [
        {
          id: "e",
          title: "签到表",
          kindName: "签字的人数单",
          happenedOn: "2026-11-20",
          unitName: "演示甲街道",
          record: null,
          path: evidence.path,
          sha256: sha256(evidence.bytes),
          leftOut: null,
        },
      ],
    },
  ],
});

/** A sealed pack of one task, and the key of the ledger that sealed it. */
export const buildSealedPack = (): { bytes: Buffer; publicKey: string } => {
  const evidence = { path: "evidence/e.pdf", bytes: Buffer.from("%PDF-1.4\n% 演示\n") };
  const made = packFiles([...packPages(content(evidence)), evidence], {
    packId: "p",
    title: "演示：中期督查材料",
    asOf: "2026-11-30",
    madeAt: "2026-11-30T00:00:00Z",
  });
  const row = canonicalJson({ id: "p", manifest_hash: made.manifestHash });
  const leaf = canonicalJson({ content_hash: createHash("sha256").update(row).digest("hex"), id: "e" });
  const log = createMemoryLog();
  for (const entry of ["one", leaf, "three"]) log.append(Buffer.from(entry));
  const head = { origin: "kepu.example/ledger", size: log.size, root: log.root(), suite: "sha256" as const };
  const publicKey = formatVerifier(signer.verifier);
  const bytes = addSeal(made.bytes, {
    content: row,
    leaf,
    leafIndex: 1,
    treeSize: log.size,
    suite: "sha256",
    proof: log.inclusionProof(1).map((hash) => hash.toString("base64")),
    checkpoint: signCheckpoint(head, [signer]),
    publicKey,
  });
  return { bytes: Buffer.from(bytes), publicKey };
};
