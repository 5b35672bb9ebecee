/**
 * What search engines may keep. A list of what they may, so that a new page is left out until
 * somebody decides: a villager's words belong to the village, not to a search engine.
 */
const indexed = [
  /^\/(county.*)?$/,
  /^\/lessons(\/[a-z0-9-]+)?$/,
  /^\/selections(\/[a-z0-9-]+)?$/,
  /^\/(help|privacy|access)$/,
  /^\/[vt]\/[^/]+$/,
];

/** What a village says of itself; lists of official words come beside it. */
const inVillage = ['organisation', 'people', 'resolutions'];

/** Plain lists by whose words they hold, as the addresses of their pages: 'notices', 'talks'. */
export interface PlainLists {
  official: string[];
  villagers: string[];
}

/** The parts of the tree in which villagers speak or sign in, as robots.txt writes them. */
const closed = [
  ...['/v/*/a/', '/v/*/appeals', '/v/*/open/asked', '/v/*/open/requests'],
  ...['/v/*/hall', '/v/*/drives', '/v/*/votes', '/v/*/surveys', '/v/*/contests'],
  ...['/s/', '/search', '/track', '/me', '/desk'],
];

/** Engines that follow robots.txt only and pass over the word noindex in a page. */
const engines = ['Baiduspider', 'Sogou web spider', '360Spider', 'YisouSpider', 'Bytespider'];

/** May search engines keep the page at this path of the one page tree? Of a demonstration, nothing. */
export function mayBeIndexed(path: string, isDemo: boolean, { official }: PlainLists): boolean {
  if (isDemo) return false;
  const [, place, , part = ''] = path.split('/');
  // Who represents whom the village reads; a search engine need not keep villagers' names.
  const isTheVillages =
    place === 'v' &&
    [...inVillage, ...official].includes(part) &&
    !path.endsWith('/people/representatives');
  return isTheVillages || indexed.some((pattern) => pattern.test(path));
}

/**
 * robots.txt. Engines that read `noindex` must be let in to read it; the others are kept out of what
 * they would not be told to forget.
 */
export function robotsText(isDemo: boolean, { villagers }: PlainLists): string {
  const shut = [...closed, ...villagers.map((list) => `/v/*/${list}`)];
  const paths = isDemo ? ['/'] : shut.flatMap((path) => [path, `/en${path}`]);
  return [
    'User-agent: *',
    'Disallow:',
    '',
    ...engines.map((name) => `User-agent: ${name}`),
    ...paths.map((path) => `Disallow: ${path}`),
    '',
  ].join('\n');
}
