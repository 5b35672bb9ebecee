import { common as commonEn } from './en/common.ts';
import { place as placeEn } from './en/place.ts';
import { common as commonZh } from './zh/common.ts';
import { place as placeZh } from './zh/place.ts';

const zh = { common: commonZh, place: placeZh };
const en: typeof zh = { common: commonEn, place: placeEn };

/** The interface words of a language, by feature; one line per feature in both tables above. */
export function wordsFor(lang: 'zh' | 'en'): typeof zh {
  return lang === 'zh' ? zh : en;
}
