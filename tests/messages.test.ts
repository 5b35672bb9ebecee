import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { person } from '#db/schema/accounts.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { sendMessages } from '#server/accounts/sending.ts';
import { sendCode } from '#server/accounts/sign-in.ts';
import type { App } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { outboxLines } from '#server/operator/outbox.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/rules/dates.ts';
import { startWorker } from '#server/worker.ts';
import { openWorld, type World } from '#tests/support/world.ts';

const SECRET = 'a secret of the county and its gateway';
const PHONE = '13900008888';

let world: World;
let gateway: Awaited<ReturnType<typeof openGateway>>;
let app: App;

beforeEach(async () => {
  world = await openWorld();
  gateway = await openGateway();
  app = { ...world.app, env: { ...world.app.env, sms: { url: gateway.url, secret: SECRET } } };
});

afterEach(async () => {
  await gateway.close();
  await world.close();
});

/** A gateway on this machine: what it was asked, and what it shall answer (0 for no answer). */
async function openGateway() {
  const asked: { headers: IncomingMessage['headers']; body: string }[] = [];
  const state = { status: 200 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ headers: request.headers, body });
    if (state.status === 0) request.socket.destroy();
    else response.writeHead(state.status).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    url: `http://127.0.0.1:${port}/send`,
    answerWith: (status: number) => {
      state.status = status;
    },
    close: () => new Promise((closed) => server.close(closed)),
  };
}

const round = () => sendMessages.run(systemContext(app));
const later = (ms: number) => world.clock.set(world.clock.now() + ms);
const rows = () => world.app.db.read.select().from(outboxMessage);

async function tellVillager(at = world.clock.now()): Promise<void> {
  const message = { template: 'appeal.answered', body: '廖小满回您了', path: '/v/beipo/a/1', at };
  await app.db.write((tx) => tell(tx, { personId: world.people.villager, ...message }));
}

test('a code goes to the gateway once, signed, and is nowhere in clear afterwards', async () => {
  await sendCode(systemContext(app), PHONE);

  await round();
  await round();

  expect(gateway.asked).toHaveLength(1);
  const [{ headers, body } = { headers: {}, body: '' }] = gateway.asked;
  const [row] = await rows();
  const signed = `${headers['x-cuntou-timestamp']}.${body}`;
  const signature = createHmac('sha256', SECRET).update(signed).digest('hex');
  expect(headers['x-cuntou-signature']).toBe(`sha256=${signature}`);
  expect(headers['idempotency-key']).toBe(row?.id);
  expect(JSON.parse(body)).toMatchObject({ id: row?.id, phone: PHONE, template: 'code' });
  expect(JSON.parse(body).text).toMatch(/验证码 \d{6}/);
  expect(row).toMatchObject({ sentAt: world.clock.now(), failedAt: null, attempts: 1, body: '' });
});

test('a villager with a phone is told there too; one who has read it already is not', async () => {
  await tellVillager();
  await tellVillager();
  const [first] = await rows();
  await app.db.write((tx) =>
    tx
      .update(outboxMessage)
      .set({ readAt: world.clock.now() })
      .where(eq(outboxMessage.id, first?.id ?? '')),
  );

  await round();

  expect(gateway.asked.map(({ body }) => JSON.parse(body).text)).toEqual(['廖小满回您了']);
});

test.each([
  [500, 'answers 500'],
  [401, 'does not know us'],
  [0, 'breaks the line'],
])(
  'a gateway that %i (%s) is asked again after 1, 2, 4, 8 and 16 minutes, under the same id',
  async (status) => {
    gateway.answerWith(status);
    await tellVillager();

    for (const minutes of [0, 1, 2, 4, 8, 16, 32]) {
      later(minutes * MINUTE_MS - 1);
      await round();
      later(1);
      await round();
    }

    const keys = new Set(gateway.asked.map(({ headers }) => headers['idempotency-key']));
    expect(gateway.asked).toHaveLength(6);
    expect(keys.size).toBe(1);
    expect(await rows()).toMatchObject([
      { sentAt: null, failedAt: expect.any(Number), attempts: 6 },
    ]);
  },
);

test('a number that the gateway refuses is given up at once', async () => {
  gateway.answerWith(422);
  await tellVillager();

  await round();
  later(DAY_MS);
  await round();

  expect(gateway.asked).toHaveLength(1);
  expect(await rows()).toMatchObject([{ failedAt: expect.any(Number), body: '廖小满回您了' }]);
});

test('when the gateway is down nobody waits for more than three messages', async () => {
  gateway.answerWith(503);
  for (let n = 0; n < 10; n += 1) await tellVillager();

  await round();

  expect(gateway.asked).toHaveLength(3);
});

test('two processes send nothing twice', async () => {
  for (let n = 0; n < 8; n += 1) await tellVillager();

  await Promise.all([round(), round()]);

  const keys = gateway.asked.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(8);
  expect(new Set(keys).size).toBe(8);
});

test('a code that has run out and news of yesterday go to no phone', async () => {
  await sendCode(systemContext(app), PHONE);
  await tellVillager();
  later(11 * MINUTE_MS);
  await round();
  await tellVillager();
  later(13 * HOUR_MS);
  await round();

  expect(gateway.asked.map(({ body }) => JSON.parse(body).template)).toEqual(['appeal.answered']);
});

test('a phone that nobody confirmed is sent nothing', async () => {
  await app.db.write((tx) =>
    tx
      .update(person)
      .set({ phoneUnprovenSince: world.clock.now() })
      .where(eq(person.id, world.people.villager)),
  );
  await tellVillager();

  await round();

  expect(gateway.asked).toEqual([]);
});

test('a demonstration sends nothing, whatever its environment says', async () => {
  await sendCode(systemContext(app), PHONE);

  await sendMessages.run(systemContext({ ...app, isDemo: true }));

  expect(gateway.asked).toEqual([]);
});

test('a code does not wait for the full minute', async () => {
  const worker = startWorker(app);

  await sendCode(systemContext(app), PHONE);

  await expect.poll(() => gateway.asked.length, { timeout: 5000 }).toBe(1);
  await worker.stop();
});

test('the operator sees how many are in which state, and no words', async () => {
  await tellVillager();
  await round();
  gateway.answerWith(422);
  await tellVillager();
  await round();
  await tellVillager();
  await tellVillager(world.clock.now() - DAY_MS);

  const [counts, ...lines] = (await outboxLines(app)).map((line) => JSON.parse(line));

  expect(counts).toEqual({ hasGateway: true, waiting: 1, sent: 1, failed: 1, kept: 1 });
  expect(JSON.stringify(lines)).not.toContain('廖小满');
  const [without] = await outboxLines({ ...app, env: { ...app.env, sms: null } });
  expect(JSON.parse(without ?? '')).toMatchObject({ hasGateway: false, waiting: 0, kept: 2 });
});
