import type { Context } from '#server/kernel/context.ts';

/** Something done each minute. Done twice, it has the same result as done once. */
export interface Job {
  name: string;
  run(ctx: Context): Promise<void>;
}
