import type { IncomingMessage } from 'node:http';

/** The header that carries the address inwards; a client's own is thrown away. */
export const ADDRESS_HEADER = 'x-cuntou-address';

/**
 * Whose address counts: the socket's, or what the configured proxy says it saw. Anybody can write
 * X-Forwarded-For, so it is read only when the peer is that proxy, and only its last entry.
 */
export function clientAddress(request: IncomingMessage, trustedProxy: string | undefined): string {
  const peer = plain(request.socket.remoteAddress ?? '');
  if (trustedProxy === undefined || peer !== trustedProxy) return peer;
  const forwarded = request.headers['x-forwarded-for'];
  const seen = Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '');
  return plain(seen.split(',').at(-1)?.trim() ?? '') || peer;
}

/** Replaces whatever the client sent under our header's name. */
export function stampAddress(request: IncomingMessage, address: string): void {
  if (request.rawHeaders.some(isOurs)) dropTheirs(request);
  request.rawHeaders.push(ADDRESS_HEADER, address);
  request.headers[ADDRESS_HEADER] = address;
}

function isOurs(text: string): boolean {
  return text.length === ADDRESS_HEADER.length && text.toLowerCase() === ADDRESS_HEADER;
}

function dropTheirs(request: IncomingMessage): void {
  const kept: string[] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(at, at + 2);
    if (!isOurs(name)) kept.push(name, value);
  }
  request.rawHeaders = kept;
}

/** An IPv4 address in IPv6 clothes is written as IPv4. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
