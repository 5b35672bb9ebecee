import { type ChildProcess, fork } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { Sheet } from '#server/rules/sheet-table.ts';
import type {
  Answer,
  Job,
  PdfFacts,
  PhotoFacts,
  PhotoLimits,
  SheetSource,
} from '#server/workshop/jobs.ts';
import { photoFile, SQUARES } from '#server/workshop/photo-files.ts';

export interface WorkshopOptions {
  /** The product's own folder; the child runs from its sources. */
  root: string;
  /** Words that search keeps whole, such as the names of the county's villages. */
  words?: string[];
  limits?: PhotoLimits;
  /** The child ends after so many ms without work. */
  idleMs?: number;
  /** A job that takes longer, in ms, is given up together with its child. */
  timeoutMs?: number;
  /** Photos that may wait; the next one is refused. */
  longestQueue?: number;
}

/** Where words are cut and pictures made, outside the process that answers people. */
export interface Workshop {
  /** Adds words that search keeps whole. */
  learn(words: string[]): void;
  /** Cuts texts into folded words; for the index also into characters, so that 灯 finds 路灯. */
  segment(texts: string[], options?: { forIndex?: boolean }): Promise<string[][]>;
  /** Stores an uploaded file as a photo in three widths; the upload stays where it is. */
  makePhoto(input: string, folder: string): Promise<Result<PhotoFacts>>;
  /** Blackens squares (numbered row by row, 12 × 9) of a stored photo; the result is a new photo. */
  coverSquares(
    photo: { folder: string; hash: string },
    squares: number[],
  ): Promise<Result<PhotoFacts>>;
  /** Reads the sheets of an .xlsx, or of a table in text; an uploaded file stays where it is. */
  readSheets(from: SheetSource): Promise<Result<Sheet[]>>;
  /** Reads all that a PDF says; an uploaded file stays where it is. */
  readPdf(path: string): Promise<Result<PdfFacts>>;
  /** Draws our own SVG as PNG. */
  rasterise(svg: string, width: number, height: number): Promise<Buffer>;
  /** Gives up what is under way and ends the child. */
  close(): Promise<void>;
}

const DEFAULTS = {
  words: [],
  limits: { bytes: 15 * 1024 * 1024, pixels: 50_000_000 },
  idleMs: 60_000,
  timeoutMs: 30_000,
  longestQueue: 24,
};

/** Opens the workshop; its child process starts with the first job and ends when idle. */
export function openWorkshop(options: WorkshopOptions): Workshop {
  const { words, limits, ...rest } = { ...DEFAULTS, ...options };
  const bench = new Bench(rest, words);
  return {
    learn: (more) => bench.learn(more),
    async segment(texts, { forIndex = false } = {}) {
      if (texts.length === 0) return [];
      const done = await bench.work({ do: 'segment', texts, withCharacters: forIndex });
      return done.did === 'segment' ? done.words : unexpected(done);
    },
    makePhoto: (input, folder) => bench.photo({ do: 'photo', input, folder, limits }),
    async coverSquares({ folder, hash }, squares) {
      const isOnPhoto = (square: number) => square >= 0 && square < SQUARES.columns * SQUARES.rows;
      if (squares.length === 0 || !squares.every(isOnPhoto)) return refuse('pickOne');
      const isThere = await access(photoFile(folder, hash, 1600)).then(() => true, isMissing);
      if (!isThere) return refuse('notFound');
      return bench.photo({ do: 'cover', folder, hash, squares: [...new Set(squares)] });
    },
    async readSheets(from) {
      const done = await bench.work({ do: 'sheets', from });
      if (done.did !== 'sheets') return unexpected(done);
      return done.answer.ok ? accept(done.answer.sheets) : refuse(done.answer.code);
    },
    async readPdf(path) {
      const done = await bench.work({ do: 'pdf', path });
      if (done.did !== 'pdf') return unexpected(done);
      return done.answer.ok ? accept(done.answer.facts) : refuse(done.answer.code);
    },
    async rasterise(svg, width, height) {
      const done = await bench.work({ do: 'rasterise', svg, width, height });
      return done.did === 'rasterise' ? Buffer.from(done.png) : unexpected(done);
    },
    close: () => bench.close(),
  };
}

/** Two photos at a time fill a small machine; more would only slow each other. */
const PHOTOS_AT_ONCE = 2;
const MOST_TRIES = 2;

type BenchOptions = Required<Omit<WorkshopOptions, 'words' | 'limits'>>;

interface Order {
  id: number;
  job: Job;
  tries: number;
  child?: ChildProcess;
  timer?: NodeJS.Timeout;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/** The child and the orders before it: waiting, or under way. */
class Bench {
  readonly #options: BenchOptions;
  readonly #words: string[];
  readonly #waiting: Order[] = [];
  readonly #underWay = new Map<number, Order>();
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor(options: BenchOptions, words: string[]) {
    this.#options = options;
    this.#words = [...words];
  }

  learn(words: string[]): void {
    this.#words.push(...words);
    if (this.#child) this.#send(this.#child, 0, { do: 'learn', words });
  }

  async photo(job: Job): Promise<Result<PhotoFacts>> {
    const photosWaiting = this.#waiting.filter(isFile).length;
    if (photosWaiting >= this.#options.longestQueue) return refuse('photoQueueFull');
    const done = await this.work(job);
    if (done.did !== 'photo') return unexpected(done);
    return done.answer.ok ? accept(done.answer.facts) : refuse(done.answer.code);
  }

  work(job: Job): Promise<Answer> {
    if (this.#isClosed) return Promise.reject(new Error('the workshop is closed'));
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#waiting.push({ id: this.#lastId, job, tries: 0, resolve, reject });
      this.#handOut();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    const left = [...this.#waiting.splice(0), ...this.#underWay.values()];
    this.#underWay.clear();
    for (const order of left) {
      clearTimeout(order.timer);
      order.reject(new Error('the workshop was closed'));
    }
    const child = this.#child;
    if (!child) return;
    await new Promise((resolve) => {
      child.ref();
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });
  }

  #handOut(): void {
    clearTimeout(this.#idle);
    for (let next = this.#nextOrder(); next; next = this.#nextOrder()) {
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#begin(next);
    }
    const isIdle = this.#underWay.size === 0;
    if (isIdle) this.#rest();
  }

  #nextOrder(): Order | undefined {
    const photos = [...this.#underWay.values()].filter(isFile);
    return this.#waiting.find((order) => {
      if (!isFile(order)) return true;
      // Whoever was there when the child died is tried again alone, to find the one it died of.
      const mustBeAlone = order.tries > 0 || photos.some((photo) => photo.tries > 1);
      return photos.length < (mustBeAlone ? 1 : PHOTOS_AT_ONCE);
    });
  }

  #begin(order: Order): void {
    order.tries += 1;
    this.#underWay.set(order.id, order);
    const child = this.#child ?? this.#start();
    child.ref();
    child.channel?.ref();
    order.child = child;
    order.timer = setTimeout(() => child.kill('SIGKILL'), this.#options.timeoutMs);
    this.#send(child, order.id, order.job);
  }

  #start(): ChildProcess {
    const child = fork(join(this.#options.root, 'server/workshop/worker.ts'), {
      cwd: this.#options.root,
      // Uploaded files are opened here, so the secrets in the environment stay outside.
      env: { PATH: process.env.PATH, MALLOC_ARENA_MAX: '2' },
      execArgv: ['--max-old-space-size=256', '--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (answer: Answer) => this.#receive(answer));
    child.on('error', () => child.kill('SIGKILL'));
    child.once('exit', () => this.#mourn(child));
    this.#child = child;
    if (this.#words.length > 0) this.#send(child, 0, { do: 'learn', words: this.#words });
    return child;
  }

  #send(child: ChildProcess, id: number, job: Job): void {
    // A child that has just died is noticed by its exit, which takes up its orders again.
    child.send({ id, job }, () => undefined);
  }

  #receive(answer: Answer): void {
    const order = this.#underWay.get(answer.id);
    if (!order) {
      if (answer.did === 'fail') process.emitWarning(`workshop: ${answer.message}`);
      return;
    }
    this.#underWay.delete(answer.id);
    clearTimeout(order.timer);
    if (answer.did === 'fail') order.reject(new Error(`workshop: ${answer.message}`));
    else order.resolve(answer);
    this.#handOut();
  }

  #rest(): void {
    const child = this.#child;
    if (!child) return;
    child.unref();
    child.channel?.unref();
    this.#idle = setTimeout(() => this.#letGo(child), this.#options.idleMs);
    this.#idle.unref();
  }

  #letGo(child: ChildProcess): void {
    this.#child = undefined;
    if (child.connected) child.disconnect();
  }

  /** After a crash or a job that took too long: everything under way begins once more. */
  #mourn(child: ChildProcess): void {
    if (this.#child === child) this.#child = undefined;
    const orphans = [...this.#underWay.values()].filter((order) => order.child === child);
    for (const order of orphans) {
      this.#underWay.delete(order.id);
      clearTimeout(order.timer);
      if (order.tries < MOST_TRIES) this.#waiting.unshift(order);
      else giveUp(order);
    }
    if (!this.#isClosed) this.#handOut();
  }
}

/** Work on a file somebody sent: it takes time, and may be made to do harm. */
function isFile({ job }: Order): boolean {
  return ['photo', 'cover', 'sheets', 'pdf'].includes(job.do);
}

/** A file that twice took the child with it is refused; for anything else it is a bug. */
function giveUp(order: Order): void {
  if (order.job.do === 'sheets') {
    order.resolve({ id: order.id, did: 'sheets', answer: { ok: false, code: 'sheetUnsafe' } });
    return;
  }
  if (order.job.do === 'pdf') {
    order.resolve({ id: order.id, did: 'pdf', answer: { ok: false, code: 'pdfBroken' } });
    return;
  }
  if (order.job.do === 'photo') {
    order.resolve({ id: order.id, did: 'photo', answer: { ok: false, code: 'photoBroken' } });
    return;
  }
  order.reject(new Error(`the workshop died of a job: ${order.job.do}`));
}

function unexpected(answer: Answer): never {
  throw new Error(`the workshop answered ${answer.did}`);
}

function isMissing(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT') return false;
  throw error;
}
