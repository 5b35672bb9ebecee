import { DomUtils, parseDocument } from 'htmlparser2';
import { type APIRequestContext, expect, request as requests } from 'playwright/test';
import { demoPerson } from '#tests/e2e/support/people.ts';

type Fields = Record<string, string>;

/** Requests of somebody of the demonstration, signed in by password; dispose of it afterwards. */
export async function requestsAs(
  key: string,
  baseURL: string | undefined,
): Promise<APIRequestContext> {
  const person = await requests.newContext({
    ...(baseURL && { baseURL, extraHTTPHeaders: { origin: baseURL } }),
  });
  const { phone, password } = demoPerson(key);
  await send(person, { page: '/login/password', action: '/login/password' }, { phone, password });
  return person;
}

/**
 * Sends a form that stands on a page, with the hidden fields it has there, and answers where that
 * led. Fails when the form is not there or comes back.
 */
export async function send(
  person: APIRequestContext,
  { page, action }: { page: string; action: string },
  fields: Fields,
): Promise<string> {
  const shown = await person.get(page);
  const form = DomUtils.getElementsByTagName('form', parseDocument(await shown.text()), true).find(
    ({ attribs }) => attribs.action === action,
  );
  expect(form, `a form for ${action} on ${page}`).toBeDefined();
  const hidden = form ? hiddenFieldsOf(form) : {};
  const answer = await person.post(action, { form: { ...hidden, ...fields }, maxRedirects: 0 });
  expect(answer.status(), `${action} from ${page}`).toBe(303);
  return answer.headers().location?.split('#')[0] ?? '';
}

function hiddenFieldsOf(form: Parameters<typeof DomUtils.getElementsByTagName>[1]): Fields {
  const inputs = DomUtils.getElementsByTagName('input', form, true);
  return Object.fromEntries(
    inputs
      .filter(({ attribs }) => attribs.type === 'hidden')
      .map(({ attribs }) => [attribs.name ?? '', attribs.value ?? '']),
  );
}

/** Raises an appeal on its four screens; answers its path. */
export async function raiseAppeal(
  person: APIRequestContext,
  village: string,
  { picture, words, group, landmark }: Record<'picture' | 'words' | 'group' | 'landmark', string>,
): Promise<string> {
  const at = (step = '') => {
    const path = `/v/${village}/appeals/new${step}`;
    return { page: path, action: path };
  };
  await send(person, at(), { picture });
  await send(person, at('/photo'), { words, notSame: 'yes' });
  await send(person, at('/where'), { groupCode: group, landmark });
  const receipt = await send(person, at('/check'), { audience: 'public', shownAs: 'nickname' });
  return receipt.replace(/\/receipt$/, '');
}
