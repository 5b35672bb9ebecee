import { once } from 'node:events';
import { Agent, createServer, get, type RequestListener, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { drain } from '#server/drain.ts';

const PATIENCE_MS = 5_000;

const servers: Server[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function serve(listener: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer({ keepAliveTimeout: 60_000 }, listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

/** Asks on a connection that is kept; resolves with the answer's words, or with what went wrong. */
async function ask(port: number): Promise<string> {
  try {
    const [answer] = await once(get({ host: '127.0.0.1', port, agent }), 'response');
    return await text(answer);
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

test('a request in flight is answered, and its connection keeps nobody waiting', async () => {
  const { server, port } = await serve(async (_request, response) => {
    await pause(200);
    response.end('answered');
  });
  const asked = ask(port);
  await once(server, 'request');

  const began = performance.now();
  await drain(server, PATIENCE_MS);

  expect(await asked).toBe('answered');
  expect(server.listening).toBe(false);
  expect(performance.now() - began).toBeLessThan(PATIENCE_MS / 2);
});

test('an answer that never ends is cut', async () => {
  const { server, port } = await serve((_request, response) => void response.write('and so on'));
  const asked = ask(port);
  await once(server, 'request');

  await drain(server, 100);

  expect(await asked).toBe('ECONNRESET');
});
