export const flash: typeof import('../zh/flash.ts').flash = {
  saved: 'Saved',
  sent: 'Sent',
  signed: 'Taken on; the clock is still running',
  receiptOnly: 'Noted. These are stock phrases, so the first answer is still owed',
  answered: 'Your answer is out',
  proposed: 'The person has been asked to look; it counts when they say so',
  confirmed: 'You said it is done, so it is. Thank you for keeping an eye on it',
  reopened: 'Noted; work goes on',
  cosigned: 'Your household is counted',
  withdrawn: 'Taken back',
};
