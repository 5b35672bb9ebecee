import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PHOTO_WIDTHS, photoFile } from '#server/workshop/photo-files.ts';
import { openWorkshop, type Workshop } from '#server/workshop/workshop.ts';

const root = process.cwd();
let folder: string;
let workshop: Workshop;
const others: Workshop[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workshop-'));
  workshop = openWorkshop({ root, words: ['石梯村', '高拱橋村'] });
});

afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.close()));
});

afterAll(async () => {
  await workshop.close();
  await rm(folder, { recursive: true });
});

function another(options: Partial<Parameters<typeof openWorkshop>[0]>): Workshop {
  const opened = openWorkshop({ root, ...options });
  others.push(opened);
  return opened;
}

async function upload(name: string, content: Buffer | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** A picture with a red left half, so that its orientation can be seen. */
function picture(width = 1000, height = 500) {
  const half = { width: width / 2, height, channels: 3 as const, background: '#d00' };
  return sharp({ create: { width, height, channels: 3, background: '#00d' } }).composite([
    { input: { create: half }, left: 0, top: 0 },
  ]);
}

/** A picture as heavy as they come: coloured noise. */
function noise(width: number, height: number) {
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < data.length; at += 1) data[at] = (at * 7919 + ((at * at) >> 5)) % 256;
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** The first bytes of a PNG that says it is this large, in less than a hundred bytes. */
function pngBomb(width: number, height: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const chunks = [chunk('IHDR', size), chunk('IDAT', deflateSync(Buffer.alloc(9)))];
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

async function makePhoto(content: Buffer, name = 'upload') {
  const made = await workshop.makePhoto(await upload(name, content), folder);
  if (!made.ok) throw new Error(made.code);
  return made.value;
}

async function colourAt(path: string, left: number, top: number): Promise<number[]> {
  const pixel = sharp(path).extract({ left, top, width: 1, height: 1 }).raw();
  return [...(await pixel.toBuffer())];
}

function childrenOf(parent: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args=']).toString().split('\n');
  return lines
    .filter((line) => line.includes('workshop/worker.ts'))
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid = 0]) => pid);
}

describe('words for search', () => {
  test('a text is cut into folded words, without its punctuation', async () => {
    const [words] = await workshop.segment(['村裏的路燈，能不能修？']);

    expect(words).toEqual(['村里', '的', '路灯', '能', '不能', '修']);
  });

  test('路燈 finds 路灯, and so does 灯 alone', async () => {
    const [indexed = []] = await workshop.segment(['三盏路灯不亮'], { forIndex: true });
    const [query = [], one = []] = await workshop.segment(['路燈', '灯']);

    expect(query).toEqual(['路灯']);
    expect(indexed).toEqual(expect.arrayContaining([...query, ...one]));
  });

  test.each(['网格员', '四议两公开', '微党课', '石梯村', '高拱桥村'])(
    '%s is one word',
    async (word) => {
      const [words] = await workshop.segment([`这里说的${word}今天来了`]);

      expect(words).toContain(word);
    },
  );

  test('a word taught later is kept whole too', async () => {
    workshop.learn(['鹄鸣驿站']);

    const [words] = await workshop.segment(['鹄鸣驿站开门了']);

    expect(words).toContain('鹄鸣驿站');
  });

  test('a name is cut alone as it is cut in a sentence', async () => {
    const [sentence = [], name = []] = await workshop.segment(['廖小满说好当晚去数', '廖小满']);

    expect(sentence).toEqual(expect.arrayContaining(name));
  });

  test('nothing to cut gives nothing', async () => {
    expect(await workshop.segment([])).toEqual([]);
    expect(await workshop.segment(['', '，。！'])).toEqual([[], []]);
  });
});

describe('a photo', () => {
  test('is stored in three widths, light enough for a village connection', async () => {
    const facts = await makePhoto(await noise(2_400, 1_600).jpeg({ quality: 95 }).toBuffer());

    expect(facts).toMatchObject({ width: 1_600, height: 1_067 });
    expect(facts.bytes[320]).toBeLessThanOrEqual(15_000);
    expect(facts.bytes[720]).toBeLessThanOrEqual(40_000);
    for (const width of PHOTO_WIDTHS) {
      const file = await readFile(photoFile(folder, facts.hash, width));
      expect(file.length).toBe(facts.bytes[width]);
    }
  });

  test('keeps neither place, maker nor time, and stands upright', async () => {
    const taken = await picture()
      .jpeg()
      .withExif({
        IFD0: { Make: 'Maker', Model: 'Phone', Orientation: '6' },
        IFD2: { DateTimeOriginal: '2026:09:10 20:41:00' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 58/1 36/1' },
      })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect((await sharp(taken).metadata()).exif).toBeDefined();

    const facts = await makePhoto(taken);

    expect(facts).toMatchObject({ width: 500, height: 1_000 });
    for (const width of PHOTO_WIDTHS) {
      const { exif, icc, xmp, orientation, format } = await sharp(
        photoFile(folder, facts.hash, width),
      ).metadata();
      expect({ exif, icc, xmp, orientation, format }).toEqual({ format: 'webp' });
    }
    const [red = 0, , blue = 255] = await colourAt(photoFile(folder, facts.hash, 1600), 250, 100);
    expect(red).toBeGreaterThan(blue);
  });

  test.each(['jpeg', 'png', 'webp'] as const)('may come as %s, whatever its name', async (type) => {
    const content = await picture(64, 48).toFormat(type).toBuffer();

    expect(await makePhoto(content, 'photo.exe')).toMatchObject({ width: 64, height: 48 });
  });

  test('that is see-through gets a white ground, and a long one stays light', async () => {
    const background = { r: 0, g: 0, b: 0, alpha: 0 };
    const create = { width: 300, height: 3_000, channels: 4 as const, background };

    const facts = await makePhoto(await sharp({ create }).png().toBuffer());

    expect(facts).toMatchObject({ width: 300, height: 3_000 });
    const [red = 0] = await colourAt(photoFile(folder, facts.hash, 320), 5, 5);
    expect(red).toBeGreaterThan(250);
  });

  test('sent twice is the same photo, and nothing unfinished is left behind', async () => {
    const content = await picture(80, 60).jpeg().toBuffer();

    const [first, again] = await Promise.all([makePhoto(content, '1'), makePhoto(content, '2')]);

    expect(again).toEqual(first);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

const REFUSED: [what: string, code: string, content: () => Promise<Buffer> | Buffer][] = [
  ['a GIF', 'photoType', () => picture(8, 8).gif().toBuffer()],
  ['a TIFF', 'photoType', () => picture(8, 8).tiff().toBuffer()],
  ['an AVIF', 'photoType', () => picture(16, 16).avif({ effort: 0 }).toBuffer()],
  ['a HEIC', 'photoType', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
  ['an SVG', 'photoType', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a web page', 'photoType', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['an empty file', 'photoType', () => Buffer.alloc(0)],
  ['a JPEG cut short', 'photoBroken', () => cutShort('jpeg')],
  ['a PNG cut short', 'photoBroken', () => cutShort('png')],
  ['a WebP cut short', 'photoBroken', () => cutShort('webp')],
  [
    'a JPEG head with nothing after it',
    'photoBroken',
    () => Buffer.from('ffd8ffe000104a46', 'hex'),
  ],
  ['a page behind a JPEG head', 'photoBroken', () => Buffer.from('\xff\xd8\xff<svg/>', 'latin1')],
  ['a small file that unpacks to 2,500 MP', 'photoTooManyPixels', () => pngBomb(50_000, 50_000)],
  ['a small file that is wide without end', 'photoTooManyPixels', () => pngBomb(900_000, 60)],
  ['a file over 15 MB', 'photoTooBig', () => Buffer.alloc(15 * 1024 * 1024 + 1)],
];

async function cutShort(type: 'jpeg' | 'png' | 'webp'): Promise<Buffer> {
  const whole = await noise(400, 300).toFormat(type).toBuffer();
  return whole.subarray(0, Math.floor(whole.length / 2));
}

describe('what is no photo', () => {
  test.each(REFUSED)('%s is refused (%s)', async (_what, code, content) => {
    const path = await upload('refused', await content());

    expect(await workshop.makePhoto(path, folder)).toMatchObject({ ok: false, code });
  });
});

describe('covering faces', () => {
  test('squares are black in every width, under a new hash', async () => {
    const photo = await makePhoto(await picture(1_200, 900).jpeg().toBuffer());

    const covered = await workshop.coverSquares({ folder, hash: photo.hash }, [0, 107, 0]);

    if (!covered.ok) throw new Error(covered.code);
    const { hash } = covered.value;
    expect(hash).not.toBe(photo.hash);
    for (const width of PHOTO_WIDTHS) {
      const file = photoFile(folder, hash, width);
      const { width: right = 0, height: bottom = 0 } = await sharp(file).metadata();
      expect(Math.max(...(await colourAt(file, 8, 8)))).toBeLessThan(40);
      expect(Math.max(...(await colourAt(file, right - 8, bottom - 8)))).toBeLessThan(40);
      const [red = 0] = await colourAt(file, Math.floor(right / 4), Math.floor(bottom / 2));
      expect(red).toBeGreaterThan(150);
    }
  });

  test('needs squares that are on the photo, and a photo that is there', async () => {
    const photo = { folder, hash: 'f'.repeat(32) };

    expect(await workshop.coverSquares(photo, [])).toMatchObject({ code: 'pickOne' });
    expect(await workshop.coverSquares(photo, [108])).toMatchObject({ code: 'pickOne' });
    expect(await workshop.coverSquares(photo, [1])).toMatchObject({ code: 'notFound' });
  });
});

describe('drawings', () => {
  test('an SVG of ours becomes a PNG of the size asked for', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4"/></svg>';

    const png = await workshop.rasterise(svg, 400, 300);

    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 400, height: 300 });
  });

  test('what cannot be drawn is a fault, and the next job is done', async () => {
    await expect(workshop.rasterise('<svg', 4, 3)).rejects.toThrow('workshop');
    expect(await workshop.segment(['路灯'])).toEqual([['路灯']]);
  });
});

describe('the child process', () => {
  test('that dies is started again and its work begun once more', async () => {
    const fresh = another({});
    await fresh.segment(['路灯']);
    const before = childrenOf(process.pid);
    const path = await upload('big', await noise(1_700, 1_000).jpeg().toBuffer());

    const photo = fresh.makePhoto(path, folder);
    for (const child of before.slice(-1)) process.kill(child, 'SIGKILL');

    expect(await photo).toMatchObject({ ok: true, value: { width: 1_600 } });
  });

  test('gives up a photo that takes too long twice', async () => {
    const hasty = another({ timeoutMs: 1 });
    const path = await upload('slow', await picture().jpeg().toBuffer());

    expect(await hasty.makePhoto(path, folder)).toMatchObject({ code: 'photoBroken' });
    await expect(hasty.segment(['路灯'])).rejects.toThrow('died');
  });

  test('takes only as many photos as may wait', async () => {
    const small = another({ longestQueue: 1 });
    const path = await upload('queued', await picture().jpeg().toBuffer());

    const sent = await Promise.all([1, 2, 3, 4].map(() => small.makePhoto(path, folder)));

    expect(sent.map((photo) => photo.ok || photo.code)).toEqual([
      true,
      true,
      true,
      'photoQueueFull',
    ]);
  });

  test('ends when idle and comes back when there is work', async () => {
    const others = childrenOf(process.pid);
    const brief = another({ idleMs: 20 });
    await brief.segment(['路灯']);

    await expect.poll(() => childrenOf(process.pid)).toEqual(others);

    expect(await brief.segment(['路燈'])).toEqual([['路灯']]);
  });

  test('may end while the next one is already at work', async () => {
    const restless = another({ idleMs: 0 });

    for (let round = 0; round < 5; round += 1) {
      expect(await restless.segment(['路燈'])).toEqual([['路灯']]);
      await pause(2);
    }
  });

  test('that is closed does nothing more', async () => {
    const closed = another({});
    const left = closed.segment(['路灯']).catch((error: Error) => error.message);
    await closed.close();

    expect(await left).toContain('closed');
    await expect(closed.segment(['路灯'])).rejects.toThrow('closed');
  });
});
