import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Bytes without which not even an empty database can be made. */
const LEAST_ROOM = 4 * 1024 * 1024;

/**
 * Makes the data folder and writes to its disk, so that a folder that cannot hold data says so now
 * and not with the first appeal. Throws one sentence, with the system's error as its cause.
 */
export function makeDataFolder(folder: string): void {
  try {
    make(folder);
    proveWritable(folder);
    proveRoom(folder);
  } catch (cause) {
    throw new Error('DATA_DIR is no folder that can be made and written. Set it to another one.', {
      cause,
    });
  }
}

// One folder at a time: Node's own way of making several never ends below /proc.
function make(folder: string) {
  if (existsSync(folder)) return;
  make(dirname(folder));
  mkdirSync(folder);
}

function proveWritable(folder: string) {
  const file = join(folder, `.written-by-${process.pid}`);
  const handle = openSync(file, 'w');
  try {
    writeSync(handle, 'proof');
    fsyncSync(handle);
  } finally {
    closeSync(handle);
    rmSync(file, { force: true });
  }
}

function proveRoom(folder: string) {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= LEAST_ROOM) return;
  throw Object.assign(new Error('less than 4 MB are free'), { code: 'ENOSPC' });
}
