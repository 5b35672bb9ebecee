import type { Answer, Job, Message } from '#server/workshop/jobs.ts';

/**
 * The child process of the workshop. The dictionary, the picture library and the
 * readers of Excel files and PDFs are loaded only when they are first needed; when the parent lets
 * go, the process ends.
 */
process.on('message', async ({ id, job }: Message) => {
  try {
    answer(await work(id, job));
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    answer({ id, did: 'fail', message });
  }
});
process.on('disconnect', () => process.exit(0));

async function work(id: number, job: Job): Promise<Answer> {
  if (job.do === 'learn' || job.do === 'segment') return workOnWords(id, job);
  if (job.do === 'sheets') {
    const sheets = await import('#server/workshop/sheets.ts');
    return { id, did: 'sheets', answer: await sheets.readSheets(job.from) };
  }
  if (job.do === 'pdf') {
    const pdf = await import('#server/workshop/pdf.ts');
    return { id, did: 'pdf', answer: await pdf.readPdf(job.path) };
  }
  const photos = await import('#server/workshop/photos.ts');
  if (job.do === 'rasterise') {
    const png = await photos.rasterise(job.svg, job.width, job.height);
    return { id, did: 'rasterise', png };
  }
  if (job.do === 'cover') {
    const facts = await photos.coverSquares(job.folder, job.hash, job.squares);
    return { id, did: 'photo', answer: { ok: true, facts } };
  }
  const photo = await photos.makePhoto(job.input, job.folder, job.limits);
  return { id, did: 'photo', answer: photo };
}

async function workOnWords(id: number, job: Job): Promise<Answer> {
  const words = await import('#server/workshop/words.ts');
  if (job.do === 'segment') {
    return { id, did: 'segment', words: words.segmentTexts(job.texts, job.withCharacters) };
  }
  if (job.do === 'learn') words.learnWords(job.words);
  return { id, did: 'learn' };
}

function answer(message: Answer): void {
  // A parent that was killed a moment ago takes no answer; 'disconnect' ends us then.
  const ignored = () => {};
  if (process.connected) process.send?.(message, undefined, undefined, ignored);
}
