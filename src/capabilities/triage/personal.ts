import type { Personal } from '../../platform/personal/rule.ts'

export const personal: Personal = {
  'triage.triage_decision': {
    story: 'Who was asked, and who helped',
    what: 'What was decided',
    on: 'decided_at',
    of: [{ by: 'need_id', is: 'need' }],
    shows: { decision: 'What', reason: 'Why', decided_by_name: 'Who decided', decided_at: 'When' },
    erase: { how: 'empty', set: { reason: `'deleted'` } },
  },
}
