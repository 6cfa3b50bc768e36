import type { Personal } from '../../platform/personal/rule.ts'

export const personal: Personal = {
  'referrals.referral': {
    story: 'Who was asked, and who helped',
    what: 'An organisation that was asked to help you',
    record: 'referral',
    key: 'referral_id',
    on: 'sent_at',
    of: [{ by: 'need_id', is: 'need' }],
    shows: {
      description: 'What it was told before it said yes',
      basis: 'What allowed us to ask',
      basis_ground: 'Why',
      sent_by_name: 'Who asked',
      sent_at: 'When',
      state: 'What became of it',
      answered_by_name: 'Who answered',
      answered_at: 'Answered',
      reason: 'What it said',
      waiting_because: 'Why it waits',
      contact_made_at: 'In touch with you',
      ended_at: 'Ended',
      details_withdrawn_at: 'No longer saw who you are from',
    },
    erase: {
      how: 'empty',
      set: {
        description: `'deleted'`,
        basis_ground: `'deleted'`,
        reason: 'null',
        waiting_because: 'null',
        waiting_since: 'null',
      },
    },
  },
}
