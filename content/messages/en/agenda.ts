import type { agenda as zh } from '#content/messages/zh/agenda.ts';

const daysOf = (n: number) => (n === 1 ? '1 day' : `${n} days`);

/** Words of the days that a village has before it, and of what runs there now. */
export const agenda: typeof zh = {
  kinds: {
    vote: 'Vote',
    survey: 'Survey',
    meeting: 'Meeting',
    gathering: 'Names gathered',
    talking: 'Being talked over',
    drive: 'Great discussion',
    contest: 'Thanks to families',
  },
  now: {
    label: 'To be decided together now',
    left: (days) => {
      if (days === 0) return 'today is the last day';
      return days === 1 ? 'tomorrow is the last day' : `${daysOf(days)} left`;
    },
    meets: (days) => {
      if (days === 0) return 'meets today';
      return days === 1 ? 'meets tomorrow' : `meets in ${daysOf(days)}`;
    },
    more: (n) => `${n} more`,
    days: 'See the days',
  },
  everywhere: {
    label: 'What villages decide together now',
    title: (place) => `${place}: being decided together now`,
    line: 'What runs in the villages, what ends first at the top. Each page says who may take part.',
    kinds: 'Which kind',
    none: 'Nothing just now',
    noneText: 'When a village has something, it is announced first and stands here at once.',
    county: (county) => `See ${county}`,
  },
  tiles: {
    hall: 'Village hall',
    matters: (n) => (n === 1 ? '1 matter talked over' : `${n} matters talked over`),
    days: 'Days',
    daysWhat: 'When we meet and vote',
  },
  page: {
    title: 'Days',
    line: 'Meetings, votes, surveys and what was promised: which day, where, and who may come.',
    ahead: 'Ahead',
    past: 'Just over',
    none: 'No day is set yet',
    noneText: 'A meeting or a vote is announced first; its day then stands here.',
    more: 'The calendar has what comes later still.',
    off: 'Called off',
    subscribe: 'Put them in your phone’s calendar',
    subscribeWhy:
      'Tap, and your phone asks whether to subscribe. After that its calendar follows whenever a day is set or changed.',
    tap: 'Subscribe in the calendar',
    byHand: 'If nothing happens, add it by hand',
    steps: [
      'iPhone: Settings → Calendar → Accounts → Add Account → Other → Add Subscribed Calendar, and fill in the address below.',
      'Huawei, Xiaomi, Honor and others: Calendar → Settings → import or network calendars → new subscription, with the address below; without that entry, take the file.',
      'A calendar on a computer: look for “subscribe from an address” or “add by URL”.',
    ],
    address: 'Address',
    file: 'Download the calendar file',
    fileNote: 'The file has the days set so far and does not change by itself.',
    private:
      'The calendar holds public days alone, nobody’s name, and does not know who subscribed.',
  },
  entries: {
    opens: (title) => `Voting begins: ${title}`,
    closes: (title) => `Voting closes: ${title}`,
    held: (title) => `Vote in person: ${title}`,
    meeting: (name, title) => `${name}: ${title}`,
    survey: (title) => `Last day of the survey: ${title}`,
    talk: (title) => `Last day of the talk: ${title}`,
    drive: (title) => `Last day of the great discussion: ${title}`,
    nominate: (title) => `Last day to nominate: ${title}`,
    object: (title) => `Last day to object: ${title}`,
    judge: (title) => `Last day for the jury: ${title}`,
    promise: (title) => `Promised for this day: ${title}`,
    resolution: (title) => `To be carried out by this day: ${title}`,
  },
  who: {
    roll: 'Those on the roster vote',
    meeting: (body) => `For ${body}`,
    villagers: 'For everybody of the village',
    groups: (names) => `For the people of ${names}`,
    judges: 'The jury that was drawn',
  },
  calendar: (place) => `Days of ${place}`,
  and: ', ',
  place: (where) => `Place: ${where}`,
  description: (who, address) => [who, address].filter(Boolean).join('\n'),
  mine: {
    title: 'Waiting for you',
    asks: {
      survey: 'Please answer the survey',
      nomination: 'Your family was nominated: whether it stands is yours to say',
      judging: 'Please give your points as a juror',
      invited: 'You are asked to join the talk',
    },
    until: (day) => `until ${day}`,
  },
};
