import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainKinds } from '#server/plain/kinds.ts';
import { listRoutes } from '#server/route-list.ts';
import { routeRules } from '#server/route-rules.ts';
import { openWorld, type World } from '#tests/support/world.ts';

const routes = listRoutes(process.cwd());

describe('routes and roles', () => {
  test('every route says who may use it', () => {
    const unruled = routes.filter(({ actions }) => actions.length === 0).map(({ route }) => route);

    expect(unruled, 'give each a line in server/route-rules.ts').toEqual([]);
  });

  test('no rule is left of a route that is gone', () => {
    const known = new Set(routes.map(({ route }) => route));

    expect(Object.keys(routeRules).filter((route) => !known.has(route))).toEqual([]);
  });

  test('nobody writes by looking', () => {
    const writing = routes.filter(({ route }) => /^(PUT|PATCH|DELETE) /.test(route));

    expect(writing, 'forms can only send GET and POST').toEqual([]);
  });
});

describe('a visitor', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  });

  afterAll(() => world.close());

  const closed = routes
    .filter(({ route, roles }) => route.startsWith('POST ') && !roles.includes('visitor'))
    .flatMap(({ route }) => addressesOf(route.slice('POST '.length)));

  test.each(closed)('cannot use %s', async (pattern) => {
    const path = pattern
      .replace(':village', 'beipo')
      .replace(':no', '1')
      .replace(/:\w+/g, '01990000-0000-7000-8000-000000000000');

    const answer = await world.post(path, { key: 'k', body: '有四个字', title: '路灯不亮' });

    const isSentToSignIn = /^(\/en)?\/login/.test(answer.headers.get('location') ?? '');
    expect(answer.status).toBeLessThan(500);
    expect(answer.status >= 400 || isSentToSignIn).toBe(true);
  });
});

/** The routes that plain kinds share are tried for each of them. */
function addressesOf(pattern: string): string[] {
  return pattern.includes(':list')
    ? plainKinds().map(({ list }) => pattern.replace(':list', list))
    : [pattern];
}
