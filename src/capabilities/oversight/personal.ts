import type { Personal } from '../../platform/personal/rule.ts'

/** What is held back from the resident yet is held back from their copy too. */
const unlessHeld = (label: string, column: string) => ({
  label,
  as: `case when held_because is null then ${column} end`,
})

export const personal: Personal = {
  'oversight.break_glass': {
    story: 'Who was asked, and who helped',
    what: 'Somebody asked to open your details in an emergency',
    on: 'asked_at',
    of: [{ by: 'person_id', is: 'person' }],
    shows: {
      reason: unlessHeld('Why', 'reason'),
      asked_by: unlessHeld('Who asked', 'asked_by'),
      state: unlessHeld('What became of it', 'state'),
      decided_by: unlessHeld('Who decided', 'decided_by'),
      open_until: unlessHeld('Open until', 'open_until'),
    },
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
