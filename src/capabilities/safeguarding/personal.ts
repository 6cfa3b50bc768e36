import { heldBecause } from '../../platform/personal/held-because.ts'
import type { Personal } from '../../platform/personal/rule.ts'

export const personal: Personal = {
  'safeguarding.concern': {
    story: 'Your rights',
    what: 'A concern about somebody’s safety',
    record: 'concern',
    key: 'concern_id',
    on: 'raised_at',
    of: [
      { by: 'person_ids', is: 'person', as: 'uuids' },
      { by: 'volunteer_person_ids', is: 'person', as: 'uuids', shows: [] },
      { by: 'reach_at', is: 'reach', as: 'within', shows: [], aside: {} },
    ],
    shows: {
      says: 'What was said',
      whereabouts: 'Where',
      decision: 'What was decided',
      raised_at: 'When',
      closed_at: 'Closed',
    },
    withheld: {
      raised_by: 'Tells of whoever was worried: another person’s details (UK GDPR, Article 15(4)).',
      reach_at: 'Tells of whoever was worried: another person’s details (UK GDPR, Article 15(4)).',
    },
    apart: {
      ground:
        'Records of the safeguarding leads, if there are any, are not in a copy unless a safeguarding lead has decided so: what is in them may put somebody at risk of serious harm (Data Protection Act 2018, Schedule 3).',
    },
    inUse: {
      when: 'closed_at is null',
      because: heldBecause,
    },
    erase: {
      how: 'keep',
      ground: 'Kept by the place’s safeguarding policy (Data Protection Act 2018, Schedule 1, paragraph 18).',
    },
  },
}
