import { createHmac } from 'node:crypto';
import type { App } from '#server/kernel/context.ts';
import type { SmsGateway } from '#server/kernel/env.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Long enough for a gateway that asks an operator's network itself. */
const PATIENCE_MS = 5000;

/** What the gateway is to send; the id stays the same when it is asked again. */
export interface TextMessage {
  id: string;
  phone: string;
  template: string;
  text: string;
}

/** 'refused' for good: the number or the text; 'later' when it may go well another time. */
export type Delivery = 'sent' | 'refused' | 'later';

/** Whether a code can reach a phone at all: through a gateway, or on a demonstration's own page. */
export function sendsCodes({ env, isDemo }: Pick<App, 'env' | 'isDemo'>): boolean {
  return isDemo || env.sms !== null;
}

/**
 * Asks the county's gateway to send one message. It knows us by an HMAC-SHA-256 over the time and
 * the body, and a repeat by the Idempotency-Key. Nothing of the answer is kept but its status.
 */
export async function deliver(
  { url, secret }: SmsGateway,
  message: TextMessage,
  at: EpochMs,
): Promise<{ delivery: Delivery; reason: string }> {
  const body = JSON.stringify(message);
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      // Followed elsewhere, numbers would go where nobody wanted them.
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'idempotency-key': message.id,
        'x-cuntou-timestamp': timestamp,
        'x-cuntou-signature': `sha256=${signature}`,
      },
    });
    await answer.body?.cancel();
    return { delivery: deliveryOf(answer.status), reason: String(answer.status) };
  } catch (error) {
    // No connection, or no answer in time; the error itself can hold the address with its key.
    return { delivery: 'later', reason: error instanceof Error ? error.name : 'failed' };
  }
}

// A wrong secret or address is put right by the operator; a wrong number by nobody.
function deliveryOf(status: number): Delivery {
  if (status >= 200 && status < 300) return 'sent';
  return status === 400 || status === 422 ? 'refused' : 'later';
}
