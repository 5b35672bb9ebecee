// Writes the migrations of both engines from db/schema (npm run db:generate -- --name what-changed).
import { spawnSync } from 'node:child_process';

for (const url of ['sqlite:', 'postgres:']) {
  const args = [
    'drizzle-kit',
    'generate',
    '--config',
    'db/drizzle.config.ts',
    ...process.argv.slice(2),
  ];
  const env = { ...process.env, DATABASE_URL: url };
  const { status } = spawnSync('npx', args, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
