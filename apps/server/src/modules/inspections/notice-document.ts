import type { OfficialDocument } from "@kepu/official-document";
import { factKinds } from "#kernel/facts.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { NoticeView } from "./notice-queries.ts";
import type { InspectionView } from "./queries.ts";
import { samplingRule } from "./sampling.ts";

/** The notice of an inspection (O-02, M-03) in the form of GB/T 9704: whom, which days, how the sample is drawn, what each unit does. */
export const inspectionNotice = (input: {
  inspection: InspectionView;
  unitNames: readonly string[];
  proofAddress: string;
}): OfficialDocument => {
  const { inspection, unitNames, proofAddress } = input;
  const names = new Map(factKinds().map((kind) => [kind.kind, kind.name]));
  const kinds =
    inspection.factKinds.length === 0
      ? "全部种类的记录"
      : inspection.factKinds.map((kind) => names.get(kind) ?? kind).join("、");
  const announcedOn = toDistrictDate(inspection.announcedAt);
  return {
    title: `关于开展“${inspection.title}”的通知`,
    recipients: [...unitNames],
    body: [
      { kind: "paragraph", text: "为掌握方案实施情况，现就开展检查有关事项通知如下。" },
      {
        kind: "section",
        heading: "检查内容",
        blocks: [
          {
            kind: "paragraph",
            text: `检查 ${inspection.periodFrom} 至 ${inspection.periodTo} 的工作，看${kinds}是否属实。不另要台账，不要求补拍照片、截图。`,
          },
        ],
      },
      {
        kind: "section",
        heading: "检查办法",
        blocks: [
          { kind: "section", heading: "自查。", text: "请在系统里报送自查情况，系统里已有的数字不用再填。" },
          {
            kind: "section",
            heading: "抽查。",
            text: `从系统里公开随机抽取 ${inspection.sampleSize} 条记录核查。${samplingRule}`,
          },
          {
            kind: "section",
            heading: "反馈。",
            text: "结果函发到各单位；不合格的限期整改，复核后销号。",
          },
        ],
      },
      {
        kind: "section",
        heading: "公开",
        blocks: [
          {
            kind: "paragraph",
            text: ["抽样的种子、总体和样本公开，谁都可以重算：", { text: proofAddress, link: proofAddress }],
          },
        ],
      },
    ],
    signature: { units: [inspection.unitName], date: announcedOn, sealed: true },
  };
};

/** A notice to units (O-06) in the form of GB/T 9704. */
export const unitNotice = (notice: NoticeView, unitNames: readonly string[]): OfficialDocument => ({
  title: notice.title,
  recipients: [...unitNames],
  body: [
    { kind: "paragraph", text: notice.body },
    ...(notice.receiveBy === null
      ? []
      : [
          {
            kind: "paragraph" as const,
            text: `请各单位于 ${notice.receiveBy} 前在系统里签收。按单位签收，不排名。`,
          },
        ]),
  ],
  signature: { units: [notice.unitName], date: toDistrictDate(notice.issuedAt), sealed: true },
});
