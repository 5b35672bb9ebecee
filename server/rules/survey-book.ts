import type surveysJson from '#content/surveys.json';

/** content/surveys.json: the numbers of surveys that a county may set. */
export type SurveyBook = typeof surveysJson;
