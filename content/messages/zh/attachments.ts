/** Words of 附件: PDF files beside a table. */
export const attachments = {
  title: '附件',
  link: '附件（PDF）',
  unnamed: '附件',
  /** Under the table, for whoever reads it. */
  file: (name: string) => `${name}.pdf`,
  size: (pages: number, size: string) => `${pages} 页，${size}`,
  desk: {
    title: (title: string) => `${title}：附件`,
    lead: '村规民约、盖了章的审计报告，可以放一份 PDF 在表旁边。谁看得到这张表，谁就能下载。',
    back: '回到这张表',
    none: '还没有附件',
    file: '选一个 PDF',
    hint: '要能选中文字的 PDF，15 MB 以内。名字、文件属性、每一页都先查有没有个人信息，有一处就不收。文件里的信息不能说明理由留着，只能改干净。',
    send: '查一遍，放上去',
    table: '这一项要一行一行填表，文件只能放在表旁边，不能代替表。',
    isNew: '还没公开',
    removeOf: (name: string) => `拿掉${name}`,
    stays: '公开了的附件拿不掉。',
  },
  found: {
    title: '哪里有个人信息',
    name: '文件名',
    about: '文件属性（标题、作者、主题、关键词、书签）',
    page: (no: number) => `第 ${no} 页`,
    line: (where: string, kind: string, n: number) => `${where}：${kind} ${n} 处`,
  },
};
