/** What goes wrong at a start, by the system's code: what to do about it. */
const SENTENCES: Record<string, string> = {
  EADDRINUSE: 'The port is in use. Stop the other program, or set PORT to another number.',
  EADDRNOTAVAIL: 'HOST is no address of this machine. Change it and start again.',
  EACCES: 'The data folder cannot be read or written. Change its rights, or set DATA_DIR.',
  EPERM: 'The data folder cannot be read or written. Change its rights, or set DATA_DIR.',
  EROFS: 'The data folder is on a read-only disk. Set DATA_DIR to a folder that can be written.',
  ENOTDIR: 'DATA_DIR names something that is no folder. Change it and start again.',
  EEXIST: 'DATA_DIR names something that is no folder. Change it and start again.',
  ENOSPC: 'The disk is full. Make room and start again.',
  SQLITE_CANTOPEN: 'The data folder cannot be read or written. Change its rights, or set DATA_DIR.',
  SQLITE_READONLY: 'The data folder cannot be written. Change its rights, or set DATA_DIR.',
  SQLITE_FULL: 'The disk is full. Make room and start again.',
  SQLITE_NOTADB: 'cuntou.db in the data folder is no database of ours. Set DATA_DIR to another.',
  SQLITE_CORRUPT: 'The database is damaged. Restore a backup: npm run cuntou -- restore <folder>.',
  ECONNREFUSED: 'PostgreSQL does not answer at DATABASE_URL. Start it, or change DATABASE_URL.',
  ENOTFOUND: 'PostgreSQL does not answer at DATABASE_URL. Start it, or change DATABASE_URL.',
  ETIMEDOUT: 'PostgreSQL does not answer at DATABASE_URL. Start it, or change DATABASE_URL.',
  '28P01': 'PostgreSQL refuses the user or password of DATABASE_URL. Change DATABASE_URL.',
  '28000': 'PostgreSQL refuses the user or password of DATABASE_URL. Change DATABASE_URL.',
  '3D000': 'The database of DATABASE_URL does not exist. Create it, or change DATABASE_URL.',
  '57P03': 'PostgreSQL is still starting. Wait a moment and start again.',
};

/** One sentence for whoever starts us: what is wrong and what to do. */
export function startSentence(error: unknown): string {
  const code = codeOf(error);
  const isHost = code === 'ENOTFOUND' && !process.env.DATABASE_URL;
  if (isHost) return 'HOST is no address of this machine. Change it and start again.';
  const isPort = code === 'EACCES' && error instanceof Error && Reflect.get(error, 'port');
  if (isPort) return 'This user may not open that port. Set PORT to a number above 1023.';
  const known = SENTENCES[code] ?? SENTENCES[code.replace(/^(SQLITE_[A-Z]+)_.*/, '$1')];
  if (known) return known;
  return error instanceof Error ? error.message : String(error);
}

/** The code of the error, or of what caused it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const code = Reflect.get(error, 'code');
  if (typeof code === 'string') return code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}
