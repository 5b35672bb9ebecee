import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordsFor } from '#content/messages/words.ts';
import type { DemoContent, DemoStory } from '#server/demo/content.ts';
import { scenesOfDeciding } from '#server/demo/deciding-content.ts';
import { must } from '#server/demo/places.ts';
import type { App, Context } from '#server/kernel/context.ts';
import { insertPhotos } from '#server/photos/records.ts';
import { photoFolder, photoRow } from '#server/photos/upload.ts';
import type { PhotoFacts } from '#server/workshop/jobs.ts';

/** As large as a page ever shows them; drawings have no more to see. */
const SIZE = { width: 1200, height: 900 };
const AT_ONCE = 4;

/** Our drawn scenes as photos: each is made once, however often it is shown. */
export interface Scenes {
  facts(scene: string): Promise<PhotoFacts>;
}

/** Begins to draw every scene that the stories show; it goes on while the stories are replayed. */
export async function drawScenes(
  app: App,
  { stories, deciding }: Pick<DemoContent, 'stories' | 'deciding'>,
): Promise<Scenes> {
  const folder = photoFolder(app);
  await mkdir(folder, { recursive: true });
  const names = [...new Set([...stories.flatMap(scenesOf), ...scenesOfDeciding(deciding)])];
  const made = new Map<string, Promise<PhotoFacts>>();
  const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  for (const [at, scene] of names.entries()) {
    const drawn = (lanes[at % AT_ONCE] ?? Promise.resolve()).then(() => draw(app, scene, folder));
    // A failed drawing is told by whoever shows it.
    lanes[at % AT_ONCE] = drawn.catch(() => undefined);
    made.set(scene, drawn);
  }
  return {
    facts(scene) {
      const drawn = made.get(scene);
      if (!drawn) throw new Error(`there is no scene ${scene}`);
      return drawn;
    },
  };
}

/** Keeps scenes as photos that the viewer has just taken; returns their ids. */
export async function takePhotos(
  ctx: Context,
  scenes: Scenes,
  photos: { scene: string; caption: string }[],
  purpose: string,
): Promise<string[]> {
  const { personId } = ctx.viewer;
  if (personId === null || photos.length === 0) return [];
  const facts = await Promise.all(photos.map(({ scene }) => scenes.facts(scene)));
  const at = ctx.clock.now();
  const { sketch } = wordsFor('zh').demo;
  const rows = facts.map((one, sort) => ({
    ...photoRow(one, { personId, purpose, sort, at }),
    caption: sketch(photos[sort]?.caption ?? ''),
  }));
  await ctx.db.write((tx) => insertPhotos(tx, rows));
  return rows.map(({ id }) => id);
}

/** Draws a scene into a file that is there while the work lasts, as a phone would send a photo. */
export async function withScene<T>(
  { workshop, env }: Pick<App, 'workshop' | 'env'>,
  scene: string,
  work: (file: { path: string; bytes: number }) => Promise<T>,
): Promise<T> {
  const svg = await readFile(join(env.root, 'content/demo/scenes', `${scene}.svg`), 'utf8');
  const png = await workshop.rasterise(svg, SIZE.width, SIZE.height);
  const place = await mkdtemp(join(tmpdir(), 'cuntou-scene-'));
  try {
    const path = join(place, `${scene}.png`);
    await writeFile(path, png);
    return await work({ path, bytes: png.length });
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function draw(app: App, scene: string, folder: string): Promise<PhotoFacts> {
  return withScene(app, scene, async ({ path }) =>
    must(await app.workshop.makePhoto(path, folder), scene),
  );
}

function scenesOf({ events }: DemoStory): string[] {
  return events.flatMap((event) => [
    ...('portrait' in event ? [event.portrait] : []),
    ...('photos' in event ? event.photos.map(({ scene }) => scene) : []),
  ]);
}
