import { preparedInsert } from '#db/prepared-insert.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import type { Tx } from '#db/surface.ts';
import { newId } from '#server/kernel/ids.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A message to one person: to an account's inbox and phone, or only to a sealed phone number. */
export interface Message {
  personId: string | null;
  phoneSealed?: string;
  template: string;
  body: string;
  path: string | null;
  at: EpochMs;
}

const insertMessage = preparedInsert(outboxMessage);

/** Puts messages into the outbox in the act's own transaction; the worker sends them. */
export async function tell(tx: Tx, ...messages: Message[]): Promise<void> {
  const [first, ...others] = messages.map((message) => ({
    id: newId(),
    personId: message.personId,
    phoneSealed: message.phoneSealed ?? null,
    template: message.template,
    body: message.body,
    path: message.path,
    createdAt: message.at,
    sendAfter: message.at,
  }));
  // Most acts tell one person; the others go together.
  if (first) await insertMessage(tx, first);
  if (others.length > 0) await tx.insert(outboxMessage).values(others);
}
