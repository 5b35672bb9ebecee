import type { Sheet } from '#server/rules/sheet-table.ts';

/** What the workshop is asked to do; every job goes to the child process as one message. */
export type Job =
  | { do: 'learn'; words: string[] }
  | { do: 'segment'; texts: string[]; withCharacters: boolean }
  | { do: 'sheets'; from: SheetSource }
  | { do: 'pdf'; path: string }
  | { do: 'photo'; input: string; folder: string; limits: PhotoLimits }
  | { do: 'cover'; folder: string; hash: string; squares: number[] }
  | { do: 'rasterise'; svg: string; width: number; height: number };

export interface PhotoLimits {
  /** Bytes of the file as it came. */
  bytes: number;
  /** Width times height, read from the file's head before anything is unpacked. */
  pixels: number;
}

/** A photo as it is stored: upright, without metadata, named by what it shows. */
export interface PhotoFacts {
  hash: string;
  /** Of the largest picture, in pixels. */
  width: number;
  height: number;
  bytes: { 320: number; 720: number; 1600: number };
}

/** Why a photo is not taken; each has words in the message catalogue. */
export type PhotoRefusal = 'photoType' | 'photoTooBig' | 'photoTooManyPixels' | 'photoBroken';

export type PhotoAnswer = { ok: true; facts: PhotoFacts } | { ok: false; code: PhotoRefusal };

/** An uploaded file, or a table that was pasted. */
export type SheetSource = { path: string } | { text: string };

/** Why a file is not read as a table; each has words in the message catalogue. */
export type SheetRefusal =
  | 'sheetType'
  | 'sheetOld'
  | 'sheetTooBig'
  | 'sheetTooManyRows'
  | 'sheetEmpty'
  | 'sheetUnsafe'
  | 'sheetBroken';

export type SheetAnswer = { ok: true; sheets: Sheet[] } | { ok: false; code: SheetRefusal };

/** What a PDF says, all of which is looked at before anybody reads it. */
export interface PdfFacts {
  /** SHA-256 of the file as it came. */
  hash: string;
  bytes: number;
  pages: number;
  /** The words of each page. */
  texts: string[];
  /** Its title, author, subject, keywords and bookmarks. */
  about: string[];
}

/** Why a PDF is not taken; each has words in the message catalogue. */
export type PdfRefusal =
  | 'pdfType'
  | 'pdfPassword'
  | 'pdfBroken'
  | 'pdfTooBig'
  | 'pdfTooLong'
  | 'pdfNoText'
  | 'pdfUnsafe';

export type PdfAnswer = { ok: true; facts: PdfFacts } | { ok: false; code: PdfRefusal };

/** The child's message: the value of the job, or what went wrong in it. */
export type Answer =
  | { id: number; did: 'learn' }
  | { id: number; did: 'segment'; words: string[][] }
  | { id: number; did: 'sheets'; answer: SheetAnswer }
  | { id: number; did: 'pdf'; answer: PdfAnswer }
  | { id: number; did: 'photo'; answer: PhotoAnswer }
  | { id: number; did: 'rasterise'; png: Uint8Array }
  | { id: number; did: 'fail'; message: string };

export interface Message {
  id: number;
  job: Job;
}
