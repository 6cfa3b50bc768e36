import type { TableSight } from '../../platform/table-sight.ts'

export const tables: Readonly<Record<string, TableSight>> = {
  'people.consent': {
    seen: 'granted',
    by: 'person_id',
    writes: ['insert', 'update'],
    acting: ['recorded_by'],
    plain: ['purpose', 'wording'],
  },
  'people.person': {
    seen: 'granted',
    by: 'person_id',
    writes: ['update'],
    personal: [
      ...['name', 'phone', 'email', 'email_in_small_letters', 'contact_by'],
      ...['address', 'postcode', 'position', 'communication_needs', 'born_on'],
    ],
  },
  'people.public_reach': { seen: 'house', personal: ['name', 'phone', 'email'] },
  'people.sign_in': { seen: 'house', acting: ['email'], plain: ['password_hash'] },
}
