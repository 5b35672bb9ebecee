import type recordingsJson from '#content/recordings.json';

/** content/recordings.json: the numbers of recordings that a county may set. */
export type RecordingBook = typeof recordingsJson;
