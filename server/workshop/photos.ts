import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import sharp, { type OutputInfo, type Sharp } from 'sharp';
import type { PhotoAnswer, PhotoFacts, PhotoLimits, PhotoRefusal } from '#server/workshop/jobs.ts';
import { PHOTO_WIDTHS, type PhotoWidth, photoFile, SQUARES } from '#server/workshop/photo-files.ts';

// Each picture on one thread; two pictures at a time already fill a small machine.
sharp.concurrency(1);
sharp.cache(false);
// Whatever a file pretends to be, no other reader of libvips is ever started on it.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Svg'].map((type) => `VipsForeignLoad${type}`),
});

/**
 * Makes the three stored pictures of an uploaded file: its type told by its content, upright,
 * in sRGB, without metadata. The input is left where it is.
 */
export async function makePhoto(
  input: string,
  folder: string,
  limits: PhotoLimits,
): Promise<PhotoAnswer> {
  const refusal = await refusalOf(input, limits);
  if (refusal) return { ok: false, code: refusal };
  const whole = sharp(input, { limitInputPixels: limits.pixels, failOn: 'error' }).autoOrient();
  try {
    return { ok: true, facts: await storePictures(await asPixels(whole), folder) };
  } catch (error) {
    // A file that ends too early, or pixels that do not decode; anything else is our own fault.
    if (error instanceof Error && 'code' in error) throw error;
    return { ok: false, code: 'photoBroken' };
  }
}

/** Blackens squares of a stored photo in every width; the covered photo has a new hash. */
export async function coverSquares(
  folder: string,
  hash: string,
  squares: number[],
): Promise<PhotoFacts> {
  const stored = photoFile(folder, hash, 1600);
  const { width, height } = await sharp(stored).metadata();
  const covers = squares.map((square) => coverOf(square, width, height));
  const covered = sharp(stored).composite(covers);
  return storePictures(await asPixels(covered), folder);
}

/** Draws our own SVG as PNG of this size, in pixels. */
export async function rasterise(svg: string, width: number, height: number): Promise<Uint8Array> {
  return sharp(Buffer.from(svg)).resize(width, height, { fit: 'cover' }).png().toBuffer();
}

// — What is taken —

async function refusalOf(input: string, limits: PhotoLimits): Promise<PhotoRefusal | undefined> {
  const { size } = await stat(input);
  if (size > limits.bytes) return 'photoTooBig';
  if (!(await isPicture(input))) return 'photoType';
  try {
    const { width, height } = await sharp(input, { limitInputPixels: false }).metadata();
    return width * height > limits.pixels ? 'photoTooManyPixels' : undefined;
  } catch {
    // The head is that of a picture and the rest cannot be read: that is the answer.
    return 'photoBroken';
  }
}

/** JPEG, PNG and WebP by their first bytes; what the file is called does not matter. */
async function isPicture(input: string): Promise<boolean> {
  const file = await open(input);
  try {
    const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
    const head = buffer.toString('latin1');
    const isWebp = head.startsWith('RIFF') && head.endsWith('WEBP');
    return head.startsWith('\xff\xd8\xff') || head.startsWith('\x89PNG\r\n\x1a\n') || isWebp;
  } finally {
    await file.close();
  }
}

// — What is stored —

interface Pixels {
  data: Buffer;
  info: OutputInfo;
}

/** A panorama or a long screenshot is made narrower, or its small picture would weigh too much. */
const TALLEST = 2;

function asPixels(picture: Sharp): Promise<Pixels> {
  return picture
    .resize({ width: 1600, height: 1600 * TALLEST, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** The most that a list and a page may load, in bytes (speed goals). */
const HEAVIEST: Record<PhotoWidth, number> = { 320: 15_000, 720: 40_000, 1600: 400_000 };

async function storePictures(pixels: Pixels, folder: string): Promise<PhotoFacts> {
  const small = await lightEnough(pixels, 320);
  const middle = await lightEnough(pixels, 720);
  const large = await lightEnough(pixels, 1600);
  const hash = createHash('sha256').update(large).digest('hex').slice(0, 32);
  const pictures = { 320: small, 720: middle, 1600: large };
  await Promise.all(
    PHOTO_WIDTHS.map((width) => writeWhole(photoFile(folder, hash, width), pictures[width])),
  );
  const { width, height } = pixels.info;
  const bytes = { 320: small.length, 720: middle.length, 1600: large.length };
  return { hash, width, height, bytes };
}

const BEST_QUALITY = 78;
const LOWEST_QUALITY = 24;

/** Lowers the quality, and at last the size, until the picture is light enough. */
async function lightEnough(pixels: Pixels, width: PhotoWidth): Promise<Buffer> {
  let quality = BEST_QUALITY;
  let size = Math.min(width, pixels.info.width);
  for (;;) {
    const webp = await asWebp(pixels, size, quality);
    const excess = webp.length / HEAVIEST[width];
    if (excess <= 1 || size === 1) return webp;
    if (quality > LOWEST_QUALITY) quality = lowerQuality(quality, excess);
    else size = Math.max(1, Math.floor(size * Math.min(0.9, Math.sqrt(1 / excess))));
  }
}

/** Goes down in leaps: each try on a large picture costs a tenth of a second. */
function lowerQuality(quality: number, excess: number): number {
  if (excess > 2.2) return LOWEST_QUALITY;
  return Math.max(LOWEST_QUALITY, quality - (excess > 1.4 ? 32 : 14));
}

function asWebp({ data, info }: Pixels, size: number, quality: number): Promise<Buffer> {
  const { width, height, channels } = info;
  return sharp(data, { raw: { width, height, channels } })
    .resize({ width: size, height: size * TALLEST, fit: 'inside', withoutEnlargement: true })
    .webp({ quality, effort: 3, smartSubsample: true })
    .toBuffer();
}

/** A reader never meets half a file, and a crash leaves none under its name. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(unfinished, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

// — Covering —

function coverOf(square: number, width: number, height: number) {
  const column = square % SQUARES.columns;
  const row = Math.floor(square / SQUARES.columns);
  const left = Math.floor((column * width) / SQUARES.columns);
  const top = Math.floor((row * height) / SQUARES.rows);
  const right = Math.ceil(((column + 1) * width) / SQUARES.columns);
  const bottom = Math.ceil(((row + 1) * height) / SQUARES.rows);
  const cover = { width: right - left, height: bottom - top, channels: 3, background: '#000' };
  return { input: { create: { ...cover, channels: 3 as const } }, left, top };
}
