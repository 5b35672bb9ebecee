import { execFile } from 'node:child_process';

/** Runs the product's entrance as a person would; resolves with what it said and its exit code. */
export function startProduct(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number; said: string }> {
  const options = { env: { ...process.env, DATABASE_URL: '', ...env } };
  return new Promise((resolve) => {
    execFile(process.execPath, ['server/start.mjs', ...args], options, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), said: `${stdout}${stderr}`.trim() });
    });
  });
}
