import { readFileSync, statSync } from 'node:fs';
import { wordsFor } from '#content/messages/words.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { readPhone } from '#server/accounts/phone.ts';
import { closeApp, openApp } from '#server/boot.ts';
import { makeDataFolder } from '#server/data-folder.ts';
import { importCalendar, readCalendarNotice } from '#server/grids/calendar-import.ts';
import { importDivisions } from '#server/grids/divisions.ts';
import { createAdmin } from '#server/grids/granting.ts';
import type { App } from '#server/kernel/context.ts';
import { type Env, readEnv } from '#server/kernel/env.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { backUp, restore } from '#server/operator/backup.ts';
import { beginCounty } from '#server/operator/county.ts';
import { type ReplayReport, replayFile, replayStored } from '#server/operator/draw.ts';
import { outboxLines } from '#server/operator/outbox.ts';
import { demoPeople } from '#server/operator/people.ts';
import { importPostsFile } from '#server/operator/posts.ts';
import { signOutPhone } from '#server/operator/sign-out.ts';
import { importVillageFile } from '#server/operator/village.ts';
import { prepare, seedNow } from '#server/prepare.ts';
import type { NoticeProblem } from '#server/rules/calendar-notice.ts';

interface Command {
  name: string;
  /** What must follow the name; the command is given exactly these. */
  takes: string[];
  /** What may follow besides, once. */
  flag?: string;
  says: string;
  run(env: Env, args: string[]): Promise<void>;
}

const commands: Command[] = [
  {
    name: 'help',
    takes: [],
    says: 'this list',
    run: async () => print(usage()),
  },
  {
    name: 'people',
    takes: [],
    says: 'the demo people: phone, password, roles and village, as JSON lines',
    run: (env) =>
      withApp(env, async (app) => {
        if (!app.isDemo) throw new Error('Only a demonstration has people with known passwords.');
        for (const person of await demoPeople(app)) print(JSON.stringify(person));
      }),
  },
  {
    name: 'routes',
    takes: [],
    says: 'every route with the roles that may use it, as JSON lines',
    run: async (env) => {
      const { listRoutes } = await import('#server/route-list.ts');
      for (const route of listRoutes(env.root)) print(JSON.stringify(route));
    },
  },
  {
    name: 'migrate',
    takes: [],
    says: 'bring the database to the newest schema',
    run: async (env) => {
      makeDataFolder(env.dataDir);
      await migrateDatabase(env.databaseUrl, env.root);
      print('The database has the newest schema.');
    },
  },
  {
    name: 'seed',
    takes: [],
    says: 'load the demonstration into an empty database',
    run: (env) => seedNow(env),
  },
  {
    name: 'import-divisions',
    takes: ['<file.csv>'],
    says: "bring a county's towns and villages in; safe to repeat",
    run: (env, [file = '']) => {
      const text = readText(file);
      return withApp(env, async (app) => {
        await beginCounty(app, text);
        print(JSON.stringify(await importDivisions(app, text)));
      });
    },
  },
  {
    name: 'import-calendar',
    takes: ['<file.csv>'],
    says: "bring a year's holidays in; every row with its notice",
    run: (env, [file = '']) => {
      const text = readText(file);
      return withApp(env, (app) => bringCalendarIn(app, text));
    },
  },
  {
    name: 'import-village',
    takes: ['<12-digit code>', '<file>'],
    flag: '--apply',
    says: "a village's people from .xlsx or .csv: says what would change, or does it",
    run: (env, [villageCode = '', path = '', flag]) =>
      withApp(env, async (app) => {
        const isApplied = flag !== undefined;
        print(JSON.stringify(await importVillageFile(app, { villageCode, path, isApplied })));
      }),
  },
  {
    name: 'import-posts',
    takes: ['<village or town code>', '<file>'],
    flag: '--apply',
    says: 'who holds which post from .xlsx or .csv: says what would change, or does it',
    run: (env, [placeCode = '', path = '', flag]) =>
      withApp(env, async (app) => {
        const isApplied = flag !== undefined;
        for (const line of await importPostsFile(app, { placeCode, path, isApplied })) print(line);
      }),
  },
  {
    name: 'draw',
    takes: ['<id or file.json>'],
    says: 'compute a draw by lot again, downloaded or in the database, and compare every step',
    run: async (env, [draw = '']) => {
      if (draw.endsWith('.json')) return printReplay(await replayFile(draw));
      return withApp(env, async (app) => printReplay(await replayStored(app, draw)));
    },
  },
  {
    name: 'backup',
    takes: ['<new folder>'],
    says: 'copy database and photos while the site goes on (SQLite)',
    run: async (env, [folder = '']) => {
      await backUp(env, folder);
      print(`Backed up into ${folder}. The secret key is not in it: keep a copy somewhere else.`);
    },
  },
  {
    name: 'restore',
    takes: ['<folder>'],
    says: 'put a backup into an empty DATA_DIR',
    run: async (env, [folder = '']) => {
      const { hasKey } = await restore(env, folder);
      print('Restored.');
      if (!hasKey)
        print('Put the old secret.key into DATA_DIR before starting: phones are sealed with it.');
    },
  },
  {
    name: 'admin create',
    takes: ['<name>', '<phone>'],
    says: 'make the operator, who appoints the county; prints a password that works once',
    run: (env, [name = '', phone = '']) => withApp(env, (app) => createOperator(app, name, phone)),
  },
  {
    name: 'sign-out',
    takes: ['<phone>'],
    says: 'end every session of an account, when its device was lost',
    run: (env, [typed = '']) =>
      withApp(env, async (app) => {
        const phone = readPhone(typed);
        if (phone === null) throw new Error(`${typed} is no phone number of 11 digits.`);
        if (!(await signOutPhone(app, phone))) throw new Error(`${phone} has no account.`);
        print(`${phone} is signed out on every device.`);
      }),
  },
  {
    name: 'outbox',
    takes: [],
    says: 'how many messages wait, went out or failed; then the newest (words in a demonstration only)',
    run: (env) =>
      withApp(env, async (app) => {
        for (const line of await outboxLines(app)) print(line);
      }),
  },
  {
    // Part of npm start, which runs it in a process of its own so that the server stays small.
    name: 'prepare',
    takes: [],
    says: 'what npm start does before it serves: migrate, load the demonstration once',
    run: (env) => prepare(env),
  },
];

/** Runs one command of the operator's; throws one sentence when it is called wrongly or fails. */
export async function runCommand(args: string[]): Promise<void> {
  const words = args.length === 0 ? ['help'] : args;
  const command = commands.find(({ name }) => `${words.join(' ')} `.startsWith(`${name} `));
  if (!command) throw new Error(whatInstead(words[0] ?? ''));
  const given = words.slice(command.name.split(' ').length);
  const isFlagged = command.flag !== undefined && given.at(-1) === command.flag;
  if (given.length !== command.takes.length + Number(isFlagged)) {
    throw new Error(`Usage: npm run cuntou -- ${writtenOut(command)}`);
  }
  await command.run(readEnv(process.env), given);
}

/** A command of two words is often begun with the first alone. */
function whatInstead(word: string): string {
  const begun = commands.find(({ name }) => name.startsWith(`${word} `));
  if (begun) return `Usage: npm run cuntou -- ${writtenOut(begun)}`;
  return `There is no command ${word}. See npm run cuntou -- help.`;
}

function readText(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new Error(`There is no file ${file}.`);
  if (found.isDirectory()) throw new Error(`${file} is a folder. Name the file in it.`);
  return readFileSync(file, 'utf8');
}

async function bringCalendarIn(app: App, text: string) {
  const read = readCalendarNotice(text);
  if (!read.ok) throw new Error(read.problems.map(problemSentence).join('\n'));
  const result = await importCalendar(systemContext(app), text);
  if (!result.ok) throw new Error(wordsFor('en').errors[result.code]);
  print(JSON.stringify(result.value));
}

function printReplay({ lines, agrees }: ReplayReport) {
  for (const line of lines) print(line);
  if (!agrees) throw new Error('The draw is not what was published.');
}

function problemSentence({ row, what, text }: NoticeProblem): string {
  const words = wordsFor('en').calendar;
  const say = words.problems[what];
  return words.problem(String(row), typeof say === 'string' ? say : say(text));
}

async function createOperator(app: App, name: string, phone: string) {
  const number = readPhone(phone);
  if (number === null) throw new Error(`${phone} is no phone number of 11 digits.`);
  const result = await createAdmin(systemContext(app), { name, phone: number });
  if (!result.ok && result.code === 'notFound') {
    throw new Error('There is no county yet. Bring it in with import-divisions first.');
  }
  if (!result.ok) throw new Error(wordsFor('en').errors[result.code]);
  print(`${number} signs in within a day with the password ${result.value.password}`);
}

function usage(): string {
  const lines = commands.map((command) => {
    const written = writtenOut(command);
    const gap = written.length < 32 ? ''.padEnd(32 - written.length) : `\n${''.padEnd(34)}`;
    return `  ${written}${gap}${command.says}`;
  });
  return ['npm run cuntou -- <command>', '', ...lines].join('\n');
}

function writtenOut({ name, takes, flag }: Command): string {
  return [name, ...takes, ...(flag ? [`[${flag}]`] : [])].join(' ');
}

async function withApp(env: Env, work: (app: App) => Promise<void>) {
  const app = await openApp(env);
  try {
    await work(app);
  } finally {
    await closeApp(app);
  }
}

function print(line: string) {
  console.log(line);
}
