// The demonstration, and what the journeys find decided besides: node tests/support/seed-journeys.ts
import { closeApp, openApp } from '#server/boot.ts';
import { seedDemo } from '#server/demo/seed.ts';
import { readEnv } from '#server/kernel/env.ts';
import { writeSetting } from '#server/kernel/settings.ts';
import { journeyMatters } from '#tests/e2e/support/deciding-matters.ts';

const app = await openApp(readEnv(process.env));
await seedDemo(app, () => {}, { also: journeyMatters() });
await app.db.write((tx) => writeSetting(tx, 'installation', 'demo'));
await closeApp(app);
