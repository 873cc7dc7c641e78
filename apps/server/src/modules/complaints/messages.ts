import type { PlainNames } from "#kernel/plain-names.ts";
import type { ComplaintsError } from "./errors.ts";

export const complaintsMessages: Readonly<Record<ComplaintsError, string>> = {
  "complaints.not_found": "没有找到这件投诉，请刷新列表。",
  "complaints.own_order": "只能投诉自己点的单。请从列表里选一张。",
  "complaints.no_team": "这次没有服务队，投诉不到队。请改选“办事的站点”或“办活动的单位”。",
  "complaints.own_session": "只能投诉自己报过名的活动。请从列表里选一场。",
  "complaints.one_subject": "请选一张单，或者选一场活动，只选一样。",
  "complaints.about_subject": "单请选“来服务的队”或“办事的站点”，活动请选“来服务的队”或“办活动的单位”。",
  "complaints.open_already": "这张单、这场活动已经有一件投诉在办，请等答复。",
  "complaints.body_short": "请写清楚发生了什么，至少 10 个字。",
  "complaints.answer_short": "请写清楚查到了什么、怎么处理，至少 10 个字。居民会读到。",
  "complaints.involved": "您是被投诉的队里的人，或办这场活动、在活动上讲的人，不能答复。请同事来办。",
  "complaints.second_person": "复核要换一个人，第一次答复的人不能再办。",
  "complaints.appeal_late": "答复已经超过 15 天，不能再提出不满意。还有问题可以再投诉一次。",
  "complaints.faces": "请说照片里有没有认得出的人脸：有就选在哪一块，没有就不选块。",
  "complaints.photos_full": "一件投诉最多三张照片。",
  "complaints.photo_late": "已经答复了，不能再加照片。不满意可以请上级复核。",
  "complaints.photo_missing": "还没有选照片。请拍一张，或从相册里选。",
  "complaints.photo_not_found": "没有找到这张照片，可能已按本人要求删除。",
  "complaints.not_while_helping": "代办时不能投诉，请本人登录后再办。",
};

export const complaintsNames: PlainNames = {
  acts: {
    "complaints.own": "自己的投诉",
    "complaints.read": "查看投诉",
    "complaints.answer": "答复投诉",
    "complaints.file": "提出投诉",
    "complaints.appeal": "对答复不满意",
    "complaints.withdraw": "撤回投诉",
    "complaints.photo": "给投诉加照片",
    "complaints.read_photo": "查看投诉的照片",
    "complaints.pass_up": "投诉到时没办，转上级",
  },
  records: { complaints: "投诉", complaint_photos: "投诉的照片" },
};
