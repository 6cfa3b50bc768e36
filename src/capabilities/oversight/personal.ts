import type { Personal } from '../../platform/personal/rule.ts'

export const personal: Personal = {
  'oversight.break_glass': {
    story: 'Who was asked, and who helped',
    what: 'Somebody asked to open your details in an emergency',
    on: 'asked_at',
    of: [{ by: 'person_id', is: 'person' }],
    shows: {
      reason: 'Why',
      asked_by: 'Who asked',
      state: 'What became of it',
      decided_by: 'Who decided',
      open_until: 'Open until',
    },
    // A row without words would tell that there is something to hold back.
    notYet: 'held_because is not null',
    withheld: {
      asked_for: 'What whoever asked entered, which may be about somebody else',
      held_because: 'Written so that somebody is kept from harm (Data Protection Act 2018, schedule 3)',
    },
    erase: {
      how: 'keep',
      ground: 'That it was opened, by whom and when, proves who saw what.',
      set: { asked_for: `'deleted'`, reason: `'deleted since'`, held_because: 'null' },
    },
  },
}
