/** Words of the village hall: matters that a village talks over and decides together. */
export const motions = {
  kind: {
    name: 'Village hall',
    shared: (place: string, title: string) => `${place} is talking over: ${title}`,
  },
  states: {
    gathering: 'Gathering names',
    over: 'Too few names',
    waiting: 'Waits for the branch',
    talking: 'Under discussion',
    ended: 'Discussion is over',
    agreed: 'Agreed, being done',
    deciding: 'Going through the steps',
    decided: 'Decided',
    closed: 'Closed',
  },
  stages: {
    title: 'How far it has come',
    name: 'Four deliberations, two disclosures',
    marks: {
      s1_propose: '1',
      s2_consult: '2',
      s3_review: '3',
      s4_resolve: '4',
      p1_decision: 'P',
      p2_result: 'P',
    },
    names: {
      s1_propose: 'Proposed by the Party branch',
      s2_consult: 'Talked over by both committees',
      s3_review: 'Reviewed by the Party members',
      s4_resolve: 'Resolved by the villagers or their representatives',
      p1_decision: 'Decision published',
      p2_result: 'Result published',
    },
    assembly: {
      representatives: 'Resolved by the villagers’ representatives',
      collective_members: 'Resolved by the collective’s members',
      collective_reps: 'Resolved by the collective’s representatives',
      directors: 'Resolved by the collective’s directors',
    },
    states: { done: 'done', now: 'now', ahead: 'still to come' },
    ahead: {
      s1_propose: 'The branch committee talks it over first',
      s2_consult: 'The branch and village committees together',
      s3_review: 'Members get the text first, then meet',
      s4_resolve: 'The village decides itself',
      p1_decision: 'Put up once it is decided',
      p2_result: 'Put up once it is done: what it cost, where it differs',
    },
    merged: 'Secretary and director are one person: one meeting with the step before',
    came: (entitled: number, present: number) => `${present} of ${entitled} came`,
    agreed: (yes: number, no: number, abstain: number) =>
      [`${yes} for`, no > 0 && `${no} against`, abstain > 0 && `${abstain} abstained`]
        .filter((part) => part !== false)
        .join(', '),
    failed: 'not carried',
    between: ' · ',
    called: (day: string, place: string) => `Meets ${day}${place === '' ? '' : `, ${place}`}`,
    void: (day: string) => `The meeting of ${day} was called off`,
    shown: (day: string) => `Published ${day}`,
  },
};
