import type { attachments as zh } from '#content/messages/zh/attachments.ts';

/** Words of attachments: PDF files beside a table. */
export const attachments: typeof zh = {
  title: 'Files',
  link: 'Files (PDF)',
  unnamed: 'File',
  file: (name) => `${name}.pdf`,
  size: (pages, size) => `${pages} ${pages === 1 ? 'page' : 'pages'}, ${size}`,
  desk: {
    title: (title) => `${title}: files`,
    lead: 'Village rules or a sealed audit report may stand beside the table as a PDF. Whoever reads the table can download it.',
    back: 'Back to the table',
    none: 'No files yet',
    file: 'Choose a PDF',
    hint: 'A PDF whose text can be selected, under 15 MB. Its name, its properties and every page are checked for personal data; with one piece of it the file is not taken. No reason lets data in a file stand: it has to be cleaned.',
    send: 'Check it and put it there',
    table: 'This item needs its table line by line; a file stands beside it, never instead of it.',
    isNew: 'not disclosed yet',
    removeOf: (name) => `Take ${name} away`,
    stays: 'A disclosed file cannot be taken away.',
  },
  found: {
    title: 'Where personal data stands',
    name: 'File name',
    about: 'Properties (title, author, subject, keywords, bookmarks)',
    page: (no) => `Page ${no}`,
    line: (where, kind, n) => `${where}: ${kind}, ${n}`,
  },
};
