/** Words of what people take away: tables, feeds, sheets for the board. */
export const disclosureCopies = {
  /** What every table has besides its own columns. */
  heads: {
    line: '行号',
    since: '版本',
    struck: '划去的版本',
  },
};
