import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import answerRule from '#content/answer-rule.json' with { type: 'json' };
import classes from '#content/appeal-classes.json' with { type: 'json' };
import county from '#content/demo/county.json' with { type: 'json' };
import content from '#content/demo/villages.json' with { type: 'json' };
import { emergencyNumbers, isAccusation, itemOf, pictureOf } from '#server/rules/appeal-classes.ts';
import { findPersonal } from '#server/rules/masking.ts';
import { isSubstantive } from '#server/rules/substantive-answer.ts';

interface DemoEvent {
  at: string;
  who: string;
  do: string;
  post?: string;
  picture?: string | null;
  item?: string;
  words?: string;
  title?: string;
  text?: string;
  for?: string;
  deputy?: string;
  photos?: { scene: string; caption: string }[];
}

const root = new URL('../../content/', import.meta.url);
const stories = readdirSync(new URL('demo/stories/', root)).map((file) => {
  const story = JSON.parse(readFileSync(new URL(`demo/stories/${file}`, root), 'utf8'));
  return { village: story.village as string, events: story.events as DemoEvent[] };
});
const units = readFileSync(new URL('divisions/510681.csv', root), 'utf8');
interface DemoPerson {
  key: string;
  name: string;
  phone: string | null;
}
const everybody = content.villages.flatMap((village) => {
  const households: { members: DemoPerson[] }[] = village.households;
  const residents = households.flatMap(({ members }) => members);
  return [...village.people, ...residents].map(({ key, name, phone }) => ({
    key: `${village.slug}/${key}`,
    name,
    phone,
  }));
});
const staff = county.staff.map(({ key, name, phone }) => ({ key: `county/${key}`, name, phone }));
const known = new Set([...everybody, ...staff].map(({ key }) => key));

describe('the demonstration county', () => {
  test('stands in villages that the divisions file knows', () => {
    for (const { code, name, town } of content.villages) {
      const row = units.split('\n').find((line) => line.startsWith(code));

      expect(row).toContain(`,${name}`);
      expect(row).toContain(town);
    }
  });

  test('has no two people with one name or one phone, and no name without a solar term', () => {
    const people = [...everybody, ...staff];
    const terms = county.elsewhere.terms.map(({ zh }) => zh);
    const phones = people.map(({ phone }) => phone).filter((phone) => phone !== null);

    expect(new Set(people.map(({ name }) => name)).size).toBe(people.length);
    expect(new Set(phones).size).toBe(phones.length);
    expect(people.filter(({ name }) => !terms.includes(name.slice(-2)))).toEqual([]);
  });

  test('gives every group one cadre and a deputy who is somebody else', () => {
    for (const { groups, grids } of content.villages) {
      const covered = grids.flatMap((grid) => grid.groups).toSorted();

      expect(covered).toEqual(groups.map(({ name }) => name).toSorted());
      expect(grids.filter(({ holder, deputy }) => holder === deputy)).toEqual([]);
    }
  });
});

describe.each(stories)('the story of $village', ({ village, events }) => {
  test('is told in order and ends before the demonstration begins', () => {
    const times = events.map(({ at }) => at);

    expect(times).toEqual(times.toSorted());
    expect(times.filter((at) => at > county.beginsAt)).toEqual([]);
  });

  test('names only people, scenes, pictures and classes that exist', () => {
    const named = events.flatMap((event) => [event.who, event.for, event.deputy]);
    const strangers = named.filter((key) => key && key !== village && !known.has(key));
    const scenes = events.flatMap(({ photos = [] }) => photos.map(({ scene }) => scene));
    const undrawn = scenes.filter(
      (scene) => !existsSync(new URL(`demo/scenes/${scene}.svg`, root)),
    );

    expect(strangers).toEqual([]);
    expect(undrawn).toEqual([]);
    expect(events.filter(({ item }) => item && !itemOf(classes, item))).toEqual([]);
    expect(events.filter(({ picture }) => picture && !pictureOf(classes, picture))).toEqual([]);
  });

  test('calls no emergency, accuses nobody and gives no personal numbers away', () => {
    const texts = events.flatMap(({ words, title, text }) => [words, title, text]);
    const said = texts.filter((text) => text !== undefined);
    const raised = events.flatMap(({ words }) => (words ? [words] : []));

    expect(said.filter((text) => findPersonal(text).length > 0)).toEqual([]);
    expect(raised.filter((words) => emergencyNumbers(classes, words).length > 0)).toEqual([]);
    expect(raised.filter((words) => isAccusation(classes, words))).toEqual([]);
  });

  test('answers with more than a receipt', () => {
    const answers = events.filter(({ do: act }) => act === 'answer').map(({ text = '' }) => text);

    expect(answers.filter((text) => !isSubstantive(text, answerRule))).toEqual([]);
  });
});

describe('the table of classes', () => {
  test('has ten classes of six, each reached by a picture and handled by somebody', () => {
    const items = classes.classes.flatMap((one) => one.items);
    const pictured = new Set(classes.pictures.flatMap((one) => one.items));
    const handlers = new Set(classes.handlers.map(({ code }) => code));

    expect(classes.classes.map((one) => one.items.length)).toEqual(Array(10).fill(6));
    expect(items.filter(({ code }) => !pictured.has(code))).toEqual([]);
    expect(items.filter(({ handler }) => !handlers.has(handler))).toEqual([]);
  });
});
