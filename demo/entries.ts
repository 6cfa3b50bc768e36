import {
  acceptInvitation,
  asSeenNow,
  decideProposal,
  findInvitation,
  inviteOrganisation,
  linkOfInvitation,
  proposeChange,
} from '../src/capabilities/directory/index.ts'
import { changePlace, listPlaces } from '../src/capabilities/places/index.ts'
import { anyone } from '../src/platform/auth/actor.ts'
import { perform } from '../src/platform/command.ts'
import { houseActor } from '../src/platform/db/database.ts'
import { addressOf, demoPassword } from './organisations.ts'
import { days, later } from './story.ts'
import { done, found, type Stage } from './tell.ts'

/** Who looks after what is written about Larkmere's services: what organisations sent in, and what became of it. */

const editor = 'Farida Noor'
const refuge = { name: 'Gannet House', service: 'Domestic abuse support', coordinator: 'Imogen Frost' }

export const tellEntries = async (stage: Stage, now: Date): Promise<void> => {
  const { clock } = stage
  const at = <T>(daysAgo: number, work: () => Promise<T>) => clock.at(later(now, -daysAgo * days), work)

  const minibus = await at(6, () =>
    send(stage, 'Cleo Adebayo', 'Minibus to the shops', {
      fees: '£4 return',
      description:
        'From your door to the supermarket and back, with somebody to carry. Ring by noon the day before, so that we can plan the round.',
    }),
  )
  await at(5, () => decide(stage, minibus, 'ask back', 'Is it £4 for people with a bus pass as well?'))

  const benefits = await at(9, () =>
    send(stage, 'Rukhsana Mirza', 'Benefits check', {
      description: 'We work out what you could get and claim it with you. The best advice in the county, by far.',
      waitTime: 'About a week; the same day if you have no money for food',
    }),
  )
  const kindly = 'Thank you. We leave “the best in the county” to others to say.'
  await at(8, () => decide(stage, benefits, 'approve', kindly, ['waitTime']))

  const table = await at(20, () => send(stage, 'Ben Castellano', 'Long table', { waitTime: 'None: just come' }))
  await at(19, () => decide(stage, table, 'approve', ''))
  const music =
    'Sunday lunch at one long table, with music on the last Sunday of the month. Help to wash up if you like.'
  await at(1, () =>
    send(stage, 'Ben Castellano', 'Long table', { description: music, alert: 'No lunch on 27 December.' }),
  )

  await at(12, () => welcomeRefuge(stage))
  await at(3, () => invite(stage, 'Welcome for refugees', 'The people of Quayside Welcome', null))
}

const serviceNamed = ({ db, placeId }: Stage, name: string) =>
  db.asHouse(placeId, async tx => {
    const [row] = await tx.sql<{ serviceId: string; publisherId: string }[]>`
      select service_id, publisher_id from directory.listed_service where place_id = ${tx.placeId} and name = ${name}`
    if (!row) throw new Error(`Larkmere has no service called ${name}.`)
    return row
  })

/** A member sends in what an entry of theirs is to say. @returns the id of what was sent. */
const send = async (stage: Stage, who: string, service: string, changes: Record<string, unknown>): Promise<string> => {
  const { serviceId } = await serviceNamed(stage, service)
  const input = { serviceId, changes, seen: {}, assures: false, words: '' }
  const sent = done(await perform(stage.db, found(stage.members, who), proposeChange, input))
  return sent.proposalId ?? ''
}

/** Farida decides on what she sees; without fields, on all of it. */
const decide = async (
  { db, placeId, members }: Stage,
  proposalId: string,
  decision: 'approve' | 'ask back',
  words: string,
  fields?: readonly string[],
): Promise<void> => {
  const seen = await db.asHouse(placeId, tx => asSeenNow(tx, proposalId))
  if (!seen) throw new Error('Larkmere lost what was sent in.')
  const input = { ...seen, decision, words, fields: [...(fields ?? seen.fields)] }
  done(await perform(db, found(members, editor), decideProposal, input))
}

const invite = async (stage: Stage, service: string, toName: string, toEmail: string | null): Promise<string> => {
  const { publisherId } = await serviceNamed(stage, service)
  const { invitationId } = done(
    await perform(stage.db, found(stage.members, editor), inviteOrganisation, {
      publisherId,
      organisationId: null,
      organisationKind: 'charity',
      assuranceLevel: 'registered',
      channel: toEmail ? 'email' : 'code',
      toName,
      toEmail,
    }),
  )
  return invitationId
}

/** The refuge accepts its invitation: from then on its own people, and nobody else, see where it is. */
const welcomeRefuge = async (stage: Stage): Promise<void> => {
  const { db, placeId } = stage
  const { name, service, coordinator } = refuge
  const invitationId = await invite(stage, service, coordinator, addressOf(coordinator))
  const link = await db.asHouse(placeId, async tx => {
    const invitation = await findInvitation(tx, invitationId)
    return invitation ? linkOfInvitation(tx, invitation) : ''
  })
  const email = addressOf(coordinator)
  const input = { link, name: coordinator, hasEmail: true, email, signInName: '', phone: '', password: demoPassword }
  done(await perform(db, anyone(placeId), acceptInvitation, input))
  const place = (await db.national(listPlaces)).find(each => each.placeId === placeId)
  const signIns = (place?.settings.demoSignIns ?? []) as object[]
  const signIn = {
    name: coordinator,
    email,
    password: demoPassword,
    role: 'coordinator, looks after a refuge',
    organisation: name,
  }
  done(await perform(db, houseActor(placeId), changePlace, { settings: { demoSignIns: [...signIns, signIn] } }))
}
