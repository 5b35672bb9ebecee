/** Words of the demonstration. */
export const demo: typeof import('../zh/demo.ts').demo = {
  guest: 'Visitor',
  labels: {
    villager: 'Villager',
    cadre: 'Cadre',
    secretary: 'Secretary',
    town: 'Town',
    county: 'City',
  },
  be: (label, name) => `${label} ${name}`,
  time: (when) => `Demo time ${when}`,
  nextWorkday: 'Next working day',
  sketch: (caption) => `${caption} (drawing)`,
  chime: (name, length) =>
    `Stand-in: nobody’s voice, only three strokes of a bell. ${name} spoke for ${length}; every word stands below`,
  tellerKey: (secret) =>
    `Demonstration: your key as a teller is ${secret}. In a real vote it stands on your paper alone.`,
  outbox: {
    title: 'Messages sent',
    short: 'Messages',
    about:
      'The demonstration sends no real messages. Codes and messages that would go to a phone are shown here.',
    empty: 'No messages in these days.',
    to: (who) => `To ${who}`,
    open: 'Open',
    openAs: (who) => `Sign in as ${who} to open it`,
    older: 'Earlier',
  },
};
