import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { engineOf } from '#db/engine.ts';
import type { Env } from '#server/kernel/env.ts';
import { loadSecrets } from '#server/kernel/secrets.ts';

const DATABASE = 'cuntou.db';
/** What lies beside the database. */
const FOLDERS = ['photos', 'recordings', 'files'];
const NOTE = 'about-this-backup.json';

/**
 * Copies the database, the photos, the recordings and the files of a running SQLite installation
 * into a new folder, which appears only when it is whole. The key that opens sealed phones is not in it.
 */
export async function backUp(env: Env, folder: string): Promise<void> {
  refuseOnPostgres(
    env,
    'Use pg_dump for the database, and copy the folders photos, recordings and files.',
  );
  const target = resolve(folder);
  if (existsSync(target)) throw new Error(`${target} exists already. Name a new folder.`);
  if (!existsSync(env.databaseUrl)) throw new Error(`There is no database in ${env.dataDir}.`);
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await copyDatabase(env.databaseUrl, join(unfinished, DATABASE));
  // After the database: every file it names was on disk before its row was.
  copyFolders(env.dataDir, unfinished);
  const note = { key: keyMark(env), secret: 'Keep secret.key (or SECRET_KEY) somewhere else.' };
  writeFileSync(join(unfinished, NOTE), `${JSON.stringify(note, null, 2)}\n`);
  syncFiles(unfinished);
  renameSync(unfinished, target);
  sync(dirname(target));
}

/**
 * Puts a backup into an empty data folder. Returns whether the key there opens what it holds;
 * without it everything can be read but sealed phone numbers.
 */
export async function restore(env: Env, folder: string): Promise<{ hasKey: boolean }> {
  refuseOnPostgres(
    env,
    'Use pg_restore for the database, and copy the folders photos, recordings and files.',
  );
  const source = join(resolve(folder), DATABASE);
  if (!existsSync(source))
    throw new Error(`${resolve(folder)} is no backup: no ${DATABASE} in it.`);
  if (existsSync(env.databaseUrl)) {
    throw new Error(`${env.dataDir} holds a database already. Set DATA_DIR to an empty folder.`);
  }
  mkdirSync(env.dataDir, { recursive: true });
  copyFolders(resolve(folder), env.dataDir);
  const unfinished = `${env.databaseUrl}.unfinished`;
  cpSync(source, unfinished);
  await checkIntegrity(unfinished);
  sync(unfinished);
  renameSync(unfinished, env.databaseUrl);
  sync(env.dataDir);
  const { key } = JSON.parse(readFileSync(join(resolve(folder), NOTE), 'utf8'));
  const isHere = env.secretKey !== undefined || existsSync(join(env.dataDir, 'secret.key'));
  return { hasKey: isHere && keyMark(env) === key };
}

function copyFolders(from: string, to: string) {
  for (const name of FOLDERS) {
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name), { recursive: true });
  }
}

/** VACUUM INTO reads one state of the database while others go on writing. */
async function copyDatabase(from: string, to: string) {
  const { default: BetterSqlite3 } = await import('better-sqlite3');
  const connection = new BetterSqlite3(from, { readonly: true });
  try {
    connection.prepare('VACUUM INTO ?').run(to);
  } finally {
    connection.close();
  }
  await checkIntegrity(to);
}

async function checkIntegrity(path: string) {
  const { default: BetterSqlite3 } = await import('better-sqlite3');
  const connection = new BetterSqlite3(path, { readonly: true });
  try {
    const found = connection.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw new Error(`The copy is damaged: ${String(found)}.`);
  } finally {
    connection.close();
  }
}

/** Tells one key from another without giving it away. */
function keyMark(env: Env): string {
  return loadSecrets(env.dataDir, env.secretKey).hmac('backup', 'key').slice(0, 16);
}

function refuseOnPostgres(env: Env, instead: string) {
  if (engineOf(env.databaseUrl) === 'postgres') {
    throw new Error(`This installation runs on PostgreSQL. ${instead}`);
  }
}

function syncFiles(folder: string) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) if (entry.isFile()) sync(join(entry.parentPath, entry.name));
  sync(folder);
}

function sync(path: string) {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}
