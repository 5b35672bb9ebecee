import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { randomness } from '#server/kernel/ids.ts';
import { secretBody, TELLER_SECRET_BYTES, tellerSecret } from '#server/rules/teller-secret.ts';

/**
 * A secret ballot lies in two envelopes, one in the other: the outer opens with the key of the first
 * teller, the inner with that of the second. Here stand public halves only; the private halves come
 * out of two secrets on paper, so a copy of the database and one teller open nothing together.
 */
export type Seat = 1 | 2;

/** What stands on a ballot: the numbers of the options it names. Their order says nothing. */
export type Choice = readonly number[];

/** One thing for each teller, that of the first teller first. */
export type Both<T> = readonly [T, T];

/** Every ballot is padded to this, so that no envelope's length tells what lies in it. */
const BALLOT_BYTES = 512;
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** What DER puts before the 32 bytes of a private and of a public X25519 key (RFC 8410). */
const PRIVATE_DER = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b656e032100', 'hex');

/** A new secret for a teller: shown to him once, kept nowhere. */
export function makeTellerSecret(): string {
  return tellerSecret(randomness(TELLER_SECRET_BYTES));
}

/** The public half that belongs to a secret, for this vote and this seat: 32 bytes in base64url. */
export function tellerPublicKey(secret: string, voteId: string, seat: Seat): string {
  return rawPublic(tellerKey(secret, voteId, seat)).toString('base64url');
}

/** The private halves of both tellers. */
export function tellerKeys(secrets: Both<string>, voteId: string): Both<KeyObject> {
  return [tellerKey(secrets[0], voteId, 1), tellerKey(secrets[1], voteId, 2)];
}

/**
 * Seals a ballot for the second teller, and that for the first. The same choice looks different each
 * time, and all envelopes are equally long. base64url.
 * @throws when so many options do not fit on a ballot.
 */
export function sealBallot(choice: Choice, publicKeys: Both<string>, voteId: string): string {
  const written = JSON.stringify([...choice].sort((a, b) => a - b));
  const ballot = Buffer.alloc(BALLOT_BYTES, ' ');
  if (Buffer.byteLength(written) > BALLOT_BYTES)
    throw new Error('a ballot is too long to be padded');
  ballot.write(written);
  const inner = wrap(ballot, publicKeys[1], { voteId, seat: 2 });
  return wrap(inner, publicKeys[0], { voteId, seat: 1 }).toString('base64url');
}

/** What lies in an envelope; null when it was altered, or made for other tellers or another vote. */
export function openEnvelope(
  envelope: string,
  keys: Both<KeyObject>,
  voteId: string,
): number[] | null {
  const inner = unwrap(Buffer.from(envelope, 'base64url'), keys[0], { voteId, seat: 1 });
  const ballot = inner && unwrap(inner, keys[1], { voteId, seat: 2 });
  return ballot && readBallot(ballot.toString('utf8'));
}

/** SHA-256 in hex of the envelope as it is written: its voter finds it in the published list. */
export function envelopeHash(envelope: string): string {
  return createHash('sha256').update(envelope).digest('hex');
}

/** Only what we wrote reads as a ballot: whoever has the public keys could seal something else. */
function readBallot(text: string): number[] | null {
  const isOurs = /^\[([1-9]\d{0,3}(,[1-9]\d{0,3})*)?\] *$/.test(text);
  return isOurs ? JSON.parse(text) : null;
}

/** Which layer of which vote: what was sealed for one opens as no other. */
interface Layer {
  voteId: string;
  seat: Seat;
}

function tellerKey(secret: string, voteId: string, seat: Seat): KeyObject {
  const material = hkdfSync(
    'sha256',
    secretBody(secret),
    `${voteId}|${seat}`,
    'cuntou teller 1',
    KEY_BYTES,
  );
  const key = Buffer.concat([PRIVATE_DER, Buffer.from(material)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/** A new key pair for each layer, used once: the layer is its public half, the tag, what it hides. */
function wrap(hidden: Buffer, publicKey: string, layer: Layer): Buffer {
  const receiver = Buffer.from(publicKey, 'base64url');
  const { privateKey } = generateKeyPairSync('x25519');
  const sender = rawPublic(privateKey);
  const shared = diffieHellman({ privateKey, publicKey: publicFrom(receiver) });
  const { key, iv } = layerKey(shared, { ...layer, sender, receiver });
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound(layer));
  const body = Buffer.concat([cipher.update(hidden), cipher.final()]);
  return Buffer.concat([sender, cipher.getAuthTag(), body]);
}

function unwrap(sealed: Buffer, privateKey: KeyObject, layer: Layer): Buffer | null {
  if (sealed.length < KEY_BYTES + TAG_BYTES) return null;
  const sender = sealed.subarray(0, KEY_BYTES);
  const receiver = rawPublic(privateKey);
  // Anything may be wrong with an altered envelope, its point on the curve too: it stays shut.
  try {
    const shared = diffieHellman({ privateKey, publicKey: publicFrom(sender) });
    const { key, iv } = layerKey(shared, { ...layer, sender, receiver });
    const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(bound(layer));
    decipher.setAuthTag(sealed.subarray(KEY_BYTES, KEY_BYTES + TAG_BYTES));
    const body = sealed.subarray(KEY_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    return null;
  }
}

function layerKey(shared: Buffer, layer: Layer & { sender: Buffer; receiver: Buffer }) {
  const salt = Buffer.concat([layer.sender, layer.receiver]);
  const bytes = Buffer.from(hkdfSync('sha256', shared, salt, bound(layer), KEY_BYTES + IV_BYTES));
  return { key: bytes.subarray(0, KEY_BYTES), iv: bytes.subarray(KEY_BYTES) };
}

function bound({ voteId, seat }: Layer): Buffer {
  return Buffer.from(`cuntou envelope 1|${voteId}|${seat}`);
}

function publicFrom(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([PUBLIC_DER, raw]), format: 'der', type: 'spki' });
}

function rawPublic(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_DER.length);
}
