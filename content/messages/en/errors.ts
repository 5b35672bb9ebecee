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
  photoType: 'Photos can be JPG, PNG or WebP. Please save iPhone photos as JPG first',
  photoTooBig: 'This photo is too large. Please choose one under 15 MB',
  photoTooManyPixels: 'This photo has too many pixels. Please make it smaller and send it again',
  photoBroken: 'This photo cannot be opened. It may not have arrived whole; please choose it again',
  photoQueueFull: 'Many people are sending photos right now. Please try again in a minute',
  accusation:
    'This reads like an accusation. Please call 12388, where discipline inspection looks into it; it is not stored here, and your words are still below',
  nobodyAnswers: 'Nobody has been named for this place yet. Please call the village',
  ownAppeal: 'This is your own matter; your household is counted already',
  townDecides: 'The person asked the town to look again, so the town decides',
  planNeedsStep: 'Please write at least one step: what, and by which day',
  planNeedsWhat: 'Each step needs what is done, at most 80 characters',
  planInPast: 'That day is past. Please name a later one',
  needsEvidence: 'Please add a photo of the result, or say how many',
  positionWrong: 'The position could not be read. Please tap again, or leave it out',
  personalMasked:
    'This looks like a phone, ID or plate number, so we have covered it. Is it all right to send it like this?',
  slipUnknown: 'There is no such code. Please compare it with the slip; it has 10 characters',
  phoneWrong: 'The phone number does not look right. Please count whether it has 11 digits',
  codeWrong: 'The code is wrong or older than 10 minutes. Look again, or have it sent again',
  phoneOrPasswordWrong:
    'The phone number or the password is wrong. You can sign in with a code instead',
  phoneUnproven:
    'Nobody has confirmed this phone number yet. Let the grid cadre confirm it in person first',
  passwordWrongNoCodes:
    'Phone number or password is wrong. If you cannot remember it, ask your grid cadre for another slip',
  accountStopped: 'This account is closed. Please ask at the village office',
  sentTooMuch: 'That was too much at once. Choose fewer photos and send again',
  tooBusy: 'Many people are signing in just now. Please come back in a minute',
  nameOffice: 'Please leave offices out of the name; write your own name or what people call you',
  passwordShort: 'A password has at least 8 characters; a longer sentence is easier to remember',
  passwordCommon: 'This password is easy to guess. Take a sentence that only you know',
  passwordWrong: 'The current password is wrong. Please type it again',
  paperCodeWrong:
    'The code or the name does not fit the slip, or the slip has expired. Please compare again',
  phoneTaken: 'This phone number has an account already. Please sign in with it',
  idTailWrong: 'Please write the last 6 characters of the ID number, with X if it ends in X',
  rosterNoMatch:
    'Nothing on the roster fits. Please look again, or ask your grid cadre to confirm you in person',
  lineTaken:
    'This villager has an account already. If the phone is new, ask your grid cadre to confirm you in person',
  alreadyInVillage:
    'This account belongs to somebody else here already, so use the person’s own phone. Where a family shares one phone, the cadre or clerk writes for them, and it is their own matter all the same',
  notYourself: 'Nobody vouches for himself. Please ask a colleague',
  hasAccount: 'This villager has an account already and needs no slip',
  holdsPost: 'You hold a post. Please have the town arrange the handover first',
  tickFirst: 'Please tick “I am sure” first',
  notOfThisVillage:
    'This is another village. Please speak in your own; if it does not know you yet, register first',
  timeWrong: 'Please write the time like 18:00',
  dateOrder: 'The end must come after the beginning',
  datumNotFound: 'It stands nowhere in this post; please write it exactly as it appears',
  nameDiffers:
    'The account of this number has another name. Check the number, or ask the holder to set the true name first',
  postTaken: 'Somebody holds this post already. End that first, or enter this person as deputy',
  holdsItAlready: 'This person holds this post here already',
  postNotHere: 'This post does not belong to this level, please choose another',
  consentFirst: 'Please ask the person first, and tick when he or she agrees',
  nameNumber: 'Everybody reads the name; please leave out telephone and ID numbers',
  tooFast: 'That was very fast; please wait some minutes, your words are still here',
  limitPassed: 'The limit has passed; only the town can set another one',
  planTooFar: 'Two steps may lie 60 days apart at most; please write more steps',
  saysNothing: '“Done” alone says nothing; please write what was done',
  sheetType: 'This is no table. Please take an .xlsx of Excel, or save it as .csv',
  sheetOld:
    'This is an old .xls, or it has a password. Please save it in Excel as .xlsx without one',
  sheetTooBig: 'This file is too large; please choose one below 8 MB',
  sheetTooManyRows:
    'The table is too long or too wide: 20,000 lines and 200 columns at most, empty ones included. Please copy what you need into a new one',
  sheetEmpty: 'This table is empty',
  sheetUnsafe:
    'Something is odd inside this file, so it was not opened. Please copy the table into a new one',
  sheetBroken:
    'This file cannot be opened: it may have come in half, or holds formulas without results. Please save it again in Excel',
  sheetNoHeader:
    'No line of headers was found. One of the first lines must say what each column is; the template shows how',
  chooseFile: 'Please choose a file first, or paste the table below',
  placeNameTaken: 'There is one of this name already. Please choose another',
  postsThereYet: 'Somebody still holds a post here. Let the post end first, then merge',
  householdsStay:
    'There are more households than that. Numbers are never taken back: move the others to another group',
  noHousehold: 'Please tick households, or say from which number to which',
  levelInUse: 'Some places lie on a level that this choice does not have',
  countWrong: 'Please write a number, such as 12',
  groupFull: 'A group would have more than 999 households; please look at the column of groups',
  importUsed:
    'More than 24 hours have passed, or somebody has claimed a new line: it cannot be taken back',
  calendarWrong: 'This table cannot be used yet; the lines and reasons stand below',
  secondPerson: 'You entered it, so somebody else must compare it',
};
