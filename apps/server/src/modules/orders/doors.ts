/** Where what is no science service is done: shown before anything is typed. Numbers are the nation's public ones. */
type Door = { code: string; need: string; where: string; phone: string; note: string };

export const doors: readonly Door[] = [
  {
    code: "danger",
    need: "有人身危险、着火、要急救",
    where: "报警 110 · 火警 119 · 急救 120",
    phone: "110",
    note: "不要在这里等，马上打电话。",
  },
  {
    code: "fraud",
    need: "钱被骗了，或正有人要您转钱",
    where: "全国反诈专线 96110",
    phone: "96110",
    note: "已经转了钱的，先打 110。",
  },
  {
    code: "government",
    need: "水电气、物业、道路、噪声、社保办事",
    where: "政务服务便民热线 12345",
    phone: "12345",
    note: "说清地点和事情，会转给管这件事的部门。",
  },
  {
    code: "consumer",
    need: "买到假货、商家不退钱",
    where: "消费者投诉 12315",
    phone: "12315",
    note: "留好小票和付款记录。",
  },
  {
    code: "law",
    need: "打官司、签合同、要法律意见",
    where: "公共法律服务热线 12348",
    phone: "12348",
    note: "免费咨询。",
  },
  {
    code: "doctor",
    need: "看病、开药、看化验单",
    where: "社区卫生服务中心或医院",
    phone: "120",
    note: "科普服务只讲知识，不看病。急的打 120，不急的去社区卫生服务中心挂号。",
  },
];

export const findDoor = (code: string): Door | undefined => doors.find((door) => door.code === code);
