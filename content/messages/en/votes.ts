import type { votes as zh } from '#content/messages/zh/votes.ts';

/** Words of votes: one question put to those who may vote, from the notice to the result. */
export const votes: typeof zh = {
  kind: {
    name: 'Vote',
    shared: (place, title) => `${place} asks everybody to vote: ${title}`,
  },
  ballot: { yes: 'For', no: 'Against', abstain: 'Abstain', blank: 'Abstain: none of these' },
  states: {
    preparing: 'Being prepared',
    announced: 'Announced',
    open: 'Voting now',
    closed: 'Closed, not counted yet',
    counted: 'Counted',
    void: 'Void',
  },
  news: {
    announced: (village, day) =>
      `${village} announces a vote, open from ${day}. Look at the question here.`,
    meeting: (village, day) =>
      `${village} announces a meeting on ${day} that votes on a matter. Look at the question here.`,
    opened: (village, day) =>
      `${village}: voting is open until ${day}. Vote here, or on paper at the office.`,
    waiting: (village, day) => `${village}: you have not voted yet. Voting ends ${day}.`,
    counted: (village) => `${village}: the vote has been counted. See the result.`,
    paper: (village) =>
      `${village}: the roll says you took a paper ballot. If not, tell the office and the town now.`,
    mandate: (village, name) =>
      `${village}: by the note you signed, ${name} votes for your household. If that is wrong, say so now.`,
    void: (village) => `${village}: a vote is void, the page says why. Nothing to do.`,
  },
  list: {
    title: 'Votes',
    intro:
      'What the village puts to a vote: what runs now comes first; results stay, and anybody may count them again.',
    none: 'This village has not voted yet',
    noneHint: 'A vote is announced first; ballots are taken some days later.',
    running: 'Running or about to begin',
    past: 'Held before',
    opens: (day) => `opens ${day}`,
    closes: (day) => `closes ${day}`,
    counted: (day) => `counted ${day}`,
    secret: 'secret ballot',
    open: 'open ballot',
    shown: 'announced only',
    hall: 'See in the village hall how these were discussed',
  },
  page: {
    crumb: 'Votes',
    about: 'See how it was discussed in the village hall',
    ofMatter: 'Votes about this matter',
    leftDays: (days, until) => `${days} days left, closes ${until}`,
    leftHours: (hours, until) => `${hours} hours left, closes ${until}`,
    leftLast: (until) => `Less than an hour left, closes ${until}`,
    opens: (day, until) => `Opens ${day}, closes ${until}`,
    over: (day) => `Closed ${day}`,
    meets: (day) => `Voted on at a meeting, ${day}`,
    preparing: 'Being prepared; only those who work on it see it.',
    boxWaits: (days) =>
      `Voting ended ${days === 1 ? 'a day' : `${days} days`} ago, and the box is still shut. It takes the keys of both tellers.`,
    askOne: 'Which do you choose? (one only)',
    askSeveral: (most) => `Which do you choose? (${most} at most)`,
    secretNote:
      'Secret ballot. You get a receipt number and can check, until the box is opened, that your envelope is in it. Once cast, a ballot cannot be changed.',
    openNote:
      'Open ballot. After closing, those on the roster see who chose what. Once cast, a ballot cannot be changed.',
    next: 'Next: look once more',
    secrecy: 'How this ballot is kept secret',
    options: 'On the ballot',
    mayVote: 'Who may vote',
    howItWorks: 'What it decides, and what not',
    advisory: (body) =>
      `Online we ask for opinions; what decides is the ${body}. The figures from here are put before that meeting.`,
    talk: 'This is a deliberation: it gathers what people think. What has to be decided is decided by a meeting, as the law says.',
    charter: (body) =>
      `It would count only if the charter allowed votes online; none is registered here, so it asks for opinions, and what decides is the ${body}.`,
    neverRun:
      'Elections and recalls are never held online or with these ballots. Only notices, lists and results stand here.',
    never:
      'The law asks for a vote in person at a meeting, so no ballots are taken online. Only the notice and the result stand here.',
    confirmed: (law) => `By: ${law}`,
    unconfirmed: (source) =>
      `${source}. No law or notice fixes this number; the county may change it.`,
    noticeGiven: (day) => `announced ${day}`,
    electorate: (who, n) => `${who}: ${n} on the roster`,
    groups: (names) => `only ${names}`,
    people: (n) => (n === 1 ? '1 person' : `${n} people`),
    households: (n) => (n === 1 ? '1 household' : `${n} households`),
    turnout: (n, of) => `${n} of ${of} have voted so far`,
    asked: (n, of) =>
      `Opinions are asked for first: ${n} of ${of} have given theirs. The meeting decides.`,
    turnoutEnd: (n, of) => `${n} of ${of} voted`,
    turnoutNote:
      'Whoever took a paper counts. Until closing only the number of ballots is shown, never what they say.',
    roster: 'See the roster',
    rosterHash: (hash) => `The roster was frozen with the notice; its fingerprint is ${hash}`,
    day: 'Whoever turns 18 on the day it opens may vote.',
    second:
      'If no option gets a majority, the two best go into a second round. This was announced before.',
    noSecond: 'There is no second round: the numbers are shown as they are.',
    previous: 'This vote repeats an earlier one',
    paper: 'You may vote on paper at the village office instead; it counts the same.',
    voidTitle: 'This vote is void',
    voidText: (reason) => `Reason: ${reason}`,
    voidBallots: 'The ballots cast were not opened, and will not be.',
    following: 'See the vote that was held instead',
  },
  basis: {
    article: (law, article, version) => `${law}, article ${article} (text of ${version})`,
    wholeLaw: (law) => law,
    between: '; ',
    pack: (province) => `Days and numbers as in ${province}, or the nation’s where stricter.`,
    quorum: (words) => `The meeting needs ${words} to come`,
    pass: (words) => `and ${words} to agree`,
  },
  mine: {
    title: 'Your ballot',
    guest: 'Sign in to vote',
    signIn: 'Sign in',
    notOn:
      'You are not on the roster of this vote. If that is wrong, tell the village office before it opens.',
    out: (reason) => `You were not put on the roster: ${reason}`,
    unknown: 'The roster does not say whether you are 18. Please tell the village office.',
    online: 'You have voted',
    receipt: 'See your receipt number',
    paper: (no, place) =>
      `You took a paper ballot at table ${no} (${place}), so you cannot vote on the phone.`,
    paperOnly: 'You took a paper ballot, so you cannot vote on the phone.',
    household: 'Somebody else votes for your household this time',
    noMandate:
      'One ballot per household. Yours has not said who votes: write a mandate, all sign it, and hand it in at the village office.',
    householdVoted: 'Your household has voted',
    noOnline: 'This is not voted on with a phone.',
    soon: (day) => `You are on the roster; voting opens ${day}.`,
    over: 'Voting is closed.',
    choseOpen: (what) => `You chose: ${what}`,
  },
  check: {
    title: 'Look once more, then cast it',
    crumb: 'Go back and change',
    question: 'The question',
    chosen: 'You chose',
    forHousehold: 'You cast this ballot for your whole household.',
    final: 'Once cast it can neither be changed nor taken out.',
    sealed:
      'What you chose lies in an envelope beside your line of the roster until the box is opened; only both tellers together can open it. Then all are shuffled, counted and destroyed.',
    open: 'This is an open ballot: after closing, those on the roster see what you chose.',
    cast: 'Cast it',
    change: 'Change',
  },
  receipt: {
    title: 'Your ballot is cast',
    crumb: 'Back to the vote',
    lead: 'This is your receipt number. Write it down or take a picture.',
    number: 'Receipt number',
    head: 'The first 8 characters are enough to look for',
    list: 'Check: find this number in the published list',
    until: (day) =>
      `The box is opened after ${day}. Until then the list must hold this number; if it does not, tell the village office and the town at once.`,
    after:
      'When the box is opened the envelopes are destroyed, and nobody here knows any longer which was yours. The number you wrote down still stands in the list of that day.',
    tells:
      'The number tells only that your envelope is there, not what you chose. Nobody can prove anything with it.',
    openVote: 'This is an open ballot: after closing you see your own in the result.',
    opened: 'The box has been opened',
  },
  result: {
    advisory: 'What was said when we asked',
    binding: 'Result of the vote',
    shown: 'Result',
    ballots: (n) => (n === 1 ? '1 ballot' : `${n} ballots`),
    channels: (online, paper) => `${online} by phone, ${paper} on paper`,
    spoiled: (n) => (n === 1 ? '1 spoiled ballot' : `${n} spoiled ballots`),
    voters: (n) => (n === 1 ? '1 voted' : `${n} voted`),
    together: 'Abstained or spoiled',
    togetherWhy:
      'Few voted by phone, or few on paper. Told apart, the numbers would show what those few did, so they stand together.',
    what: 'On the ballot',
    howMany: 'Ballots',
    votes: (n) => (n === 1 ? '1 ballot' : `${n} ballots`),
    all: 'Published besides, so that anybody can count again',
    named: 'Who chose what',
    sum: 'A ballot may name several, so they add up to more than the ballots.',
    sentences: {
      'quorum-met': (had, needed) => `${had} voted, enough (${needed} needed)`,
      'quorum-missed': (had, needed) => `${had} voted, too few (${needed} needed)`,
      'women-met': (had, needed) => `${had} women, enough (${needed} needed)`,
      'women-missed': (had, needed) => `${had} women, too few (${needed} needed)`,
      'majority-met': (had, needed) => `The most is ${had}, enough (${needed} needed)`,
      'majority-missed': (had, needed) => `The most is ${had}, too few (${needed} needed)`,
      'no-majority-asked': () => 'No majority is asked here; the numbers stand as they are',
      'counts-wrong': () => 'The numbers do not add up; this is being looked into',
      tie: () => 'The first ones have equally many',
      'none-reaches': () => 'None has enough',
      'no-quorum': () => 'Too few voted',
      'nothing-cast': () => 'Nobody voted',
    },
    leading: {
      chosen: (label) => `“${label}” has enough`,
      'most-votes': (label) => `“${label}” has the most`,
    },
    oneAgainst:
      'One ballot alone differs from the others: whoever cast it knows what all the others chose.',
    unanimous:
      'Everybody chose the same, so everybody knows what the others chose. A secret ballot cannot prevent that.',
    binds: 'What decides',
    bindsNone: 'The meeting has not been held. What it decides will stand here.',
    bindsWhere: 'See in the village hall what was decided',
    counted: (day) => `counted ${day}`,
    differs:
      'It differs from what the meeting decided. Online we ask for opinions; the meeting decides, and the village has to say below why it differs.',
  },
  plate: {
    ends: 'Voting',
  },
  roster: {
    title: 'Roster',
    crumb: 'Back to the vote',
    intro: (who, n) => `${who}: ${n}. Who has voted and who has not does not stand here.`,
    frozen: (day) => `Frozen ${day}; fingerprint`,
    out: 'Not put on it',
    outIntro:
      'It says who decided and why. Whoever disagrees can go to the village office or the supervision committee before it opens.',
    outNone: 'Nobody was left out.',
    by: (name) => `decided by ${name}`,
    mandate: (name) => `represented by ${name}`,
    no: 'No.',
    name: 'Name',
    group: 'Group',
    why: 'Why',
    reasons: {
      adult: '18 or over',
      'age-unknown': 'no age on the roster',
      household: 'one ballot per household',
      'on-roll': 'on the roll',
    },
  },
  my: {
    title: 'My votes',
    receipt: 'Receipt',
    voted: 'voted',
    waiting: 'not voted yet',
    all: 'See the village’s votes',
  },
  secrecy: {
    title: 'How this ballot is kept secret',
    crumb: 'Back to the vote',
    how: 'How it works',
    steps: [
      'The roster notes only that you voted, and whether by phone or on paper: not at what time, and not what you chose.',
      'When you press “Cast it”, the server puts your choice into two envelopes, one inside the other, and stores it only then. The outer one needs the key of the first teller, the inner one that of the second.',
      'Until the box is opened the sealed envelope lies beside your line of the roster: that is why you can come back and see your receipt number. Once it is opened there are no envelopes, and nobody can tell any more.',
      'The keys are words on paper, one sheet with each teller; the server has none. With the database and one sheet nothing can be opened.',
      'After closing both tellers open the box together. Either all envelopes open or none; the ballots are shuffled, then counted. Envelopes and keys are destroyed at once.',
      'The published ballots have no name, no time and no order. Anybody may count them again.',
      'Where a ballot may name several, it is published mark by mark: nobody can order a rare combination of you and look for it afterwards.',
      'Where few voted by phone, or few on paper, the two are not told apart; abstentions, blank and spoiled ballots are one number.',
    ],
    receipt: 'What the receipt number is',
    receiptText:
      'It is the fingerprint of your envelope. Until the box is opened you find it in the published list, so you know your envelope is there. It does not say what you chose; nobody can make you prove it, and you cannot prove it either.',
    cannot: 'What it cannot prevent',
    limits: [
      'A dishonest operator of the server could see your ballot at the very moment you cast it, before it is sealed.',
      'He could add an envelope for somebody who has not voted; but then the roster says that this person has, who would notice when coming to vote.',
      'Until the box is opened, whoever holds the whole database and both tellers’ papers can read what each person chose. So the papers are kept apart, and nobody may hold both.',
      'The tellers type their keys in when they open the box; a dishonest operator could keep them at that moment.',
      'Backups may still hold sealed envelopes. Opening them needs both tellers’ papers, so these are burnt in front of everybody after the count.',
      'Where few vote, or all choose the same, the result itself tells. The village is warned before it opens, and small groups are not shown apart.',
      'Somebody who stands beside you and watches cannot be kept out by any technique. Vote elsewhere, or on paper.',
    ],
    offline:
      'Whoever does not trust this may vote on paper: at the village office, filled in by yourself, put into the box by yourself.',
  },
};
