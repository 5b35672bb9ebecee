import { job } from '#db/schema/kernel.ts';
import { sendMessages } from '#server/accounts/sending.ts';
import { sweepAccounts } from '#server/accounts/sweep.ts';
import { handedAppeals } from '#server/appeals/handover.ts';
import { unconfirmedAppeals } from '#server/appeals/jobs.ts';
import { recountedAppeals } from '#server/appeals/recount.ts';
import { moveContests } from '#server/contests/moving.ts';
import { openDuties } from '#server/disclosure-duties/job.ts';
import { recountedDuties } from '#server/disclosure-duties/recount.ts';
import { namesOver, noticesOver } from '#server/disclosure-review/publicity-job.ts';
import { housekeeping } from '#server/housekeeping.ts';
import { handedObjections, recountedObjections } from '#server/line-objections/handover.ts';
import '#server/kinds.ts';
import type { App } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { log } from '#server/kernel/log.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { publishLetters } from '#server/letters/job.ts';
import { endGatherings } from '#server/motions/job.ts';
import { forgottenPhotos } from '#server/photos/job.ts';
import { handedQuestions } from '#server/posts/handover.ts';
import { recountedQuestions } from '#server/posts/recount.ts';
import { decidePromises } from '#server/promises/deciding.ts';
import { passPromises } from '#server/promises/passing.ts';
import { forgottenRecordings } from '#server/recordings/job.ts';
import { remindReports } from '#server/resolutions/reminding.ts';
import { MINUTE_MS } from '#server/rules/dates.ts';
import { searchIndexing } from '#server/search/job.ts';
import { finishRounds } from '#server/selections/finality.ts';
import { publishResults } from '#server/selections/publishing.ts';
import { remindReviewers } from '#server/selections/reminding.ts';
import { closeSurveys } from '#server/surveys/closing.ts';
import { closeVotes } from '#server/votes/closing.ts';
import { openVotes, remindVoters } from '#server/votes/opening.ts';

/** In this order, each minute. A feature adds its line here. */
export const jobs: Job[] = [
  housekeeping,
  sweepAccounts,
  unconfirmedAppeals,
  recountedAppeals,
  recountedQuestions,
  handedAppeals,
  handedQuestions,
  handedObjections,
  recountedObjections,
  passPromises,
  openDuties,
  recountedDuties,
  publishLetters,
  endGatherings,
  decidePromises,
  publishResults,
  remindReviewers,
  finishRounds,
  closeSurveys,
  moveContests,
  noticesOver,
  namesOver,
  openVotes,
  remindVoters,
  closeVotes,
  remindReports,
  searchIndexing,
  forgottenPhotos,
  forgottenRecordings,
  // Last, because a gateway can be slow.
  sendMessages,
];

/** The running worker. */
export interface Worker {
  /** Lets the job under way finish; no other begins. */
  stop(): Promise<void>;
}

/** Starts doing the jobs at each full minute, when the demonstration's clock is moved, and for a code at once. */
export function startWorker(app: App): Worker {
  let timer: NodeJS.Timeout | undefined;
  let underway: Promise<void> = Promise.resolve();
  let isStopping = false;

  const turn = (list = jobs) => {
    underway = underway.then(() => runJobs(app, list, () => isStopping));
  };
  const wait = () => {
    const toNextMinute = MINUTE_MS - (app.clock.now() % MINUTE_MS);
    timer = setTimeout(() => {
      turn();
      wait();
    }, toNextMinute);
    timer.unref();
  };
  const stopListening = app.db.onTouched((tags) => {
    if (tags.includes('clock')) turn();
    // Who waits for a code does not wait for the full minute.
    else if (tags.includes('outbox') && app.env.sms !== null) turn([sendMessages]);
  });
  wait();

  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      stopListening();
      await underway;
    },
  };
}

/** One round of jobs; only the process that holds the lock does it. A failed job stops no other. */
export async function runJobs(app: App, list: Job[], isStopping = () => false): Promise<void> {
  try {
    await app.db.withLock('worker', async (isHeld) => {
      for (const one of list) if (!isStopping() && isHeld()) await runJob(app, one);
    });
  } catch (error) {
    log.error({ error }, 'the worker could not begin');
  }
}

async function runJob(app: App, one: Job) {
  const ctx = systemContext(app);
  let ok = true;
  try {
    await one.run(ctx);
  } catch (error) {
    ok = false;
    log.error({ job: one.name, error }, 'a job failed');
  }
  const ranAt = ctx.clock.now();
  await app.db.write(async (tx) => {
    await tx
      .insert(job)
      .values({ name: one.name, ranAt, ok })
      .onConflictDoUpdate({ target: job.name, set: { ranAt, ok } });
  });
}
