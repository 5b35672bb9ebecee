import type { HelpNumbers } from '../zh/help.ts';

/** How to use the place, and what stands where a page is missing or broke. */
export const help: typeof import('../zh/help.ts').help = {
  missing: {
    title: 'This page is gone, or you need to sign in to see it',
    text: 'An address with a few characters missing leads here too. If somebody sent it to you, ask them to send it again.',
    signIn: 'Sign in and look again',
    home: 'Go to the front page',
    track: 'Track a matter by its number',
  },
  broken: {
    title: 'Something broke, and it is not your fault',
    text: 'What you wrote is not lost: go back to see it, and send it again in a few minutes.',
    tell: (code) =>
      `Please tell the village office this code, so that we can look at once: ${code}`,
    tellPhone: (code, phone) => `Tell ${phone} the code ${code}; we will look at once.`,
    call: 'Call',
    home: 'Go to the front page',
  },

  title: 'How to use Cuntou',
  lead: 'See who is responsible, how fast they answer and whether it got done. If you would rather not do it yourself, somebody will help.',
  contents: 'On this page',
  duties: 'If you hold a post',
  dutiesLead: 'After signing in you find “Desk” at the top, with everything in order of deadline.',

  sections: (n: HelpNumbers) => [
    {
      id: 'ask-somebody',
      title: 'Have somebody write for you',
      text: 'You do not need a phone, and you do not need to type.',
      steps: [
        'Call the village information officer. The number and office hours stand at the foot of every page of your village.',
        'Or ask the grid officer of your group, or the clerk at the village office. They write it with you and read it back; it is sent when you say yes.',
        'The matter is yours. The page says who wrote it down, and you get a paper receipt with the number, the slip code, who is responsible and by when they answer.',
      ],
    },
    {
      id: 'raise',
      title: 'Raise a matter',
      text: 'Four short steps; what you have written is kept if you stop half way. In an emergency call 110, 119 or 120 first.',
      steps: [
        'Open the page of your village and choose “Raise a matter”. Pick one of eight pictures, or just write.',
        `Write a few words. You may add up to ${n.photos} photos of at most ${n.photoMegabytes} MB each.`,
        'Say where it is: which group, and what stands nearby.',
        'Look it over and send. Before you send, the page says who will answer, by when, and who will see it.',
      ],
    },
    {
      id: 'who-sees',
      title: 'Who can see it',
      text: 'Your name is not shown unless you choose so; the page says “a villager here”.',
      steps: [
        'Roads and lamps, water and fields, waste, water and power supply: everybody.',
        'Family matters, matters between neighbours, anything else: only you and those who handle it.',
        'Village accounts and people in office: straight to the town, without the village seeing it.',
        'To accuse a person call 12388, the discipline inspection line. It is not stored here.',
      ],
    },
    {
      id: 'track',
      title: 'See how far it has got',
      text: 'After sending you have a number and a slip code of 10 characters; the paper receipt also has a QR code.',
      steps: [
        'Choose “Track a matter” below and give the village and the number. States and dates can be seen without signing in; what is not public needs the slip code.',
        `To read the words, sign in or give the slip code. After ${n.slipTries} wrong codes you have to wait a while.`,
        'When you are signed in, everything you raised is under “Mine”.',
      ],
    },
    {
      id: 'clock',
      title: 'How time is counted',
      text: 'Every matter has two clocks: first answer and finish. They go on wherever the matter goes, and never start again.',
      steps: [
        `The first answer is counted in office hours (${n.hours}). Weekends and holidays do not count, make-up workdays do. What arrives after hours starts at the next opening.`,
        'A receipt such as “received” is not an answer; the clock goes on.',
        `Repairing and building new have different limits. Which one applies is set within ${n.remedyDays} working days with a reason; if you disagree, the town looks again.`,
        `Something new gets a dated plan first, within ${n.planDays} working days, step by step.`,
        'Beside every date, “How this date is counted” lists each day.',
      ],
    },
    {
      id: 'confirm',
      title: 'Done? You have the last word',
      text: 'It counts as solved only when you say so.',
      steps: [
        'Whoever did the work shows photos or a count and asks you to look.',
        'If it is good, choose “Yes, it is done”. If not, choose “Not yet” and say what is missing; the work goes on.',
        `If you say nothing for ${n.confirmDays} days, the page says that you did not reply. That is not “solved”.`,
        'If you do not use a phone for this, the town calls and asks you in person.',
      ],
    },
    {
      id: 'say',
      title: 'Say something, ask something',
      text: 'You can speak under every matter.',
      steps: [
        'If your household has the same trouble, choose “Us too”; each household counts once.',
        'A comment asks for nothing. A question to the village must be answered: the page says by whom and by when.',
        'Village talk is for everyday things: good news, thanks, a lost dog.',
        `Your first post, and posts with photos, appear after somebody has looked at them, within ${n.lookHours} office hours.`,
        'Phone and identity numbers are covered before publishing. If something is wrong, report it.',
      ],
    },
    {
      id: 'sign-in',
      title: 'Signing in',
      text: 'Your mobile number is your account; there is nothing to register.',
      steps: [
        ...(n.sendsCodes
          ? [
              `Give your number, ask for a code and type it within ${n.codeMinutes} minutes. Type it yourself and read it to nobody.`,
              'If you have set a password, you can use that.',
              'If no message reaches you, the grid officer hands you a paper slip with a code.',
            ]
          : [
              'The first time, the grid officer hands you a paper slip; type what it says, and set a password of your own.',
              'After that, your number and password are enough. Type the password yourself and read it to nobody.',
              'If you forget it, the grid officer hands you another slip.',
            ]),
        'To join village talk and see the phone of your grid officer, be matched to your village first: under “Mine”, or face to face by the grid officer.',
      ],
    },
    {
      id: 'large',
      title: 'Larger text',
      text: 'This device remembers your choice.',
      steps: [
        'Choose “Large text” at the top right.',
        'At the foot of every page there are four sizes: standard, larger, easy reading, largest.',
      ],
    },
  ],

  roles: (n: HelpNumbers) => [
    {
      id: 'cadre',
      title: 'Grid officer',
      steps: [
        'Sign for a matter when it comes, then answer. You may begin with a ready-made start, but without words of your own it is not an answer.',
        `Within ${n.remedyDays} working days, say what kind of matter it is and what will be done, with the reason.`,
        'Work of several steps gets a plan with a date for each; show photos as you go.',
        'When it is done, show photos or a count and ask the person to look. It is finished when they say so.',
        'Before leave, have the secretary or clerk record it; your deputy answers and the page says who did.',
        'You may vouch for villagers you know by sight, or print a sign-in slip for them.',
      ],
    },
    {
      id: 'secretary',
      title: 'Secretary',
      steps: [
        'What is written to you, you owe the first answer to. The grid officer may give it; the clock says who did.',
        'The list of everything below you shows what the village still owes, nearest deadline first.',
        'You and the clerk write notices and look at photos and first posts. Nobody releases their own.',
      ],
    },
    {
      id: 'town',
      title: 'Town',
      steps: [
        'Matters of village accounts and people in office come straight to you; the village does not see them.',
        'When a villager asks the town to look again, you decide.',
        'For somebody without a phone, call and ask before confirming; the page says that it was done by telephone.',
        'You fill and end posts on the desk, which also shows where nobody is responsible.',
      ],
    },
    {
      id: 'county',
      title: 'County',
      steps: [
        'The dispatcher sees the figures and what is owed in the whole county, and looks again when an author objects to a removal.',
        'Holidays, office hours and limits are data that the county edits; every number names its source.',
        'The system administrator keeps the machines, reads nothing that is not public, and changes no words.',
      ],
    },
  ],
};
