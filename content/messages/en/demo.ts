/** Words of the demonstration. */
export const demo: typeof import('../zh/demo.ts').demo = {
  guest: 'Visitor',
  people: {
    villager: (name) => `Villager ${name}`,
    cadre: (name) => `Grid cadre ${name}`,
    secretary: (name) => `Secretary ${name}`,
    town: (name) => `Town: ${name}`,
    county: (name) => `City: ${name}`,
  },
  sketch: (caption) => `${caption} (drawing)`,
  outbox: {
    title: 'Messages sent',
    about:
      'The demonstration sends no real messages. Codes and messages that would go to a phone are shown here.',
    empty: 'No messages in these days.',
    to: (who) => `To ${who}`,
    open: 'Open',
    later: 'Earlier',
  },
};
