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
  EDQUOT: 'The disk is full. Make room and start again.',
  SQLITE_CANTOPEN:
    'cuntou.db in the data folder cannot be opened. Change its rights, or set DATA_DIR.',
  SQLITE_READONLY: 'The data folder cannot be written. Change its rights, or set DATA_DIR.',
  SQLITE_FULL: 'The disk is full. Make room and start again.',
  SQLITE_IOERR: 'The disk of the data folder does not work, or is full. Mend it, or set DATA_DIR.',
  SQLITE_NOTADB: 'cuntou.db in the data folder is no database of ours. Set DATA_DIR to another.',
  SQLITE_CORRUPT: 'The database is damaged. Restore a backup: npm run cuntou -- restore <folder>.',
  '28P01': 'PostgreSQL refuses the user or password of DATABASE_URL. Change DATABASE_URL.',
  '28000': 'PostgreSQL refuses the user or password of DATABASE_URL. Change DATABASE_URL.',
  '3D000': 'The database of DATABASE_URL does not exist. Create it, or change DATABASE_URL.',
  '42501': 'The user of DATABASE_URL may not make tables. Make him the owner of the database.',
  '53300': 'PostgreSQL has no connection left. Raise its max_connections and start again.',
  '57P03': 'PostgreSQL is still starting. Wait a moment and start again.',
};

const SILENT = 'PostgreSQL does not answer at DATABASE_URL. Start it, or change DATABASE_URL.';
/** How the driver says without a code that nobody spoke to it. */
const SILENCE = /^(?:timeout expired|timeout exceeded|Connection terminated)/;

/** One sentence for whoever starts us: what is wrong and what to do. */
export function startSentence(error: unknown, env: NodeJS.ProcessEnv = process.env): string {
  const code = codeOf(error);
  const isNetwork = /^(?:connect|getaddrinfo|read)$/.test(partOf(error, 'syscall'));
  const isHost =
    partOf(error, 'syscall') === 'getaddrinfo' && partOf(error, 'hostname') === env.HOST;
  if (isHost) return SENTENCES.EADDRNOTAVAIL ?? '';
  const message = error instanceof Error ? error.message : String(error);
  if (env.DATABASE_URL && (isNetwork || SILENCE.test(message))) return SILENT;
  const isPort = code === 'EACCES' && error instanceof Error && Reflect.get(error, 'port');
  if (isPort) return 'This user may not open that port. Set PORT to a number above 1023.';
  const known = SENTENCES[code] ?? SENTENCES[code.replace(/^(SQLITE_[A-Z]+)_.*/, '$1')];
  return known ?? message;
}

/** The code of the error, or of what caused it. */
function codeOf(error: unknown): string {
  return partOf(error, 'code');
}

/** A word that the system left on the error, or on what caused it. */
function partOf(error: unknown, name: 'code' | 'syscall' | 'hostname'): string {
  if (!(error instanceof Error)) return '';
  // Several addresses of one name were tried in vain: what they say is the same.
  if (error instanceof AggregateError) return partOf(error.errors[0], name);
  const part = Reflect.get(error, name);
  return typeof part === 'string' ? part : partOf(error.cause, name);
}
