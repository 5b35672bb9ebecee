import type { Words } from '#content/messages/words.ts';

/** Words of the two tellers: keys, tables with paper ballots, counting, the box, the recount. */
export const tellers: Words['tellers'] = {
  news: {
    key: (no) => `You are asked to be a teller of vote ${no}: please make a key and write it down.`,
    box: (no) => `Vote ${no} is over: would both tellers come with their keys to open the box.`,
  },
  steps: {
    label: 'Steps of a teller',
    key: 'Key',
    tables: 'Hand out paper',
    count: 'Count paper',
    open: 'Box',
  },
  key: {
    title: 'Your key',
    lead: 'The box has two locks. Each of the two tellers has a key, and only both together open it. This site keeps no key: what you write on paper is the only copy there is.',
    seat: (seat) => `You are teller ${seat}`,
    make: 'Make a key',
    makeAgain: 'Make another one',
    makeHint: 'The key is shown once. Have pen and paper ready, and nobody beside you.',
    againHint:
      'Until the roll is settled you may make another one. What you wrote down before is useless then.',
    prove: 'Type it from your paper',
    proveHint: 'Seven groups of four. Spaces, capitals, O for 0 and I for 1 make no difference.',
    proveSend: 'Try it',
    states: {
      none: 'The key has not been made',
      made: 'The key is made, but not typed back yet',
      proven: 'The key has been tried; keep that paper safe',
    },
    other: (name, state) => `The other: ${name}, ${state}`,
    otherStates: { none: 'not made yet', made: 'not tried yet', proven: 'tried' },
    loses:
      'If the paper is lost, nobody can open the box, and the vote must be held again. No photo, no message, and never both keys in one place.',
    fixed: 'The roll is settled; keys do not change any more.',
    back: 'Back to the vote',
  },
  sheet: {
    title: 'Key of a teller',
    vote: (no, title) => `Vote ${no}: ${title}`,
    seat: (seat, name) => `Teller ${seat}: ${name}`,
    how: 'Write it down now, or print this page. Seven groups of four characters.',
    keep: 'Keep it yourself, and show it to nobody. Bring it on the day the box is opened.',
    once: 'Once this page is closed nobody sees the key again; the site has not kept it.',
    next: 'I have it; type it back',
  },
  tables: {
    title: 'Tables with paper ballots',
    lead: 'Whoever does not use a phone takes a paper ballot at a table. One ballot, one tick: who voted online gets none, and who took one cannot vote online.',
    none: 'There are no tables yet.',
    one: (no, place) => `Table ${no}: ${place}`,
    offline: 'no network',
    online: 'with network',
    states: {
      open: 'handing out',
      merged: 'merged, to be closed',
      counting: 'closed, to be counted',
      agreed: 'counted',
    },
    ticks: (n) => `${n} took a ballot`,
    add: 'Set up a table',
    place: 'Where it stands',
    placeHint: 'For example: village office, ground floor',
    isOffline: 'There is no network: tick on the paper roll first and merge it later',
    keepers: 'Who else works at this table',
    keepersHint:
      'You do in any case, and four more at most. While the vote runs, nobody else can look people up or hand out ballots here.',
    keptBy: (names) => `At the table: ${names}`,
    addDo: 'It stands',
    openPaper: 'No paper ballots are handed out in an open vote.',
    notNow: 'No table can be set up now: only after the roll is settled and before the vote ends.',
    back: 'All tables',
  },
  table: {
    find: 'Find somebody',
    findHint:
      'The whole name, one person at a time. Who has voted and who has not is not listed here',
    findHouseHint:
      'The whole name of the household’s head, or its number on the roll, one at a time. Who has voted and who has not is not listed here',
    findDo: 'Find',
    nobody: 'Nobody of that name is on the roll. Please type it once more as on the identity card.',
    no: 'No.',
    who: 'Name',
    where: 'Group',
    how: 'Ballot',
    tick: 'Hand out a ballot',
    mayTake: 'may take one',
    hasVoted: 'has voted',
    wasHere: 'took one here',
    noMandate: 'this household has no mandate yet',
    untick: 'Wrong tick, take it back',
    untickReason: 'Why',
    close: 'Close the table',
    closeHint:
      'Tables are closed when the vote is over. Their ballots are poured together before counting: of a table with few voters one could guess who chose what.',
    closeDo: 'Close it',
    merge: 'Bring the paper roll back',
    mergeHint:
      'In the downloaded sheet, tick the last column beside everybody who took a ballot, and send it. Whoever voted online meanwhile has an envelope that stays unopened; which ones is listed here when the vote is over.',
    file: 'The ticked sheet',
    mergeDo: 'Merge it',
    sheetXlsx: 'Download the roll (Excel)',
    sheetCsv: 'Download the roll (CSV)',
    print: 'Print the roll',
    aside: 'Envelopes to set aside unopened',
    asideHint:
      'These people voted in another way too. Take out the outer envelopes with their names; do not open them, do not mix them in.',
    asideWhy: { online: 'voted online', paper: 'took a ballot at another table' },
    howOffline:
      'Without a network: the folded ballot goes into a blank envelope, and that into one with number and name. After merging, first take out those to set aside, then open the other outer envelopes and mix the blank ones.',
  },
  roll: {
    title: (no) => `Roll of vote ${no}`,
    table: (no, place) => `Table ${no} (${place})`,
    lead: 'One ballot, one tick. No time, and nothing of what was chosen.',
    tick: 'Ballot',
    voted: 'voted online',
    signed: 'Signed by whoever handed out ballots:',
  },
  count: {
    title: 'Count the paper ballots',
    lead: 'First pour the ballots of all tables together. Each teller counts and types alone, without seeing the other; it stands when both are the same.',
    ballots: (n) => `${n} people took a ballot`,
    spoiled: 'Spoiled',
    spoiledHint: 'Not marked, marked too often, or unreadable',
    lines: 'How many of each kind',
    linesHint: (most) =>
      `One kind a line: the numbers chosen, then how many, as in “1 3 = 5” for five ballots that name 1 and 3. ${most} at most on one ballot`,
    missing: 'Fewer than people who took one: why',
    missingHint: 'For example: two people took a ballot and did not cast it',
    send: 'That is my count',
    waits: 'You have counted; the other teller has not yet.',
    agreed: 'Both counts are the same. The paper ballots are counted.',
    notYet: 'Not yet: the vote must be over and all tables closed.',
    none: 'There were no tables, so there are no paper ballots.',
  },
  box: {
    title: 'Open the box',
    lead: 'Each teller types the own key. With both, the box opens: all envelopes are shuffled, opened and counted, and envelopes and keys are destroyed at once.',
    envelopes: (n) => `${n} envelopes are in the box`,
    paper: {
      none: 'no paper ballots',
      waiting: 'paper ballots are not counted yet',
      agreed: 'paper ballots are counted',
    },
    secret: 'Your key',
    secretHint: 'From your paper, seven groups of four',
    otherSecret: 'The other teller’s key',
    otherHint: (minutes) =>
      `If both of you stand at one screen, the other types here while you look away. Else leave it empty: yours stays in this site’s memory for ${minutes} minutes, never on disk, until the other types on an own screen. Where the site runs on several machines, please type both on one screen.`,
    open: 'Open the box',
    waits: (name) =>
      `Your key is here; ${name} has to type the other one. After ten minutes you must type yours again.`,
    otherWaits: (name) => `${name} has typed the key and waits for yours.`,
    notYet: 'The vote is not over; the box stays shut.',
    warnings: {
      'electorate-small': (n) =>
        `Only ${n} people are on the roll. With so few, the result may tell who chose what.`,
      'few-voted': (n) =>
        `Only ${n} voted. With so few ballots, the result may tell who chose what.`,
      'channel-small': (n) =>
        `Of ballots online and on paper, one kind has only ${n}. Both are counted together and not published apart; do not tell them apart aloud either.`,
    },
    opened: 'The box has been opened; the result stands on the page of the vote.',
    toResult: 'See the result',
    faulty: 'The box was not opened, and no ballot was seen',
    faultyOne: (hash) =>
      `One envelope does not open: ${hash}. Whose it is, its owner’s receipt says. Please stop and report to the town; this vote has to be declared void and held again.`,
    faultyMany:
      'There are not as many envelopes as people marked as having voted online. Please stop and report to the town; this vote has to be declared void and held again.',
    destroy: 'When it is done, tear up both papers in sight of each other.',
  },
  recount: {
    title: 'Count it again yourself',
    lead: (no, title) => `Vote ${no}: ${title}`,
    open: 'The vote is still running. What can be seen are the numbers of the envelopes: one each, in the order of the numbers, which tells neither who came when nor what lies inside.',
    sealed:
      'The vote is over and the box still shut. No envelope is added or lost now; you can download the list and compare after the opening.',
    counted:
      'The box has been opened. Anybody may download these three files and count with tools that are not ours.',
    envelopes: 'Numbers of the envelopes',
    envelopesHint: (n) =>
      `${n}, one a line. If the number on your receipt is among them, your envelope was in the box.`,
    ballots: 'Opened ballots',
    ballotsHint: (n) =>
      `${n}, one a line, online and paper mixed, sorted by what stands on them, without name, time or number.`,
    result: 'Result',
    marks: 'The opened ballots, mark by mark',
    marksHint: (n) =>
      `${n} lines, online and paper mixed, sorted by option, without name, time or number. A ballot that names none is an empty line.`,
    marksWhy:
      'A ballot may name several. Published whole, a rare combination is known at a glance: it could be ordered of somebody and looked for here. So each ballot is taken apart into one line for each mark. Every option can still be counted; which marks came from one ballot is kept nowhere once the box is open. That no ballot names too many was checked at the opening: with one such ballot the box stays shut.',
    together: (voted, n) =>
      `${voted} voted; of these ${n} abstained or spoiled their ballots, empty lines among the others`,
    togetherWhy:
      'Few voted by phone, or few on paper. Told apart, the numbers would show what those few did. So all ballots are poured together, and whoever abstained, left the paper blank, spoiled it or did not return it is in one number.',
    resultHint: 'The numbers, and the hashes of both files above.',
    hash: 'SHA-256',
    size: (ballots, online, paper, spoiled) =>
      `${ballots} valid ballots = ${online} envelopes + ${paper} on paper − ${spoiled} spoiled`,
    how: 'How to count',
    linux: 'On Linux or a Mac',
    linuxHint: 'In a terminal: the first line counts, the second gives the hash to compare.',
    excel: 'With a spreadsheet',
    excelHint:
      'Open the file of ballots and make a pivot table of its column, or count each kind with COUNTIF.',
    windows: 'The hash on Windows',
    windowsHint: 'In the command prompt:',
    find: 'Find my envelope',
    findLabel: 'The number on your receipt',
    findHint: 'Its first eight characters are enough',
    findDo: 'Find it',
    found: 'It is there. Your envelope is in the box.',
    notFound:
      'It was not found. Please compare with your receipt; if it is really missing, tell the supervision committee or the town.',
    cannot: 'What cannot be told here',
    cannotText:
      'Nobody can prove with these files how he or anybody else voted: opened ballots have no names, and the number of an envelope says nothing of what lay in it. So there is no proof to sell and none to demand.',
    back: 'Back to the vote',
    none: 'There are no envelopes yet.',
    openVote: 'This vote is open: people of the village who sign in see who chose what.',
  },
};
