import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type FinishedAnswer, finish } from '#server/finished-answer.ts';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};
const COMPRESSED = new Set(['.br', '.gz']);
/** Names under /_astro/ change with their content; all others are asked for again. */
const FOREVER = 'public, max-age=31536000, immutable';

/** The built files of a folder by their path on the site, all in memory: together they are small. */
export function loadStaticFiles(folder: string): Map<string, FinishedAnswer> {
  const files = new Map<string, FinishedAnswer>();
  if (!existsSync(folder)) return files;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || COMPRESSED.has(extname(file))) continue;
    const path = file.slice(folder.length).replaceAll('\\', '/').replace(/^\/?/, '/');
    files.set(path, load(file, path));
  }
  return files;
}

function load(file: string, path: string): FinishedAnswer {
  const made = {
    ...(existsSync(`${file}.br`) && { br: readFileSync(`${file}.br`) }),
    ...(existsSync(`${file}.gz`) && { gzip: readFileSync(`${file}.gz`) }),
  };
  const headers: [string, string][] = [
    ['content-type', TYPES[extname(file)] ?? 'application/octet-stream'],
    ['cache-control', path.startsWith('/_astro/') ? FOREVER : 'public, max-age=3600'],
    ['x-content-type-options', 'nosniff'],
    // A picture that is opened by itself must not run anything either.
    ['content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox"],
  ];
  return finish(200, headers, readFileSync(file), made);
}
