import { desc, eq } from 'drizzle-orm';
import { outboxMessage } from '#db/schema/kernel.ts';
import type { World } from '#tests/support/world.ts';

/** A browser of the world: it keeps its cookies, and its owner can read the messages to his phone. */
export function browser(world: World) {
  const jar = new Map<string, string>();

  function keep(answer: Response): Response {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }

  return {
    cookies: () => [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    session: () => jar.get('session') ?? '',
    async get(path: string): Promise<Response> {
      return keep(await world.get(path, this.cookies()));
    },
    async post(path: string, fields: Record<string, string> | FormData): Promise<Response> {
      return keep(await world.post(path, fields, this.cookies()));
    },
    /** The code in the newest message. */
    async lastCode(): Promise<string> {
      const [message] = await messages(world);
      return /\d{6}/.exec(message?.body ?? '')?.[0] ?? '';
    },
    /** The code in the newest message to this phone. */
    async codeFor(phone: string): Promise<string> {
      const mine = (await messages(world)).find(
        ({ phoneSealed }) =>
          phoneSealed !== null && world.app.secrets.open('phone', phoneSealed) === phone,
      );
      return /\d{6}/.exec(mine?.body ?? '')?.[0] ?? '';
    },
    /** Asks for another code, so that the browser is at the step of typing it. */
    async keepPhone(phone: string): Promise<void> {
      await this.post('/login', { phone });
    },
    /** Signs in by code, and says a name when asked. */
    async signUp(phone: string, name: string): Promise<Response> {
      await this.post('/login', { phone });
      const typed = await this.post('/login/code', { code: await this.codeFor(phone) });
      if (typed.headers.get('location') !== '/login/name') return typed;
      return this.post('/login/name', { name });
    },
  };
}

function messages(world: World) {
  return world.app.db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.template, 'code'))
    .orderBy(desc(outboxMessage.id))
    .limit(200);
}
