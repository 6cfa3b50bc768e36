import type { TableSight } from '../../platform/table-sight.ts'

const ofVolunteer = { seen: 'granted', by: 'volunteer_id' } as const

export const tables: Readonly<Record<string, TableSight>> = {
  'volunteers.held_check': { ...ofVolunteer, personal: ['certificate_on'], acting: ['seen_by'] },
  'volunteers.hours_given': { ...ofVolunteer, personal: ['note'], acting: ['said_by'] },
  'volunteers.next_step': { ...ofVolunteer, writes: ['update'], personal: ['says'] },
  'volunteers.placement': { ...ofVolunteer, personal: ['words'], acting: ['said_by'] },
  'volunteers.public_to_weigh': { seen: 'house', plain: ['says'] },
  'volunteers.public_looked_after': {
    seen: 'house',
    personal: ['name', 'phone', 'email'],
    plain: ['reference', 'activities'],
  },
  // What a referee says is not for whom they say it of: it has grants of its own.
  'volunteers.reference_asked': {
    seen: 'granted',
    by: 'reference_id',
    personal: ['referee_name', 'referee_contact', 'relationship', 'words'],
    acting: ['asked_by', 'recorded_by'],
  },
  // A role is an advertisement: whoever opens one names nobody in it.
  'volunteers.role': { seen: 'place', writes: ['insert', 'update'] },
  'volunteers.thanks': { ...ofVolunteer, personal: ['from_name', 'says'] },
  'volunteers.training_done': { ...ofVolunteer, acting: ['recorded_by'], plain: ['training'] },
  'volunteers.volunteer': {
    ...ofVolunteer,
    writes: ['update'],
    personal: ['limits', 'position', 'said_before', 'former_name'],
    acting: ['identity_seen_by', 'phone_proved_by', 'former_seen_by'],
    plain: ['reference', 'code_hash', 'activities', 'languages', 'identity_seen_how', 'former_seen_how'],
  },
}
