import { draftPath } from '#server/rules/links.ts';

/** The papers behind the lines of a table, on the desk. */
export function papersPath(disclosureId: string): string {
  return `${draftPath(disclosureId)}/vouchers`;
}

/** One paper on the desk: to blacken its copy, or to look at it. */
export function paperDeskPath(id: string): string {
  return `/desk/open/voucher/${id}`;
}

/** An opened copy of a paper, for the village's own people. */
export function paperPath(slug: string, id: string): string {
  return `/v/${slug}/open/voucher/${id}`;
}

/** A picture of a paper, or of the blackened copy of it; `width` as photos are stored. */
export function paperPicture(id: string, which: 'copy' | 'paper', width: number): string {
  return `/open/voucher/${id}-${which}-${width}.webp`;
}

/** The files beside a table, on the desk. */
export function attachmentsPath(disclosureId: string): string {
  return `${draftPath(disclosureId)}/files`;
}

/** A file beside a published table, to take along. */
export function attachmentPath(slug: string, id: string): string {
  return `/v/${slug}/open/file/${id}`;
}

/** The same for whoever works on its table, before it is published too. */
export function attachmentDeskPath(id: string): string {
  return `/desk/open/file/${id}`;
}
