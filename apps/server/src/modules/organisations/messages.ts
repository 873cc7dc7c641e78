import type { PlainNames } from "#kernel/plain-names.ts";
import type { OrganisationsError } from "./errors.ts";

/** What people read when something is refused: what is wrong and what to do next. */
export const organisationsMessages: Readonly<Record<OrganisationsError, string>> = {
  "organisations.unit_not_found": "没有找到这个单位，可能编号有误。请回到组织树重新选择。",
  "organisations.parent_not_found": "没有找到上级单位，请重新选择。",
  "organisations.parent_closed": "上级单位已经撤销，请换一个正在使用的上级单位。",
  "organisations.parent_kind": "上级单位的类别不对，请按“类别”说明换一个上级单位。",
  "organisations.kind_not_creatable": "除了最上面的委员会，每个单位都要有上级单位；委员会只能有一个。",
  "organisations.station_level_needed": "站点要写明级别：中心、所或站。",
  "organisations.station_level_unwanted": "只有站点才填站点级别和上级站点，请清空这一项。",
  "organisations.station_superior": "上级站点要比本站点高一级：站归所或中心，所归中心。请重新选择。",
  "organisations.region_code_taken": "这个区划代码已经有同类单位在用，请核对代码。",
  "organisations.sibling_name": "同一个上级下面已经有同名的同类单位，请换个名称，或直接修改原来的单位。",
  "organisations.move_into_itself": "不能把单位移到它自己或它的下级里面，请换一个上级单位。",
  "organisations.root_stays": "最上面的委员会不能移动，也不能撤销。",
  "organisations.unit_closed": "这个单位已经撤销，不能再修改。",
  "organisations.has_children": "下面还有 {count} 个正在使用的下级单位。请先移走或撤销它们，再撤销这个单位。",
  "organisations.in_use": "这里还有 {count} {label}。请先移交，再撤销这个单位。",
  "organisations.closed_too_early": "撤销日期要晚于启用日期。",
  "organisations.nothing_to_change": "没有要修改的内容。请至少改一项再保存。",
  "organisations.area_set_not_found": "没有找到这个片区，请刷新后重新选择。",
  "organisations.area_set_name": "这个划分里已经有同名的片区，请换个名称。",
  "organisations.area_overlap":
    "这个单位在这段时间里已经属于同一划分的另一个片区。请先填好原来那一段的结束日期。",
  "organisations.area_dates": "结束日期要晚于开始日期。",
  "organisations.station_area_overlap": "这个单位在这段时间里已经有站点服务。请先填好原来那一段的结束日期。",
  "organisations.not_a_station": "只有站点才能划服务范围，请选择一个站点。",
  "organisations.code_table_exists": "这一版代码表已经导入过，内容不同。请换一个版本号再导入。",
  "organisations.code_table_empty": "代码表里没有内容，请检查文件。",
  "organisations.code_table_rows":
    "代码表里有重复的代码，或上级代码、上一版代码不存在：{codes}。请改正后再导入。",
  "organisations.code_table_not_found": "没有找到这一版代码表，请刷新列表。",
  "organisations.code_table_known": "这个标准的这一版已经有了，请直接给它导入文件。",
  "organisations.code_table_preview": "这个文件与您预览过的不是同一个，没有写入。请重新预览，看过再写入。",
  "organisations.code_table_errors":
    "文件里有 {count} 处要先改，一行也没有写入。请按每行的说明改好，再预览一次。",
  "organisations.region_set_overlap": "这个区划代码在这段时间里已经在范围内了。",
  "organisations.not_found": "没有找到这家单位，可能还没有核实，或已经撤下。请回到名录查找。",
  "organisations.credit_code_wrong":
    "统一社会信用代码不对：应是 18 位数字和大写字母（不含 I、O、S、V、Z），请对照证照再填一次。",
  "organisations.credit_code_taken":
    "这个统一社会信用代码已经登记过了。如果是您单位登记的，请用回执编号查进度；不是的话，请联系新区科普办。",
  "organisations.home_unit": "请选择单位所在的街道（镇）、园区或社区（村）。",
  "organisations.phone_wrong": "电话写法不对：手机是 11 位数字，座机请带区号，例如 0731-88880000。",
  "organisations.consent_needed": "要先同意我们保存联系人信息，才能办理登记。",
  "organisations.reason_needed": "请写明原因，申请单位会看到这段话。至少 5 个字。",
  "organisations.link_unit":
    "要关联的单位不对：它应当正在使用，并在所在街道（镇）、园区之内，且没有被别的主体关联。",
  "organisations.draft_gone": "这份登记已经提交，或放了超过 7 天。请用回执编号查进度，或重新开始。",
  "organisations.draft_incomplete": "还有几步没有填完，请从缺的那一步接着填。",
  "organisations.proof_type": "证明材料只收 PDF、JPG、PNG。请另存为这几种格式，再上传。",
  "organisations.proof_empty": "这个文件是空的，请重新选择。",
  "organisations.status_not_found": "没有找到对应的登记。请核对回执编号和联系电话，两样都要与登记时一致。",
  "organisations.fix_code_wrong":
    "办理码不对。办理码是提交成功页面上的 8 位数字；找不到时，请打电话给所在街道（镇）。",
  "organisations.import_not_found": "没有找到这次导入，可能已超过一天。请重新上传文件。",
  "organisations.import_has_errors": "文件里还有 {count} 行有错，什么都没有写入。请按提示改好后重新上传。",
  "organisations.import_stale":
    "预览之后组织树又有变化，这些行和预览时不一样了：第 {lines} 行。什么都没有写入，请重新上传预览。",
  "organisations.import_no_file": "请选择要导入的文件（.xlsx 或 .csv）。",
};

export const organisationsNames: PlainNames = {
  acts: {
    "organisations.read_units": "查看单位",
    "organisations.create_unit": "新建单位",
    "organisations.edit_unit": "修改单位",
    "organisations.close_unit": "撤销单位",
    "organisations.manage_areas": "管理区域划分",
    "organisations.import_units": "导入单位",
    "organisations.preview_import": "核对导入的表格",
    "organisations.import_code_table": "导入代码表",
    "organisations.read_code_tables": "查看代码表",
    "organisations.manage_code_tables": "管理代码表",
    "organisations.read_organisations": "查看登记的组织",
    "organisations.read_proof": "查看登记的证明材料",
    "organisations.read_contact": "查看登记的联系人",
    "organisations.submit": "提交单位登记",
    "organisations.withdraw": "撤回单位登记",
    "organisations.review": "核验单位登记",
    "organisations.suspend": "暂停登记的组织",
  },
  records: {
    org_units: "单位",
    organisations: "登记的组织",
    registration_drafts: "登记草稿",
    area_sets: "片区",
    area_set_members: "片区归属",
    station_areas: "站点服务范围",
    import_batches: "单位导入",
    region_set_codes: "区划代码",
    code_schemes: "代码表",
  },
};
