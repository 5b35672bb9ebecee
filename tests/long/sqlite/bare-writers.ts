// Eight writers that never stop; the first line says after how many ms the
// database could be written again, each other line is one acknowledged write. Started by kill.test.ts.
import { writeSync } from 'node:fs';
import { openDatabase } from '#db/open.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';

const [path = '', ...nextNumbers] = process.argv.slice(2);
const began = performance.now();
const db = await openDatabase(path);
await db.write((tx) => tx.select().from(outboxMessage).limit(1));
writeSync(1, `${performance.now() - began}\n`);
await Promise.all(nextNumbers.map((next, writer) => writeOn(writer, Number(next))));

async function writeOn(writer: number, from: number): Promise<never> {
  for (let no = from; ; no += 1) {
    const key = `${writer}:${no}`;
    await db.write((tx) =>
      once(tx, { actorId: 'writer', action: 'write', key, at: no }, async () => {
        const message = { id: newId(), personId: null, phoneSealed: null, path: null };
        await tx
          .insert(outboxMessage)
          .values({ ...message, template: key, body: key, createdAt: no, sendAfter: no });
      }),
    );
    writeSync(1, `${key}\n`);
  }
}
