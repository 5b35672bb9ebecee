/** What is kept about people, who sees it, for how long, and what they may ask for. */
export const privacy: typeof import('../zh/privacy.ts').privacy = {
  title: 'How your data is used',
  lead: 'What is not needed is not kept; what is kept is shown only to those who need it.',
  kept: 'What is kept, and who sees it',
  who: 'Who sees it: ',
  rows: [
    {
      what: 'Phone number',
      how: 'Encrypted',
      who: 'You, with the middle digits hidden. Nobody else, not even your grid officer',
    },
    {
      what: 'Name',
      how: 'As on the roster, or as you gave it',
      who: 'You and those who handle your matter. Pages say “a villager here” unless you chose your name',
    },
    {
      what: 'Identity number',
      how: 'Never stored. Of the last six characters only a value that cannot be turned back, to compare with the roster',
      who: 'Nobody',
    },
    {
      what: "The village's list",
      how: 'Group, household, name and phone as the village gave them; the phone sealed',
      who: 'Officers of the village who look after the roster. Of the phone only the last four digits',
    },
    {
      what: 'Whether you are a Party member',
      how: 'As the secretary entered it, to let you read minutes of Party meetings',
      who: 'The secretary and committee of the village; of who stands on the roll of members also those of village and town who prepare meetings. Nobody else',
    },
    {
      what: 'Whether you are eighteen',
      how: 'Of who is, only that, no birthday; of who is not, the day of becoming eighteen, to tell who may sign and vote',
      who: 'Officers of village and town who look after the roster',
    },
    {
      what: 'Whether you are a representative or sit on the committee',
      how: 'Name, sex, group and since when, as the village entered it; it stays afterwards, so that what was decided can be checked',
      who: 'Everybody. The rolls of the collective are read only by those of village and town who prepare meetings',
    },
    {
      what: 'Where you live',
      how: 'Your household, to know which grid officer is yours',
      who: 'Those who handle it. Pages name only the group',
    },
    {
      what: 'What you raise',
      how: 'Your words, and every earlier wording',
      who: 'As the line said before you sent it: everybody, or only those who handle it. Earlier wordings only you and those who handle it',
    },
    {
      what: 'Photos',
      how: 'Stored anew, without the place, time and phone model',
      who: 'The same people as the matter. Faces and plates can be blackened',
    },
    {
      what: 'Position of your phone',
      how: 'One point, and only if you tapped for it',
      who: 'You and those who handle it',
    },
    {
      what: '“Us too” and likes',
      how: 'Who tapped, so that a household counts once and can take it back',
      who: 'Pages show the number, never the names',
    },
    {
      what: 'Name, post and work phone of people in office',
      how: 'While they hold the post',
      who: 'Name and post: everybody. Phone: people of the village and people in office',
    },
  ],
  sections: (n) => [
    {
      id: 'how-long',
      title: 'For how long',
      items: [
        `Sign-in codes: void after ${n.codeMinutes} minutes.`,
        `Sessions: ended after ${n.idleDays} days without a visit; desks after ${n.deskHours} hours at most.`,
        `Drafts that were not sent: deleted after ${n.draftDays} days untouched.`,
        'Matters, answers and published words are the record of what the village did, and stay. When you close your account they are no longer tied to your name.',
        'Personal data written by mistake: ask the village for a privacy correction. It becomes ■ in every place and every wording, and only the fact that it happened is kept.',
      ],
    },
    {
      id: 'not-done',
      title: 'What we do not do',
      items: [
        'We sell nothing, show no advertising, and load no statistics, fonts or scripts from others.',
        'Search engines are told not to keep what villagers write.',
        'Logs hold no names, phone numbers, words of yours or network addresses.',
        'There is no face recognition, and nobody asks for your identity number to handle a matter.',
      ],
    },
    {
      id: 'cookies',
      title: 'What is stored on your device',
      items: [
        'Proof that you signed in; your text size; the village you chose to remember; a short word after something was done. Nothing else.',
        'You can read without signing in, and then there is no proof of signing in either.',
        'When your sign-in ends while you write, your words lie locked for an hour; the only key is on your device.',
      ],
    },
    {
      id: 'rights',
      title: 'What you may ask for',
      items: [
        'See and take away: when signed in, “Mine” gives you everything about you in one file (Personal Information Protection Law, article 45).',
        'Correct: change your name and nickname yourself; for the roster, ask the village office (article 46).',
        'Delete and leave: close your account under “Mine”. Phone, password, names and the match with the roster are deleted at once (article 47). The public record of what was done stays, without your name.',
        'If you are not satisfied, tell the village office or the town; you may also call 12345, or complain to the internet authority (12377).',
      ],
    },
    {
      id: 'children',
      title: 'Children, and other people',
      items: [
        'If you are under 14, please have a parent or guardian write for you (article 31).',
        'Before writing about somebody’s illness, hardship or family, ask them. If something should not be public, report it.',
        'In matters of village accounts and people in office the village cannot see who wrote. To accuse a person call 12388; it is not stored here.',
      ],
    },
  ],
};
