/** Words of what people take away: tables, feeds, sheets for the board. */
export const disclosureCopies = {
  /** What every table has besides its own columns. */
  heads: {
    line: '行号',
    since: '版本',
    struck: '划去的版本',
  },
  feed: (place: string) => `${place}村务公开`,
  entry: (title: string, year: string) => `${title}（${year}年）`,
};
