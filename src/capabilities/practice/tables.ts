import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'practice.council': { seen: 'place' },
  'practice.council_entry': { seen: 'place' },
  'practice.assessment': { seen: 'place' },
  'practice.bulletin': { seen: 'house', acting: ['made_by'], plain: ['subject', 'opening'] },
  'practice.bulletin_story': { seen: 'house' },
  'practice.challenge': {
    seen: 'granted',
    by: 'council_id',
    acting: ['visitors', 'changed_by'],
    plain: ['findings', 'plan', 'review_says'],
  },
  'practice.challenge_action': {
    seen: 'granted',
    by: 'council_id',
    acting: ['owner', 'changed_by'],
    plain: ['what', 'says'],
  },
  'practice.entry_file': { seen: 'place', acting: ['sent_by'] },
  'practice.view_evidence': { seen: 'house', plain: ['measure', 'title', 'says', 'address', 'said_then'] },
  'practice.council_score': { seen: 'granted', by: 'council_id', acting: ['saved_by'], plain: ['says'] },
  'practice.evidence': {
    seen: 'granted',
    by: 'council_id',
    acting: ['added_by'],
    plain: ['measure', 'title', 'says', 'address', 'said_then'],
  },
  'practice.peer_figure': { seen: 'granted', by: 'council_id' },
  'practice.pilot_partner': { seen: 'place' },
  // By consent of whoever it tells of, which deletes the row when it is taken back.
  'practice.published_story': { seen: 'place' },
  'practice.recommendation_step': { seen: 'place' },
  'practice.story': { seen: 'house', personal: ['title', 'summary', 'body', 'by_line'], acting: ['made_by'] },
  'practice.story_consent': { seen: 'house', personal: ['name', 'contact'], acting: ['given_to'] },
  'practice.view_given': { seen: 'house' },
  'practice.view_link': { seen: 'house', acting: ['made_by'], plain: ['name'] },
  'practice.voice_result': { seen: 'granted', by: 'council_id' },
  'practice.subscriber': { seen: 'house', personal: ['email'] },
}
