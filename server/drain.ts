import type { Server } from 'node:http';

/** How often connections with nothing under way are closed, in ms. */
const LOOK_MS = 50;

/**
 * Ends a server: nobody new comes in, requests in flight are answered, and connections that are
 * still open after `mostMs` are cut.
 */
export async function drain(server: Server, mostMs: number): Promise<void> {
  // Whoever asks without a pause is never idle: each is told to ask elsewhere next time.
  server.prependListener('request', (_request, response) => {
    response.setHeader('connection', 'close');
  });
  const closeIdle = setInterval(() => server.closeIdleConnections(), LOOK_MS);
  const cut = setTimeout(() => server.closeAllConnections(), mostMs);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(closeIdle);
  clearTimeout(cut);
}
