import { readFileSync } from 'node:fs';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { median } from '#tests/bench/figures.ts';

/** A process that answers on this machine. */
export interface Target {
  port: number;
  pid: number;
}

/** One request; a body makes it a form that is posted. */
export interface Ask {
  path: string;
  cookie?: string;
  form?: Record<string, string>;
  encoding?: string;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Bytes of status line and headers, near enough. */
  headBytes: number;
}

/** What a round of load cost: per second as the clock says, and CPU of the answering process. */
export interface Round {
  requests: number;
  perSecond: number;
  cpuMicros: number;
}

/** Linux counts CPU time in hundredths of a second. */
const TICK_MICROS = 10_000;

/** Sends one request and reads all of its answer. */
export function ask(target: Target, what: Ask, agent?: Agent): Promise<Answer> {
  const body = what.form && new URLSearchParams(what.form).toString();
  const headers = {
    host: `localhost:${target.port}`,
    'accept-encoding': what.encoding ?? 'br',
    ...(what.cookie && { cookie: what.cookie }),
    ...(body && {
      origin: `http://localhost:${target.port}`,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
    }),
  };
  const method = body ? 'POST' : 'GET';
  const { port } = target;
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path: what.path, headers, ...(agent && { agent }) },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
            headBytes: response.rawHeaders.join('    ').length + 20,
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Asks on so many connections for so long, or until there is nothing more to ask (null). */
export async function load(
  target: Target,
  { connections, seconds, status }: { connections: number; seconds: number; status: number },
  next: () => Ask | null,
): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const cpuBefore = cpuMicrosOf(target.pid);
  const began = performance.now();
  const endsAt = began + seconds * 1000;
  let requests = 0;
  const connection = async () => {
    while (performance.now() < endsAt) {
      const what = next();
      if (what === null) return;
      const answer = await ask(target, what, agent);
      if (answer.status !== status) throw new Error(`${what.path} answered ${answer.status}`);
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const took = performance.now() - began;
  const cpu = cpuMicrosOf(target.pid) - cpuBefore;
  agent.destroy();
  return { requests, perSecond: requests / (took / 1000), cpuMicros: cpu / requests };
}

/** The same request so many times: how often code has run decides how well it is compiled. */
export function times(count: number, what: Ask): () => Ask | null {
  let left = count;
  return () => {
    left -= 1;
    return left < 0 ? null : what;
  };
}

/** Two sides, and how fast we are beside the other. */
export interface Sides {
  ours: Round;
  theirs: Round;
  /**
   * The one process that asks may be slower than those that answer and then makes them look alike,
   * so the CPU they spend counts beside their rate: the worse of the two.
   */
  speed: number;
  /** How much more CPU we spend. */
  cpu: number;
}

/** Two sides by turns, so that a busy machine slows both; medians over the turns. */
export async function byTurns(
  rounds: number,
  ours: () => Promise<Round>,
  theirs: () => Promise<Round>,
): Promise<Sides> {
  const turns: { ours: Round; theirs: Round }[] = [];
  for (let n = 0; n < rounds; n += 1) turns.push({ ours: await ours(), theirs: await theirs() });
  const rate = median(turns.map((turn) => turn.ours.perSecond / turn.theirs.perSecond));
  const cpu = median(turns.map((turn) => turn.ours.cpuMicros / turn.theirs.cpuMicros));
  return {
    ours: middle(turns.map((turn) => turn.ours)),
    theirs: middle(turns.map((turn) => turn.theirs)),
    speed: Math.min(rate, 1 / cpu),
    cpu,
  };
}

/** Both sides' figures in words. */
export function sidesOf({ ours, theirs }: Sides): string {
  const side = (round: Round) =>
    `${Math.round(round.perSecond)}/s ${Math.round(round.cpuMicros)} µs CPU`;
  return `${side(ours)} beside ${side(theirs)}`;
}

/** Resident memory of a process in megabytes. */
export function memoryOf({ pid }: Target): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

function cpuMicrosOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROS;
}

function middle(rounds: Round[]): Round {
  return {
    requests: rounds.reduce((sum, round) => sum + round.requests, 0),
    perSecond: median(rounds.map((round) => round.perSecond)),
    cpuMicros: median(rounds.map((round) => round.cpuMicros)),
  };
}
