import { isIP } from 'node:net';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';

const ORIGIN_SAYS = 'must be an address without a path, such as https://example.cn';
const SMS_SAYS = 'must be https://…, or http:// on this machine';
const PORT_SAYS = 'must be a whole number from 0 to 65535';

const shape = z.object({
  PORT: z.coerce
    .number(PORT_SAYS)
    .int(PORT_SAYS)
    .min(0, PORT_SAYS)
    .max(65_535, PORT_SAYS)
    .default(4321),
  HOST: z.string().min(1).optional(),
  DATA_DIR: z.string().min(1).default('var'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .refine((url) => URL.canParse(url), 'must be postgres://user:password@host/database')
    .optional(),
  PUBLIC_ORIGIN: z
    .url({ protocol: /^https?$/, error: ORIGIN_SAYS })
    .refine((url) => URL.parse(url)?.pathname === '/', ORIGIN_SAYS)
    // As a browser names it in a form's Origin: without a slash at the end.
    .transform((url) => new URL(url).origin)
    .optional(),
  SECRET_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
    .optional(),
  TRUSTED_PROXY: z
    .string()
    .refine((address) => isIP(address) !== 0, 'must be the IP address of your proxy')
    .optional(),
  SMS_WEBHOOK: z
    .url({ protocol: /^https?$/, error: SMS_SAYS })
    // Phone numbers and codes do not travel in clear.
    .refine((url) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url), SMS_SAYS)
    .optional(),
  SMS_SECRET: z.string().min(32, 'must be at least 32 characters').optional(),
  SEED: z.enum(['demo', 'none'], 'must be demo or none').default('demo'),
  DEMO: z.enum(['public'], 'can only be public').optional(),
  COUNTY: z
    .string()
    .regex(/^\d{6}$/, 'must be the six digits of a county')
    .default('510681'),
  LOG_LEVEL: z
    .enum(
      ['debug', 'info', 'warn', 'error', 'silent'],
      'must be debug, info, warn, error or silent',
    )
    .default('info'),
});

/** Where short messages are handed over, and the secret by which the gateway knows us. */
export interface SmsGateway {
  url: string;
  secret: string;
}

/** The environment, parsed once. Paths are absolute. */
export interface Env {
  port: number;
  host: string | undefined;
  root: string;
  dataDir: string;
  databaseUrl: string;
  publicOrigin: string | undefined;
  secretKey: string | undefined;
  trustedProxy: string | undefined;
  /** Null where no message reaches a phone: people sign in with paper and passwords. */
  sms: SmsGateway | null;
  seed: 'demo' | 'none';
  isPublicDemo: boolean;
  countyCode: string;
  logLevel: string;
}

/** Reads the environment; a bad value throws one sentence that names it and says what to do. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = shape.safeParse(filled);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${String(issue?.path[0])} ${issue?.message}. Change it and start again.`);
  }
  const values = parsed.data;
  const root = source.CUNTOU_ROOT ?? process.cwd();
  const dataDir = isAbsolute(values.DATA_DIR) ? values.DATA_DIR : join(root, values.DATA_DIR);
  return {
    port: values.PORT,
    host: values.HOST,
    root,
    dataDir,
    databaseUrl: values.DATABASE_URL ?? join(dataDir, 'cuntou.db'),
    publicOrigin: values.PUBLIC_ORIGIN,
    secretKey: values.SECRET_KEY,
    trustedProxy: values.TRUSTED_PROXY,
    sms: gatewayOf(values),
    seed: values.SEED,
    isPublicDemo: values.DEMO === 'public',
    countyCode: values.COUNTY,
    logLevel: values.LOG_LEVEL,
  };
}

function gatewayOf({ SMS_WEBHOOK: url, SMS_SECRET: secret }: z.infer<typeof shape>) {
  if (url === undefined) return null;
  if (secret === undefined) {
    throw new Error('SMS_WEBHOOK needs SMS_SECRET beside it. Set both and start again.');
  }
  return { url, secret };
}
