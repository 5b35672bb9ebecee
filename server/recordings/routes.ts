import { Hono } from 'hono';
import type { HttpEnv } from '#server/kernel/http.ts';
import { serveRecording } from '#server/recordings/serve.ts';

/** Recordings and films: heard and seen by whoever may see their post. */
export function recordingRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.get('/recordings/:file{[0-9a-f]{64}\\.(?:m4a|webm|ogg|wav|mp3|mp4)}', serveRecording);
  return http;
}
