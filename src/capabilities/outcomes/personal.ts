import type { Personal } from '../../platform/personal/rule.ts'

export const personal: Personal = {
  'outcomes.outcome': {
    story: 'What changed for you',
    what: 'How it went',
    on: 'recorded_at',
    of: [{ by: 'need_id', is: 'need' }],
    shows: {
      difference: 'What changed',
      in_their_words: 'In your words',
      told_by: 'Who told us',
      recorded_by_name: 'Who wrote it down',
      recorded_at: 'When',
    },
    erase: { how: 'empty', set: { in_their_words: 'null', recorded_by_name: `'deleted'` } },
  },
}
