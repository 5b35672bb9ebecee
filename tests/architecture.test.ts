import { describe, expect, test } from 'vitest';
import '#server/kinds.ts';
import { plainKinds } from '#server/plain/kinds.ts';
import { readSources, type Source } from '#tests/support/sources.ts';

const sources = readSources();
const ours = sources.filter(({ path }) => !path.startsWith('tests/'));
const server = within('server/');
const site = within('site/');

/**
 * Who may know whom in server/: each line knows the lines above it, never one below. What stands on
 * one line may know its neighbours. The context of the kernel carries the workshop, so they stand
 * together; a photo can be reported and a removed one leaves the search, so these do too. A table
 * shows what was asked beside its lines, so questions about lines stand before it.
 */
const lines = [
  ['rules'],
  ['kernel', 'workshop'],
  ['ledger'],
  ['accounts'],
  ['grids'],
  ['posts'],
  ['photos', 'search', 'moderation'],
  ['recordings'],
  ['plain'],
  plainKinds().map(({ list }) => list),
  ['draws'],
  ['promises'],
  ['letters', 'lessons'],
  ['meetings'],
  ['bodies'],
  ['appeals'],
  ['cases'],
  ['disclosure-catalogue'],
  ['line-objections'],
  ['disclosures'],
  ['disclosure-duties'],
  ['disclosure-copies'],
  ['disclosure-drafts'],
  ['disclosure-review'],
  ['disclosure-upload', 'disclosure-requests'],
  ['attachments'],
  ['vouchers'],
  ['selections'],
  ['motions', 'drives'],
  ['votes'],
  ['steps'],
  ['resolutions'],
  ['surveys', 'contests'],
  ['agenda'],
  ['squares', 'help', 'desk'],
];
/** What every post shares is one noun in four folders; they share its records too. */
const anatomy = ['posts', 'photos', 'search', 'moderation'];

/** The rooms of a disclosed item: one table from its duty to its correction, so they do too. */
const rooms = lines.flat().filter((folder) => /^disclosure/.test(folder));

/** The process around the features (and the demonstration, which plays on all of them). */
const around = ['', 'health', 'operator', 'demo'];

/** Outside records and the ledger, SQL stands in these few places. */
const stores = [
  ...['once', 'outbox', 'rule-versions', 'settings', 'typed-form'].map(
    (name) => `server/kernel/${name}.ts`,
  ),
  'server/ledger/append.ts',
  // Lucia's adapter, the limits of signing in, who a request comes from, what has ended.
  ...['sessions', 'limits', 'viewers', 'sweep'].map((name) => `server/accounts/${name}.ts`),
  // One row of JSON per person and village, written between two screens.
  'server/appeals/drafts.ts',
  // The conditions of who still answers for a place, of appeals and of questions.
  'server/grids/still-answers.ts',
  // The one condition per kind of who may read what.
  'server/posts/visible-to.ts',
];

describe('the five folders', () => {
  test('content imports nothing but content', () => {
    expect(strays(within('content/'), (from) => /^(#content\/|\.\.?\/)/.test(from))).toEqual([]);
  });

  test('db knows drizzle, the drivers and itself', () => {
    const drivers = /^(drizzle-orm|drizzle-kit|better-sqlite3|pg|#db\/|node:)/;

    expect(strays(within('db/'), (from) => drivers.test(from))).toEqual([]);
  });

  test('rules are pure: they know rules and the types of content', () => {
    const rules = within('server/rules/').filter(({ path }) => path !== 'server/rules/fold.ts');

    expect(strays(rules, (from) => /^#server\/rules\/|^#content\/.*\.json$/.test(from))).toEqual(
      [],
    );
  });

  test('server never knows how a page looks', () => {
    expect(strays(server, (from) => !from.startsWith('#site/'))).toEqual([]);
  });

  test('imports between folders go through their names, never through ../..', () => {
    const climbing = (from: string) => from.startsWith('../') && !from.includes('node_modules');

    expect(strays(ours.filter(outsideContent), (from) => !climbing(from))).toEqual([]);
  });
});

describe('features of the server', () => {
  test('every folder has its line', () => {
    const known = [...lines.flat(), ...around];

    expect([...new Set(server.map(folderOf))].filter((folder) => !known.includes(folder))).toEqual(
      [],
    );
  });

  test.each(lines.flat())('%s knows only what stands above it', (feature) => {
    const allowed = lines.slice(0, lineOf(feature) + 1).flat();
    const files = server.filter((source) => folderOf(source) === feature);

    expect(
      strays(files, (from) => !isServer(from) || allowed.includes(folderOfPath(from))),
    ).toEqual([]);
  });

  test('only records and a few named stores speak SQL', () => {
    const speaks = ({ imports }: Source) =>
      imports.some(({ from, isType }) => !isType && from.startsWith('#db/schema/'));
    const elsewhere = server
      .filter((source) => lines.flat().includes(folderOf(source)) && speaks(source))
      .map(({ path }) => path)
      .filter((path) => !/records\.ts$/.test(path) && !stores.includes(path));

    expect(elsewhere).toEqual([]);
  });

  test.each(lines.flat())('the records of %s are its own', (feature) => {
    const owners = [anatomy, rooms].find((shared) => shared.includes(feature)) ?? [feature];
    const files = server.filter((source) => folderOf(source) === feature);
    const isOwn = (from: string) => owners.includes(folderOfPath(from));

    expect(
      strays(withoutTypes(files), (from) => !/records\.ts$/.test(from) || isOwn(from)),
    ).toEqual([]);
  });

  test('one file knows Lucia', () => {
    const knowing = ours.filter(({ imports }) => imports.some(({ from }) => /^lucia/.test(from)));

    expect(knowing.map(({ path }) => path)).toEqual(['server/accounts/sessions.ts']);
  });
});

describe('a plain kind of post', () => {
  test.each(plainKinds().map(({ list }) => list))('%s is five files', (list) => {
    const own = (folder: string) => within(`${folder}/${list}/`).map(({ path }) => path);

    expect(own('server')).toEqual([`server/${list}/kind.ts`]);
    expect(own('site')).toEqual([`site/${list}/Body.astro`]);
    expect(sources.find(({ path }) => path === 'server/kinds.ts')?.text).toContain(
      `import '#server/${list}/kind.ts';`,
    );
    expect(within(`content/messages/plain/${list}.ts`)).toHaveLength(1);
    expect(within(`tests/${list}.test.ts`)).toHaveLength(1);
  });

  test('is imported by the registry and the demonstration, nothing else', () => {
    const lists = plainKinds().map(({ list }) => list);
    const own = new RegExp(`^(server|site|content/messages/plain|tests)/(${lists.join('|')})[/.]`);
    const knows = new RegExp(`/(${lists.join('|')})(/kind|/Body|\\.ts)`);
    const knowing = ours
      .filter(({ path }) => !own.test(path) && !/^server\/(kinds\.ts|demo\/)/.test(path))
      .filter(({ imports }) => imports.some(({ from }) => knows.test(from)));

    expect(knowing.map(({ path }) => path)).toEqual([]);
  });
});

describe('pages', () => {
  test('a component knows rules, words and types: what it shows is handed to it', () => {
    const parts = site.filter(({ path }) => !/^site\/(pages\/|fetch\.ts)/.test(path));
    const isGiven = (from: string) => !isServer(from) || from.startsWith('#server/rules/');

    expect(strays(withoutTypes(parts), isGiven)).toEqual([]);
  });

  test('a page asks views, never commands, routes or records', () => {
    const inner = /(records|commands|routes|forms|sessions|create|append)\.ts$/;

    expect(strays(withoutTypes(site), (from) => !isServer(from) || !inner.test(from))).toEqual([]);
  });

  test('only server/main.ts and pages stand between Astro and the server', () => {
    expect(strays(withoutTypes(site), (from) => !from.startsWith('#db/'))).toEqual([]);
  });
});

describe('the house', () => {
  test('has no barrels, no utils and no default exports but those its tools ask for', () => {
    const asked = /(^site\/fetch|\.config|^tests\/support\/\w+-base)\.ts$/;
    const odd = sources.filter(
      ({ path, isBarrel, hasDefaultExport }) =>
        isBarrel ||
        /\b(utils?|misc)\.(ts|astro)$/.test(path) ||
        (hasDefaultExport && !asked.test(path)),
    );

    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  test('files are named in kebab-case, components as nouns', () => {
    const isNamed = ({ path }: Source) =>
      /(^|\/)([a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.(ts|mjs)|[A-Z][A-Za-z]+\.astro)$/.test(path) ||
      path.startsWith('site/pages/');

    expect(sources.filter((source) => !isNamed(source)).map(({ path }) => path)).toEqual([]);
  });

  test('identifiers are English', () => {
    const foreign = sources.flatMap(({ path, identifiers }) =>
      [...identifiers].filter((name) => /\P{ASCII}/u.test(name)).map((name) => `${path}: ${name}`),
    );

    expect(foreign).toEqual([]);
  });

  test('only the clock, sessions and <Time> read the time of the machine', () => {
    const clocks = ['server/kernel/clock.ts', 'server/accounts/sessions.ts', 'site/ui/Time.astro'];
    const reading = ours.filter(({ text }) => /\bDate\.now\(\)|\bnew Date\(/.test(text));

    expect(reading.map(({ path }) => path).filter((path) => !clocks.includes(path))).toEqual([]);
  });

  test('a file fits on a few screens', () => {
    const most = ({ path }: Source) => (path.endsWith('.astro') ? 120 : 300);
    const long = ours.filter((source) => source.lines > most(source));

    expect(long.map(({ path, lines: n }) => `${path}: ${n} lines`)).toEqual([]);
  });
});

function within(folder: string): Source[] {
  return sources.filter(({ path }) => path.startsWith(folder));
}

function outsideContent({ path }: Source): boolean {
  return !path.startsWith('content/');
}

function isServer(from: string): boolean {
  return from.startsWith('#server/');
}

/** 'server/posts/views.ts' → 'posts'; files of server/ itself belong to ''. */
function folderOf({ path }: Source): string {
  return folderOfPath(`#${path}`);
}

function folderOfPath(from: string): string {
  const parts = from.split('/');
  return parts.length > 2 ? (parts[1] ?? '') : '';
}

function lineOf(feature: string): number {
  return lines.findIndex((line) => line.includes(feature));
}

function withoutTypes(files: Source[]): Source[] {
  return files.map((file) => ({ ...file, imports: file.imports.filter(({ isType }) => !isType) }));
}

/** The imports that a rule does not allow, as 'file → import'. */
function strays(files: Source[], isAllowed: (from: string) => boolean): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter(({ from }) => !isAllowed(from)).map(({ from }) => `${path} → ${from}`),
  );
}
