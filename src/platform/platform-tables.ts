import type { TableSight } from './table-sight.ts'

/** The platform's own tables; a capability's stand in its manifest. */
export const platformTables: Readonly<Record<string, TableSight>> = {
  'platform.audit_head': { seen: 'house', plain: ['hash'] },
  'platform.audit_line': {
    seen: 'granted',
    by: 'record_id',
    plain: ['action', 'actor_kind', 'name_seal', 'reason_seal', 'hash'],
  },
  'platform.audit_words': { seen: 'house', personal: ['words'], plain: ['seal', 'kind', 'salt'] },
  'platform.fact': {
    forgottenBy: 'happening',
    seen: 'granted',
    by: 'record_id',
    personal: ['data'],
    acting: ['actor_name'],
    plain: ['kind'],
  },
  'platform.failed_attempt': { seen: 'house', plain: ['subject_hash'] },
  'platform.form_draft': {
    forgottenBy: 'answers to a form that was not sent',
    seen: 'house',
    personal: ['answers'],
    plain: ['token_hash', 'flow'],
  },
  'platform.journey_step': { seen: 'house', plain: ['step', 'answer'] },
  'platform.mailbox_message': {
    forgottenBy: 'message in the mailbox page',
    seen: 'house',
    personal: ['to_address', 'subject', 'body'],
    plain: ['message_id', 'channel'],
  },
  'platform.migration': { seen: 'everywhere' },
  'platform.notice': {
    forgottenBy: 'message',
    seen: 'holder',
    by: 'holder_ids',
    writes: ['update'],
    personal: ['to_name', 'to_address', 'subject', 'body'],
    acting: ['sent_by'],
    plain: ['sent_for', 'link_words', 'link_path', 'more_links', 'leave_path', 'failed_because'],
  },
  'platform.public_fact': { seen: 'house' },
  'platform.record_grant': { seen: 'holder', by: 'holder_id', plain: ['basis'] },
  'platform.session': { forgottenBy: 'session', seen: 'house', plain: ['token_hash', 'subject', 'device', 'network'] },
  'platform.signing_key': { seen: 'house', plain: ['purpose', 'key'] },
  'platform.undelivered_fact': { seen: 'house' },
}
