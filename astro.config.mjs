import { defineConfig } from 'astro/config';
import { ownServer } from './server/adapter.ts';

export default defineConfig({
  srcDir: './site',
  publicDir: './site/public',
  output: 'server',
  adapter: ownServer(),
  session: false,
  // Biome breaks lines inside text at spaces; the 'jsx' default would drop those spaces.
  compressHTML: true,
  devToolbar: { enabled: false },
  // Our own routes need the check too, and it must know PUBLIC_ORIGIN: see hono/csrf in server/http.ts.
  security: { checkOrigin: false },
  server: { host: process.env.HOST || '127.0.0.1', port: Number(process.env.PORT || 4321) },
  build: { inlineStylesheets: 'never', redirects: false },
  vite: {
    // Without its own target the minifier writes (width >= 60em), which Chrome 86 does not know.
    build: { assetsInlineLimit: 0, cssTarget: 'chrome86' },
    environments: { client: { build: { target: 'chrome86' } } },
    // Left outside the bundle it costs 320 MB and half a second at each start.
    ssr: { noExternal: ['drizzle-orm'] },
  },
});
