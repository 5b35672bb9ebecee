import { openWorkshop, type Workshop } from '#server/workshop/workshop.ts';

let shared: Workshop | undefined;

/**
 * The workshop of all worlds of this worker: it keeps nothing of one job for the next, and a child
 * for each world would take longer to start than most of them have work for. It ends with us.
 */
export function sharedWorkshop(root: string): Workshop {
  shared ??= openWorkshop({ root });
  return { ...shared, close: async () => {} };
}
