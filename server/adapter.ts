import type { AstroIntegration } from 'astro';

/** Astro's adapter for our own server, server/entry.ts. */
export function ownServer(): AstroIntegration {
  return {
    name: 'cuntou',
    hooks: {
      'astro:config:done': ({ setAdapter }) => {
        setAdapter({
          name: 'cuntou',
          entrypointResolution: 'auto',
          serverEntrypoint: new URL('./entry.ts', import.meta.url),
          adapterFeatures: { buildOutput: 'server', middlewareMode: 'classic' },
          supportedAstroFeatures: { serverOutput: 'stable', sharpImageService: 'stable' },
        });
      },
    },
  };
}
