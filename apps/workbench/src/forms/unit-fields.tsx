import { LongTextField, TextField } from "../form/fields.tsx";

export const unitLabels = {
  name: "单位名称",
  regionCode: "区划代码",
  phone: "电话",
  address: "地址",
  openingHours: "开放时间",
  description: "说明",
} as const;

/** What a new unit and a changed one have in common. */
export const UnitFields = () => (
  <>
    <TextField name="name" label={unitLabels.name} required maxLength={80} />
    <TextField
      name="regionCode"
      label={unitLabels.regionCode}
      hint="12 位数字；没有就不填。新区本身没有代码。"
      maxLength={12}
      inputMode="numeric"
    />
    <TextField
      name="phone"
      label={unitLabels.phone}
      hint="单位的公开电话，不要填个人手机。"
      maxLength={40}
      inputMode="tel"
    />
    <TextField name="address" label={unitLabels.address} maxLength={120} />
    <TextField
      name="openingHours"
      label={unitLabels.openingHours}
      hint="例如：周二至周日 9:00–17:00"
      maxLength={120}
    />
    <LongTextField name="description" label={unitLabels.description} maxLength={500} rows={3} />
  </>
);
