const LOOK_MS = 500;
/** The scripts of package.json that serve until somebody stops them. */
const SERVES = ['start', 'dev'];

/**
 * npm hands a signal to the shell in which it started us, and some shells die of it without telling
 * us. Whoever npm started and who has lost his parent stops as if he had been told.
 */
export function stopWhenOrphaned(stop: () => void, parent = process.ppid): void {
  if (!SERVES.includes(process.env.npm_lifecycle_event ?? '')) return;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    stop();
  }, LOOK_MS);
  look.unref();
}
