import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'people.authenticator': { seen: 'house', plain: ['sealed_key'] },
  'people.consent': {
    seen: 'granted',
    by: 'person_id',
    writes: ['insert', 'update'],
    acting: ['recorded_by', 'read_out_by', 'withdrawn_by'],
    plain: ['purpose', 'for_purpose', 'fields', 'wording'],
  },
  'people.disclosure': {
    forgottenBy: 'disclosure',
    seen: 'granted',
    by: 'disclosure_id',
    acting: ['decided_by', 'reviewed_by'],
    personal: ['ground', 'review'],
    plain: ['purpose', 'basis', 'fields', 'path', 'ended_because', 'review_outcome'],
  },
  'people.objection': {
    seen: 'granted',
    by: 'objection_id',
    acting: ['made_by', 'decided_by'],
    personal: ['says', 'decision'],
  },
  'people.invitation': {
    forgottenBy: 'sign-in link or code',
    seen: 'house',
    acting: ['name', 'email'],
    plain: ['code_hash', 'roles'],
  },
  'people.lock_out': { forgottenBy: 'sign-in link or code', seen: 'house', acting: ['email'] },
  'people.handed_over': { seen: 'house', plain: ['kind'] },
  'people.one_time_code': {
    forgottenBy: 'sign-in link or code',
    seen: 'house',
    personal: ['reach'],
    plain: ['opens', 'channel', 'code_hash'],
  },
  'people.passkey': { seen: 'house', plain: ['credential_id', 'public_key', 'transports', 'name'] },
  'people.passkey_challenge': { seen: 'house', plain: ['challenge_hash'] },
  'people.person': {
    seen: 'granted',
    by: 'person_id',
    writes: ['update'],
    personal: [
      ...['name', 'phone', 'email', 'email_in_small_letters', 'contact_by'],
      ...['address', 'postcode', 'position', 'communication_needs', 'born_on'],
    ],
  },
  'people.proved_phone': { seen: 'house', personal: ['phone'] },
  'people.public_reach': { seen: 'house', personal: ['name', 'phone', 'email'] },
  'people.recovery_code': { seen: 'house', plain: ['code_hash'] },
  'people.sign_in': { forgottenBy: 'account', seen: 'house', acting: ['email'], plain: ['password_hash'] },
  'people.single_sign_on': {
    seen: 'house',
    acting: ['saved_by'],
    plain: ['issuer', 'client_id', 'sealed_secret', 'second_proof', 'levels'],
  },
  'people.single_sign_on_domain': { seen: 'house', plain: ['domain'] },
  'people.single_sign_on_person': { seen: 'house', plain: ['issuer', 'subject'] },
  'people.single_sign_on_visit': { seen: 'house', plain: ['state_hash', 'browser_hash', 'sealed', 'next'] },
  'people.sign_in_link': { forgottenBy: 'sign-in link or code', seen: 'house', acting: ['email'], plain: ['opens'] },
}
