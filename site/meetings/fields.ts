/** The fields of a record that can be wrong, in their order on the page. */
export const meetingFields = [
  ...['kind', 'topic', 'heldOn', 'place', 'due', 'present', 'remote'],
  ...['here', 'away', 'agenda', 'body'],
];
