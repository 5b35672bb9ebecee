// Builds the product into dist/ when something it is made of has changed (npm run build).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const INGREDIENTS = [
  ...['site', 'server', 'db', 'content'],
  ...['package.json', 'package-lock.json', 'astro.config.mjs', 'tsconfig.json'],
];
const TEXT = new Set(['.js', '.css', '.svg', '.json', '.txt', '.xml', '.html', '.webmanifest']);

/**
 * Builds beside dist/ and swaps the two, so that a failed build leaves the old one running.
 * Returns whether there was anything to do; throws one sentence when the build fails.
 */
export function buildIfNeeded() {
  const hash = hashOfSources();
  if (readStamp()?.hash === hash) return false;
  const next = join(root, 'dist-next');
  rmSync(next, { recursive: true, force: true });
  runAstro(next);
  compress(join(next, 'client'));
  writeFileSync(join(next, '.built-from'), JSON.stringify({ hash, commit: commitOf() }));
  const old = join(root, 'dist-old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
  renameSync(next, join(root, 'dist'));
  rmSync(old, { recursive: true, force: true });
  return true;
}

function readStamp() {
  const file = join(root, 'dist/.built-from');
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** One hash over the names and the bytes of everything the product is built from. */
function hashOfSources() {
  const hash = createHash('sha256');
  for (const file of INGREDIENTS.flatMap((name) => filesUnder(join(root, name)))) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} path a file or a folder @returns {string[]} its files in a fixed order */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).sort();
  return names.flatMap((name) => filesUnder(join(path, name)));
}

/** @param {string} outDir */
function runAstro(outDir) {
  const manifest = createRequire(import.meta.url).resolve('astro/package.json');
  const cli = join(dirname(manifest), 'bin/astro.mjs');
  const args = [cli, 'build', '--silent', '--root', root, '--outDir', outDir];
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
  const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed; what is wrong stands above.');
}

/** Writes .br and .gz beside each text file, once and as small as they get. @param {string} folder */
function compress(folder) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  for (const file of filesUnder(folder)) {
    if (!TEXT.has(extname(file))) continue;
    const bytes = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
  }
}

/** The commit the sources stand at, or null outside a repository. */
function commitOf() {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root });
  return status === 0 ? String(stdout).trim() : null;
}

const isRunDirectly = process.argv[1] === fileURLToPath(import.meta.url);
if (isRunDirectly) {
  try {
    console.log(buildIfNeeded() ? 'Built into dist/.' : 'dist/ is up to date.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
