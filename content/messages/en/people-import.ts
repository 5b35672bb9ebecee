/** Bringing a village's people in from a file. */
export const peopleImport = {
  link: 'Bring in from a file',
  rail: 'Bring people in',
  listedTail: (tail: string) => `The phone on the village's list ends with ${tail}`,
  title: 'Bring people in from a file',
  lead: 'One table, one line a person: group, household number, head, name, ID number, phone. First you see what would change; nothing is written until you say so.',
  places: 'Please choose a village',
  back: 'Back to the roster',
  backToPlaces: 'Another village',
  template: 'Download the empty table (Excel)',
  templateText: 'The empty table (CSV)',
  templateHint:
    'The Excel table opens in Excel or WPS; its columns are formatted as “Text”, so that long numbers keep their end. With the CSV, format household number, ID number and phone as “Text” before you fill them in.',
  columnsTitle: 'What the table needs',
  columns: [
    'Group, household number and name are needed, the rest may be empty. The order of columns does not matter, and further columns are left alone.',
    'The ID number may be whole, or its last 6 or 4 characters. Only a fingerprint of the end is kept, never the number; it is compared when people claim their own line.',
    'The date of birth may be left out, also beside a whole ID number. Of who is eighteen, only that is kept, no birthday; of who is not, the day of becoming eighteen, to tell who may sign and vote.',
    'Phone numbers are kept sealed; officers who look after the roster see the last four digits only, and nobody can sign in with them.',
    'Groups and households that do not exist yet are made. Bringing a table in again updates; who is not in it is not deleted.',
  ],
  file: 'Choose a file',
  fileHint: 'An .xlsx of Excel, or .csv; up to 8 MB',
  paste: 'Or paste the table here',
  pasteHint: 'Select the columns with their headers in Excel, copy, and paste',
  send: 'See what would change',
  waiting: (n: number) => `Your last table still waits: ${n} people`,
  waitingOpen: 'Go on with it',
  last: (when: string, added: number, changed: number) =>
    `Last import: ${when}, ${added} added, ${changed} changed`,
  lastUndone: 'taken back',
  undo: 'Take back the people it added',
  undoHint:
    'Within 24 hours, while nobody has claimed one of the new lines and no slip was written for one. Changes and new groups stay.',

  check: {
    title: (village: string) => `${village}: what would change`,
    lead: (people: number) => `${people} people were read. Nothing is written yet.`,
    none: 'No table waits here',
    noneHint: 'A table is kept for 24 hours only. Please send it again.',
    foreign:
      'Most people of the roster are not in this table. Is it perhaps that of another village?',
    full: 'A group would have more than 999 households. Please look whether the column of groups is right.',
    added: 'New',
    changed: 'To be changed',
    same: 'The same, left alone',
    groups: 'New groups and micro grids',
    households: 'New households',
    moved: 'Households that change their group or micro grid',
    missing: 'On the roster, not in the table',
    wrong: 'Lines with a mistake',
    people: (n: number) => `${n} people`,
    houses: (n: number) => `${n} households`,
    lines: (n: number) => `${n} lines`,
    places: (n: number) => `${n}`,
    faultsTitle: 'Lines with a mistake; they are not brought in',
    faultsLead: 'Please mend them in the table and send it again. The right lines may go first.',
    microGrids: (names: string) => `New micro grids: ${names}`,
    newGroups: (names: string) => `New groups: ${names}`,
    more: (n: number) => `${n} more, not listed one by one`,
    missingLead: 'Nobody is deleted. Those who moved away or died are dealt with in the village.',
    ignored: (headers: string) => `Columns left alone: ${headers}`,
    skipped: (sheets: string) => `Sheets left alone: ${sheets}`,
    line: (group: string, household: string) => `${group} · household ${household}`,
    change: {
      name: (before: string) => `name, was ${before}`,
      household: (before: string) => `household, was ${before}`,
      age: 'whether eighteen years old',
      idTail: 'end of the ID number',
      phone: 'phone number',
      head: 'head of the household or not',
    },
    apply: (people: number) => `Bring in these ${people} people`,
    nothing: 'The people of the table are on the roster as they are; nothing to change.',
    drop: 'Do not bring in, delete this table',
    otherFile: 'Send another one',
  },

  /** Where something stands in a file: the sheet only where there are several. */
  at: (sheet: string, row: number, column: string) =>
    `${sheet ? `“${sheet}” ` : ''}line ${row}${column ? `, column ${column}` : ''}`,
  fault: {
    empty: (header: string) => `“${header}” is empty, please fill it in`,
    lostDigits: (header: string) =>
      `Excel has rounded “${header}” and its last digits are gone. Please format the column as “Text” and type it again`,
    becameDay: (header: string) =>
      `Excel has turned “${header}” into a date. Please format the column as “Text” and type it again`,
    tooLong: (header: string) => `“${header}” is too long`,
    isError: (header: string) => `The formula in “${header}” failed; please write its result`,
    dayWrong: (header: string) => `“${header}” is no date; please write it like 2026-11-20`,
    columnMissing: (header: string) => `The headers have no column “${header}”`,
    columnTwice: (header: string) =>
      `“${header}” says the same as a column before it; please keep one`,
    otherVillage: () => 'This line belongs to another village and is not brought in',
    nameWrong: () => 'A name has no digits and no signs',
    idWrong: () =>
      'The ID number is not right; please compare it with the card. The last 6 characters are enough',
    idTooShort: () =>
      'At least 4 characters of the ID number are needed; if zeros in front are gone, format the column as “Text”',
    birthWrong: () => 'The date of birth is not right: it is to come, or too long ago',
    birthUnclear: () => 'Of who is not eighteen yet, the date of birth needs its day',
    phoneWrong: () => 'This seems to be no phone number of 11 digits',
    householdTwoGroups: (_: string, other: number) =>
      `Line ${other} has this household in another group; a household is in one group`,
    householdTwoMicroGrids: (_: string, other: number) =>
      `Line ${other} has this household in another micro grid`,
    sameIdTwice: (_: string, other: number) => `The ID number is that of line ${other}`,
    samePersonTwice: (_: string, other: number) => `The same person as on line ${other}`,
    sameNameNoId: (_: string, other: number) =>
      other > 0
        ? `Line ${other} has the same name and household; both need the end of their ID number`
        : 'This household has two people of the name; the end of the ID number is needed to tell them apart',
  },
};
