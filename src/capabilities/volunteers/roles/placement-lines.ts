import { type FormView, form } from '../../../design/form.ts'
import { inWords } from '../../../design/time-in-words.ts'
import type { ErrorItem, StateTag } from '../../../design/view-models.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Visit } from '../../../platform/http/route.ts'
import { listPeople } from '../../people/index.ts'
import { telephone } from '../../places/index.ts'
import { listVolunteers } from '../volunteer-store.ts'
import { placementStates } from '../words.ts'
import { mostWords, moves } from './placements.ts'
import { listPlacementsOfRole, type Placement, type Role } from './role-store.ts'

/** Who is interested in a role, for those who opened it, each with the form that says what became of it. */

export type PlacementLine = {
  name: string
  href: string
  state: StateTag
  since: string
  words: string
  /** How to reach them; a number that cannot be dialled has no address. */
  reach: readonly { text: string; href: string }[]
  move: FormView | null
}

export const moveWords = {
  started: 'They have started',
  ended: 'It has ended',
  'not this time': 'Not this time',
} as const

/** `posted`: what was wrong with the form of one of them. */
export const placementLines = async (
  tx: PlaceTx,
  visit: Visit,
  role: Role,
  posted: { placementId: string; errors: readonly ErrorItem[] } | null,
): Promise<PlacementLine[]> => {
  const { place, platform } = visit
  const placements = await listPlacementsOfRole(tx, role.roleId)
  const volunteers = await listVolunteers(
    tx,
    placements.map(({ volunteerId }) => volunteerId),
  )
  const people = await listPeople(
    tx,
    volunteers.map(({ personId }) => personId),
  )
  const line = async (placement: Placement): Promise<PlacementLine[]> => {
    const volunteer = volunteers.find(({ volunteerId }) => volunteerId === placement.volunteerId)
    const person = people.find(({ personId }) => personId === volunteer?.personId)
    if (!volunteer || !person) return []
    const ways = moves[placement.state]
    const errors = posted?.placementId === placement.placementId ? posted.errors : []
    return [
      {
        name: person.name,
        href:
          volunteer.organisationId === role.organisationId ? `/${place.slug}/volunteers/${volunteer.volunteerId}` : '',
        state: { word: placementStates[placement.state].label, tone: placementStates[placement.state].tone },
        since: inWords(placement.since, platform.clock()),
        words: placement.words,
        reach: [
          ...(person.phone ? [{ text: person.phone, href: telephone(person.phone)?.href ?? '' }] : []),
          ...(person.email ? [{ text: person.email, href: `mailto:${person.email}` }] : []),
        ],
        move:
          ways.length === 0
            ? null
            : form({
                action: `/${place.slug}/roles/${role.roleId}/move`,
                hidden: { placementId: placement.placementId },
                fields: [
                  {
                    kind: 'radios',
                    name: `to-${placement.placementId}`,
                    label: `What became of it: ${person.name}`,
                    options: ways.map(to => ({ value: to, text: moveWords[to as keyof typeof moveWords] })),
                  },
                  {
                    kind: 'textarea',
                    name: `words-${placement.placementId}`,
                    label: 'What you say to them',
                    hint: ways.includes('not this time')
                      ? 'They read it. Needed for "not this time".'
                      : 'They read it.',
                    rows: 2,
                    limit: mostWords,
                  },
                ],
                errors,
                button: 'Write it down and tell them',
              }),
      },
    ]
  }
  const lines: PlacementLine[] = []
  for (const placement of placements) lines.push(...(await line(placement)))
  return lines
}
