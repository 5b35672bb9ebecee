export const errors: typeof import('../zh/errors.ts').errors = {
  notFound: 'This page is gone, or you need to sign in to read it',
  signInFirst: 'Please sign in first; what you wrote is kept for you',
  notAllowed: 'This has to be done by the person responsible',
  tooManyTries: 'Too many tries. Please come back in a few minutes',
  formGone: 'This form has been open too long. Please press again',
  required: 'This is still empty. Please fill it in',
  tooLong: 'This is too long. Please say it in several parts',
  pickOne: 'Please choose one',
  dateWrong: 'The date does not look right. Please write it like 2026-11-20',
  alreadyClosed: 'This matter is already closed',
  alreadyDone: 'Somebody has already done this step',
};
