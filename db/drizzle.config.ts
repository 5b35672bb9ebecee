import { defineConfig } from 'drizzle-kit';

const engine = process.env.DATABASE_URL?.startsWith('postgres') ? 'postgres' : 'sqlite';

export default defineConfig({
  dialect: engine === 'postgres' ? 'postgresql' : 'sqlite',
  schema: './db/schema/*.ts',
  out: `./db/migrations/${engine}`,
  casing: 'snake_case',
});
