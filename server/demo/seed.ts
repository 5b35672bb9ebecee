import { hashPassword } from '#server/accounts/passwords.ts';
import type { Cast } from '#server/demo/cast.ts';
import { type DemoContent, readDemoContent } from '#server/demo/content.ts';
import type { DemoDeciding } from '#server/demo/deciding-content.ts';
import { writeDemoFacts } from '#server/demo/facts.ts';
import { layOutPeople } from '#server/demo/people.ts';
import { layOutPlaces } from '#server/demo/places.ts';
import { replayStories } from '#server/demo/replay.ts';
import { drawScenes } from '#server/demo/scenes.ts';
import { handClock, systemClock } from '#server/kernel/clock.ts';
import type { App } from '#server/kernel/context.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { instantOf } from '#server/rules/dates.ts';
import { indexEverything } from '#server/search/job.ts';

/** What places and people take of the whole; the rest is the stories. */
const PLACES = 0.05;
const PEOPLE = 0.1;

/**
 * Fills an empty database with the demonstration: places, people, and months of history made
 * through the product's own commands. That it is a demonstration is written last, so that one cut
 * off half way is never taken for a finished one. `only` tells these villages' stories alone;
 * `also` is decided beside what the content tells.
 */
export async function seedDemo(
  app: App,
  onProgress: (share: number) => void,
  { only, also = [] }: { only?: string[]; also?: DemoDeciding[] } = {},
): Promise<void> {
  const written = storiesOf(readDemoContent(app.env.root), only);
  const content = { ...written, deciding: [...written.deciding, ...also] };
  const { county } = content;
  if (app.env.countyCode !== county.county) {
    throw new Error(`The demonstration is ${county.county}. Unset COUNTY, or set SEED=none.`);
  }
  const scenes = await drawScenes(app, content);
  const passwordHash = await hashPassword(county.password);
  if (passwordHash === null) throw new Error('no password could be made');
  onProgress(0);
  const since = handClock(instantOf(county.elsewhere.since));
  const ctx = { ...systemContext(app), clock: since };
  const places = await layOutPlaces(ctx, content);
  onProgress(PLACES);
  const account = { passwordHash, password: county.password };
  const cast = await layOutPeople(ctx, content, places, account);
  onProgress(PEOPLE);
  await replayStories({ app, content, places, cast, scenes }, (share) =>
    onProgress(PEOPLE + share * (1 - PEOPLE)),
  );
  await indexEverything({ ...app, clock: handClock(county.beginsAt) });
  await writeDemoFacts(app.db, {
    shift: county.beginsAt - systemClock.now(),
    ...facesOf(county.bar, cast),
  });
  onProgress(1);
}

/** Who stands in the bar, and everybody who is printed: those of the bar first. */
function facesOf(bar: DemoContent['county']['bar'], { members, printed }: Cast) {
  const inBar = bar.flatMap(({ key, person }) => {
    const member = members.get(person);
    return member ? [{ key, person, personId: member.personId, name: member.name }] : [];
  });
  const first = inBar.flatMap(({ person }) => printed.filter(({ key }) => key === person));
  return {
    bar: inBar.map(({ key, personId, name }) => ({ key, personId, name })),
    people: [...first, ...printed.filter((one) => !first.includes(one))],
  };
}

function storiesOf(content: DemoContent, only: string[] | undefined): DemoContent {
  if (only === undefined) return content;
  return {
    ...content,
    villages: content.villages.filter(({ slug }) => only.includes(slug)),
    stories: content.stories.filter(({ village }) => only.includes(village)),
    deciding: content.deciding.filter(({ village }) => only.includes(village)),
  };
}
