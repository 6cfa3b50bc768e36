import { actorForSession } from '../src/actor.ts'
import { askToJoin, joinByLink } from '../src/capabilities/joining/index.ts'
import { findSignIn } from '../src/capabilities/people/index.ts'
import { makeHelpRequest } from '../src/capabilities/requests/index.ts'
import { anyone } from '../src/platform/auth/actor.ts'
import { perform } from '../src/platform/command.ts'
import { organisations } from './organisations.ts'
import { hours, later } from './story.ts'
import { done, found, type Stage } from './tell.ts'

const group = {
  name: 'Fellgate Saturday Soup',
  kind: 'mutual aid',
  about: 'Five neighbours who cook a pot of soup on Saturdays and carry it to whoever is on their own.',
  speaksFor: 'Mo Okafor',
  email: 'saturday.soup@example.org',
  phone: '020 7946 0188',
  helpsWith: ['food' as const, 'company' as const],
  neighbourhoodIds: null,
}

/** A group joined by itself yesterday and passed one need on; nobody has looked at it yet. */
export const tellJoining = async ({ db, clock, placeId, organisationIds }: Stage, now: Date): Promise<void> => {
  const joinedAt = later(now, -26 * hours)
  await clock.at(joinedAt, () => perform(db, anyone(placeId), askToJoin, group)).then(done)
  const [mail] = await db.asHouse(
    placeId,
    tx => tx.sql<{ linkPath: string }[]>`
      select link_path from platform.notice where place_id = ${tx.placeId} and to_address = ${group.email} and sent_for = 'joining.link'`,
  )
  const link = mail?.linkPath.split('/').at(-1) ?? ''
  const { recordId: organisationId } = done(
    await clock.at(later(joinedAt, 0.1 * hours), () => perform(db, anyone(placeId), joinByLink, { link })),
  )
  const actor = await db.asHouse(placeId, async tx => {
    const account = await findSignIn(tx, group.email)
    return account && actorForSession(tx, { personId: account.personId, organisationId })
  })
  if (!actor) throw new Error('Nobody speaks for the group that joined.')
  done(
    await clock.at(later(joinedAt, 0.2 * hours), () =>
      perform(db, actor, makeHelpRequest, {
        needs: [
          {
            kind: 'shopping',
            urgency: 'this week',
            description: 'A man in his 80s cannot carry his shopping up the hill.',
          },
        ],
        story: 'He came for soup two Saturdays running and told us that he has stopped going to the shop.',
        person: {
          name: 'Albert Finch',
          phone: '020 7946 0189',
          email: null,
          contactBy: 'phone',
          address: null,
          postcode: null,
          position: null,
          neighbourhoodId: null,
          neighbourhoodName: null,
          communicationNeeds: null,
        },
        personId: null,
        onBehalf: null,
        consent: 'said in person',
        takenHow: 'in person',
        triagedByOrganisationId: found(organisationIds, organisations[0]?.name ?? ''),
      }),
    ),
  )
}
