import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** What a browser without a screen, on a machine without a sandbox, needs to be told. */
export const browserArgs = [
  ...['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-quic'],
];

/**
 * A real Chromium: of CHROMIUM_PATH, of npm, or of the system. Asked once, before any worker starts,
 * because two who unpack npm's at the same time get half a file.
 */
export async function findBrowser(): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  const candidates = given ? [given] : [await unpacked(), ...SYSTEM];
  const found = candidates.find((path) => path !== null && starts(path));
  if (found) return found;
  throw new Error('No Chromium can start. Run npm ci again, or set CHROMIUM_PATH to one.');
}

async function unpacked(): Promise<string | null> {
  try {
    return await chromium.executablePath();
  } catch {
    // There is none for this system in npm; the system's own is tried next.
    return null;
  }
}

function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    execFileSync(path, [...browserArgs, '--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    // A library is missing, say: the next candidate may have what it needs.
    return false;
  }
}
