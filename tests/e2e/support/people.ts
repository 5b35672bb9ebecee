import { fileURLToPath } from 'node:url';
import { type APIRequestContext, expect, request as requests } from 'playwright/test';
import { readDemoContent } from '#server/demo/content.ts';

/** Who stands in the slim bar of a demonstration, and nobody. */
export const roles = ['guest', 'villager', 'cadre', 'secretary', 'town', 'county'] as const;
export type Role = (typeof roles)[number];

const { villages, county, selections } = readDemoContent(
  fileURLToPath(new URL('../../..', import.meta.url)),
);

/** Somebody of the demonstration who can sign in. */
export interface DemoPerson {
  name: string;
  phone: string;
  password: string;
}

/** The one called 'shiti/luo-bailu' in the demonstration's content, who can sign in. */
export function demoPerson(key: string): DemoPerson {
  const { name, phone } = demoMember(key);
  if (!phone) throw new Error(`nobody called ${key} has a phone`);
  return { name, phone, password: county.password };
}

/** The same of whoever is in office or on the roster there, with a phone or without. */
export function demoMember(key: string): { name: string; phone: string | null } {
  const [slug, ownKey] = key.split('/');
  const village = villages.find((one) => one.slug === slug);
  const everybody = [
    ...(village?.people ?? []),
    ...(village?.households ?? []).flatMap(({ members }) => members),
  ];
  const found = everybody.find((one) => one.key === ownKey);
  if (!found) throw new Error(`nobody is called ${key}`);
  return found;
}

/** Somebody of town or county by his key, or the first in a post. */
export function countyPerson(who: string): DemoPerson {
  const found = county.staff.find(({ key, post }) => key === who || post === who);
  if (!found) throw new Error(`the county has no ${who}`);
  return { name: found.name, phone: found.phone, password: county.password };
}

/** Keys of those who agreed to review the months' best. */
export function reviewers(): string[] {
  return selections.reviewers.map(({ who }) => who);
}

/** Telephone numbers of everybody who holds no office: no page of the square shows them. */
export function villagersPhones(): string[] {
  const members = villages.flatMap(({ households }) => households.flatMap((home) => home.members));
  return members.flatMap(({ phone }) => phone ?? []);
}

/** What those who hold an office are called, as the county wrote it; the longest first. */
export function officeTitles(): string[] {
  const posts = villages.flatMap(({ people }) => people.flatMap((one) => one.posts));
  const titles = [...posts, ...county.staff].map(({ title }) => title);
  return [...new Set(titles)].sort((a, b) => b.length - a.length);
}

/** Requests of one of the slim bar's people, or of a guest; dispose of it afterwards. */
export async function requestsOf(
  role: Role,
  baseURL: string | undefined,
): Promise<APIRequestContext> {
  if (baseURL === undefined) throw new Error('the journeys need the address of the site');
  const context = await requests.newContext({ baseURL });
  if (role === 'guest') return context;
  const answer = await context.post('/demo/become', {
    form: { who: role },
    headers: { origin: baseURL },
    maxRedirects: 0,
  });
  expect(answer.status(), `becoming ${role}`).toBe(303);
  return context;
}
