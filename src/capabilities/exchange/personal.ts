import type { Personal } from '../../platform/personal/rule.ts'

export const personal: Personal = {
  'exchange.received': {
    story: 'What you asked for',
    what: 'What another system told us of you',
    of: [{ by: 'help_request_id', is: 'help request' }],
    shows: {
      description: 'What it said',
      their_identifier: 'What you are called there',
      basis_ground: 'What allowed it to tell us',
      withdrawn_because: 'Why it was taken back',
    },
    erase: {
      how: 'empty',
      set: {
        description: `'deleted'`,
        their_identifier: 'null',
        basis_ground: `'deleted'`,
        withdrawn_because: 'null',
      },
    },
  },
}
