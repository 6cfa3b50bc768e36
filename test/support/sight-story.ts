import { actorForSession } from '../../src/actor.ts'
import { acceptOffer, declineOffer } from '../../src/capabilities/matching/asking/answer-offer.ts'
import {
  offerToThese,
  refuseVolunteer,
  takeBackFromVolunteers,
} from '../../src/capabilities/matching/asking/decide-on-task.ts'
import { confirmMatch } from '../../src/capabilities/matching/doing/confirm-match.ts'
import { readDetails } from '../../src/capabilities/matching/doing/read-details.ts'
import { reportVolunteerDone } from '../../src/capabilities/matching/doing/report-match.ts'
import { putTask } from '../../src/capabilities/matching/testing.ts'
import { addMember, addOrganisation } from '../../src/capabilities/organisations/index.ts'
import { recordOutcome } from '../../src/capabilities/outcomes/index.ts'
import { addAccount } from '../../src/capabilities/people/index.ts'
import { expireReferrals } from '../../src/capabilities/referrals/expire-referrals-job.ts'
import {
  acceptReferral,
  declineReferral,
  recallReferral,
  recordContact,
  reportCouldNot,
  reportDone,
  reportOngoing,
} from '../../src/capabilities/referrals/index.ts'
import { hideAddress } from '../../src/capabilities/requests/hide-address.ts'
import { makeHelpRequest, sayNoLongerNeeded, withdrawConsent } from '../../src/capabilities/requests/index.ts'
import { leadsHolder } from '../../src/capabilities/safeguarding/index.ts'
import { raiseConcern } from '../../src/capabilities/safeguarding/raise-concern.ts'
import { decideConcern, takeConcern } from '../../src/capabilities/safeguarding/work-on-concern.ts'
import { askOrganisation, closeWithoutHelp } from '../../src/capabilities/triage/index.ts'
import type { PlaceId } from '../../src/kernel/ids.ts'
import { type Actor, anyone } from '../../src/platform/auth/actor.ts'
import type { SessionSubject } from '../../src/platform/auth/session.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import { aCast, aRequest, type Cast, worked } from './cast.ts'
import type { TestHouse } from './house.ts'
import { matchStories } from './match-stories.ts'

/**
 * A place in which a need stands in every state there is, each told of somebody else, and who may see what of it. The answer is written here, by hand, from the story:
 * what was agreed and done by then. The database is not asked.
 */

/** What there is to see of one need, beside the need itself. */
type Kind = 'need' | 'request' | 'person' | 'referral' | 'task' | 'offer' | 'match'

/** What whoever was asked to help sees, by how far it has come. */
const seenByAsked = {
  requested: [],
  'taken by phone': [],
  referred: ['need', 'referral'],
  accepted: ['need', 'referral', 'request', 'person'],
  // An informal group is told no story, so the row that has it stays shut.
  'accepted by a mutual-aid group': ['need', 'referral', 'person'],
  'in contact': ['need', 'referral', 'request', 'person'],
  ongoing: ['need', 'referral', 'request', 'person'],
  // What was asked and answered stays theirs; who it was does not.
  done: ['need', 'referral'],
  'done and closed': ['referral'],
  declined: ['referral'],
  expired: ['referral'],
  'time over, before any job': ['referral'],
  'taken back': ['referral'],
  'taken back after the yes': ['referral'],
  'could not': ['referral'],
  'no longer needed': ['referral'],
  'permission withdrawn': ['referral'],
  'permission withdrawn after the yes': ['referral'],
  'closed without help': [],
  'put to volunteers': [],
  offered: ['offer'],
  'offer declined': ['offer'],
  'offer taken back': ['offer'],
  'volunteer said yes': ['offer', 'match'],
  'volunteer confirmed': ['offer', 'match'],
  'details read': ['offer', 'match', 'request', 'person'],
  'details read, address hidden since': ['offer', 'match'],
  'details over': ['offer', 'match'],
  'done by a volunteer': ['offer', 'match'],
  'somebody else, please': ['offer', 'match'],
  'permission withdrawn from a volunteer': ['offer', 'match'],
  'a concern is open': ['need', 'referral', 'request', 'person'],
  'a concern is closed': ['need', 'referral', 'request', 'person'],
} as const satisfies Record<string, readonly Kind[]>

export type State = keyof typeof seenByAsked
const states = Object.keys(seenByAsked) as State[]

/** A record of the story and who may see it. */
interface Told {
  readonly state: string
  readonly placeId: PlaceId
  readonly parties: ReadonlySet<string>
}

/** Somebody who comes to see. */
export interface Looker {
  readonly name: string
  readonly actor: Actor
  /** What they are signed in as; null for nobody. */
  readonly subject: SessionSubject | null
  readonly placeId: PlaceId
}

/** A word that one person said: the records it is in, of which seeing one is seeing it. */
export interface Said {
  readonly recordIds: string[]
  readonly field: string
}

export interface SightStory {
  readonly places: readonly Cast[]
  /** Each record that grants may be about, by its id. */
  readonly records: ReadonlyMap<string, Told>
  readonly lookers: readonly Looker[]
  /** Who holds what they were granted, by looker: organisations, people, what a code was given for. */
  readonly holds: ReadonlyMap<string, ReadonlySet<string>>
  /** Everybody in whose name something is held, and the place they are of. */
  readonly parties: ReadonlyMap<string, PlaceId>
  /** The ids of everything in the story, by what a path calls them. */
  readonly named: ReadonlyMap<string, readonly string[]>
  /** Words that stand in what one person said, and nowhere else: by the word, whose record it is. */
  readonly words: ReadonlyMap<string, Said>
}

const hour = 3_600_000

/** Tells the whole of it in one place, and a few needs of it in another. */
export const tellSightStory = async (house: TestHouse): Promise<SightStory> => {
  const { db } = house.platform
  const stories = matchStories(house)
  const records = new Map<string, { state: string; placeId: PlaceId; parties: Set<string> }>()
  let placeNow = '' as PlaceId
  const parties = new Map<string, PlaceId>()
  const named = new Map<string, string[]>()
  const words = new Map<string, Said>()
  const lookers: Looker[] = []
  const holds = new Map<string, Set<string>>()
  let count = 0

  const word = (): string =>
    `Zq${[...String(++count).padStart(7, '0')].map(digit => 'bdfghjklmn'[Number(digit)]).join('')}`
  const note = (recordId: string, state: string, ...to: (string | null | undefined)[]) => {
    const told = records.get(recordId) ?? { state, placeId: placeNow, parties: new Set<string>() }
    for (const party of to) if (party) told.parties.add(party)
    records.set(recordId, told)
  }
  /** What was said of one record stands in another as well. */
  const copy = (field: string, from: string, to: string) => {
    for (const said of words.values())
      if (said.field === field && said.recordIds.includes(from)) said.recordIds.push(to)
  }
  const call = (name: string, ...ids: string[]) => named.set(name, [...(named.get(name) ?? []), ...ids])
  const look = (name: string, actor: Actor, subject: SessionSubject | null, ...holding: string[]) => {
    lookers.push({ name, actor, subject, placeId: actor.placeId })
    holds.set(name, new Set(holding))
    for (const party of holding) parties.set(party, actor.placeId)
  }

  /** An organisation with one person of it. */
  const join = async (
    cast: Cast,
    name: string,
    kind: string,
    assuranceLevel: string,
    person: string,
    roles: string[],
  ) => {
    const lead = houseActor(cast.placeId)
    const { organisationId } = worked(
      await perform(db, lead, addOrganisation, {
        ...{ name, kind, assuranceLevel, about: 'Made for a test.', email: `${kind.replace(/\W/g, '')}@example.org` },
        ...{ phone: null, postcode: null, position: null, helpsWith: ['food'], neighbourhoodIds: null },
        takesReferrals: true,
      }),
    )
    return { organisationId, ...(await employ(cast, organisationId, person, roles)) }
  }
  const employ = async (cast: Cast, organisationId: string, person: string, roles: string[]) => {
    const lead = houseActor(cast.placeId)
    const email = `${person.toLowerCase()}@example.org`
    const { personId } = worked(
      await perform(db, lead, addAccount, { name: person, email, password: 'a long password' }),
    )
    worked(await perform(db, lead, addMember, { organisationId, personId, roles }))
    const subject = { personId, organisationId }
    const actor = await db.asHouse(cast.placeId, tx => actorForSession(tx, subject))
    if (!actor) throw new Error('no actor')
    note(personId, 'staff', personId)
    return { personId, actor, subject }
  }

  /** What is told of one need in one place, up to the day it is about. */
  const tellPlace = async (where: string, wanted: readonly State[]) => {
    house.setClock('2026-11-16T10:00:00Z')
    const cast = await aCast(house)
    const { placeId, hub, kitchen, drivers } = cast
    placeNow = placeId
    const has = (state: State) => wanted.includes(state)
    const group = await join(cast, 'Street', 'mutual aid', 'informal', 'Gita', ['coordinator'])
    const surgery = await join(cast, 'Surgery', 'nhs', 'contracted', 'Lena', ['link worker'])
    const trust = await join(cast, 'Trust', 'charity', 'registered', 'Imogen', ['safeguarding lead'])
    const leads = leadsHolder(placeId)
    const volunteers = await stories.able(cast, wanted.length)
    for (const { volunteerId, personId } of volunteers) {
      note(volunteerId, 'volunteer', personId, hub)
      note(personId, 'volunteer', personId, hub)
      call('volunteerId', volunteerId)
    }
    for (const one of await db.asHouse(
      placeId,
      tx =>
        tx.sql<
          { referenceId: string }[]
        >`select reference_id from volunteers.reference_asked where place_id = ${placeId}`,
    ))
      note(one.referenceId, 'volunteer', hub)

    type Need = {
      state: State
      needId: string
      helpRequestId: string
      personId: string
      taker: string | null
      volunteer: (typeof volunteers)[number]
    }
    const needs = new Map<State, Need>()
    const by = (state: State): Need => needs.get(state) as Need
    const comeAs = async (subject: SessionSubject): Promise<Actor> => {
      const actor = await db.asHouse(placeId, tx => actorForSession(tx, subject))
      if (!actor) throw new Error('nobody')
      return actor
    }
    const bearer = (state: State) => comeAs({ helpRequestId: by(state).helpRequestId })

    const told = async (state: State, urgency: string) => {
      const says = { name: word(), description: word(), story: word(), address: word(), needs: word(), other: word() }
      const taker = state === 'taken by phone' || state === 'a concern is open' ? surgery : null
      const request = aRequest(cast, {
        needs: [{ kind: 'food', urgency, description: `Somebody needs food, ${says.description}.` }],
        story: `It has been a long year, ${says.story}.`,
        person: {
          ...aRequest(cast).person,
          ...{ name: `Halina ${says.name}`, phone: `07700 95${String(count).padStart(4, '0')}` },
          ...{ email: `${says.name.toLowerCase()}@example.org`, address: `12 ${says.address} Row` },
          communicationNeeds: `Speaks slowly, ${says.needs}`,
        },
        onBehalf: taker
          ? null
          : {
              name: `Olga ${says.other}`,
              relationship: 'a neighbour',
              contact: `${says.other.toLowerCase()}@example.net`,
            },
        consent: taker ? 'said on the phone' : 'ticked on the web',
        takenHow: taker ? 'phone' : 'web',
      })
      const made = worked(await perform(db, taker?.actor ?? anyone(placeId), makeHelpRequest, request))
      const volunteer = volunteers[needs.size]
      if (!volunteer) throw new Error('too few volunteers')
      const { helpRequestId, personId } = made
      const needId = made.needIds[0] ?? ''
      needs.set(state, { state, needId, helpRequestId, personId, taker: taker?.organisationId ?? null, volunteer })
      for (const [field, said] of Object.entries(says)) {
        const recordId =
          field === 'description' ? needId : ['story', 'other'].includes(field) ? helpRequestId : personId
        words.set(said, { recordIds: [recordId], field })
      }
      for (const id of [needId, helpRequestId, personId]) note(id, state, hub, helpRequestId, taker?.organisationId)
      call('needId', needId)
      call('helpRequestId', helpRequestId)
      call('personId', personId)
    }

    const askedOf = (state: State) =>
      state === 'accepted by a mutual-aid group' ? group : { organisationId: kitchen, actor: cast.ben }
    const ask = async (state: State) => {
      const { needId, helpRequestId, taker, personId } = by(state)
      const { organisationId, actor } = askedOf(state)
      const { referralId } = worked(
        await perform(db, cast.amira, askOrganisation, {
          ...{
            needId,
            organisationId,
            listedServiceId: null,
            basis: 'consent',
            basisGround: '',
            consentGivenHow: null,
          },
        }),
      )
      const sees: readonly Kind[] = seenByAsked[state]
      note(referralId, state, organisationId, hub, helpRequestId, taker)
      // What somebody was asked stays theirs to read.
      copy('description', needId, referralId)
      const of = { need: needId, request: helpRequestId, person: personId } as const
      for (const kind of ['need', 'request', 'person'] as const)
        if (sees.includes(kind)) note(of[kind], state, organisationId)
      call('referralId', referralId)
      return { referralId, actor }
    }

    const put = async (state: State, startsAt: string) => {
      const { needId, helpRequestId, taker } = by(state)
      const what = word()
      const taskId = await putTask(house.platform, cast.amira, needId, {
        what: `A bag of shopping brought to a door, ${what}.`,
        offersBy: 'coordinator',
        startsAt,
        endsAt: new Date(Date.parse(startsAt) + 2 * hour).toISOString(),
      })
      words.set(what, { recordIds: [taskId], field: 'what' })
      note(taskId, state, hub, helpRequestId, taker)
      call('taskId', taskId)
      return taskId
    }
    const offer = async (state: State, startsAt: string) => {
      const { volunteer } = by(state)
      const taskId = await put(state, startsAt)
      worked(await perform(db, cast.amira, offerToThese, { taskId, volunteerIds: [volunteer.volunteerId] }))
      const offers = await stories.offersOf(cast, taskId)
      const offerId = offers[0]?.offerId ?? ''
      note(offerId, state, volunteer.volunteerId, hub)
      copy('what', taskId, offerId)
      call('offerId', offerId)
      return { taskId, offerId, volunteer }
    }
    const yes = async (state: State, startsAt: string, confirm = true) => {
      const { helpRequestId, personId } = by(state)
      const { offerId, volunteer, taskId } = await offer(state, startsAt)
      const { matchId } = worked(await perform(db, volunteer.actor, acceptOffer, { offerId }))
      if (!matchId) throw new Error('no match')
      note(matchId, state, volunteer.volunteerId, hub, helpRequestId, by(state).taker)
      if ((seenByAsked[state] as readonly Kind[]).includes('person'))
        for (const id of [helpRequestId, personId]) note(id, state, volunteer.volunteerId)
      call('matchId', matchId)
      if (confirm) worked(await perform(db, cast.amira, confirmMatch, { matchId }))
      return { matchId, volunteer, taskId }
    }

    const concern = async (state: State, close: boolean) => {
      const { needId, personId } = by(state)
      const [says, reach] = [word(), word()]
      const raised = worked(
        await perform(db, cast.cleo, raiseConcern, {
          ...{ says: `I am worried, ${says}.`, whereabouts: 'At home', reachAt: `${reach}@example.org` },
          ...{ inDangerNow: false, about: { kind: 'need', id: needId } },
        }),
      )
      for (const said of [says, reach]) words.set(said, { recordIds: [raised.concernId], field: 'concern' })
      note(raised.concernId, state, leads)
      call('concernId', raised.concernId)
      await house.deliver(placeId)
      worked(await perform(db, trust.actor, takeConcern, { concernId: raised.concernId }))
      const decision = word()
      words.set(decision, { recordIds: [raised.concernId], field: 'concern' })
      worked(
        await perform(db, trust.actor, decideConcern, {
          concernId: raised.concernId,
          decision: `We rang, ${decision}.`,
          close,
        }),
      )
      if (!close) note(personId, state, leads)
    }

    /** Does it where the place has a need in that state. */
    const in_ = async (state: State, act: () => Promise<unknown>) => {
      if (has(state)) await act()
    }

    // The first morning.
    for (const state of wanted) await told(state, 'no hurry')
    await house.deliver(placeId)
    await in_('expired', async () => {
      await db.asHouse(
        placeId,
        tx =>
          tx.sql`update requests.need set urgency = 'today' where place_id = ${placeId} and need_id = ${by('expired').needId}`,
      )
      await ask('expired')
    })
    const reports = {
      accepted: [],
      'accepted by a mutual-aid group': [],
      'in contact': [recordContact],
      ongoing: [recordContact, reportOngoing],
      done: [reportDone],
      'done and closed': [reportDone],
      'could not': [],
      'taken back after the yes': [],
      'permission withdrawn after the yes': [],
      'no longer needed': [],
      'a concern is open': [],
      'a concern is closed': [],
    } as const
    for (const [state, reported] of Object.entries(reports) as [State, (typeof reports)['ongoing']][])
      await in_(state, async () => {
        const { referralId, actor } = await ask(state)
        worked(await perform(db, actor, acceptReferral, { referralId }))
        await house.deliver(placeId)
        for (const report of reported) worked(await perform(db, actor, report, { referralId }))
        const { needId, helpRequestId } = by(state)
        const resident = await bearer(state)
        const reason = word()
        if (state === 'could not') {
          words.set(reason, { recordIds: [referralId], field: 'reason' })
          worked(
            await perform(db, actor, reportCouldNot, {
              referralId,
              reasonCode: 'other',
              reason: `Our van broke, ${reason}.`,
            }),
          )
        }
        if (state === 'taken back after the yes') worked(await perform(db, cast.amira, recallReferral, { referralId }))
        if (state === 'permission withdrawn after the yes')
          worked(await perform(db, resident, withdrawConsent, { helpRequestId }))
        if (state === 'no longer needed') worked(await perform(db, resident, sayNoLongerNeeded, { needId }))
        await house.deliver(placeId)
        if (state === 'done and closed') {
          words.set(reason, { recordIds: [needId], field: 'outcome' })
          worked(
            await perform(db, resident, recordOutcome, {
              ...{ needId, difference: 'better', inTheirWords: `I ate well, ${reason}.`, toldBy: 'the resident' },
            }),
          )
        }
        await house.deliver(placeId)
      })
    await in_('declined', async () => {
      const { referralId } = await ask('declined')
      worked(
        await perform(db, cast.ben, declineReferral, { referralId, reasonCode: 'full', reason: `${word()}, sorry` }),
      )
    })
    await in_('taken back', async () => {
      const { referralId } = await ask('taken back')
      worked(await perform(db, cast.amira, recallReferral, { referralId }))
    })
    await in_('permission withdrawn', async () => {
      await ask('permission withdrawn')
      const { helpRequestId } = by('permission withdrawn')
      worked(await perform(db, await bearer('permission withdrawn'), withdrawConsent, { helpRequestId }))
    })
    await in_('closed without help', async () => {
      const { needId } = by('closed without help')
      worked(
        await perform(db, cast.amira, closeWithoutHelp, {
          needId,
          reason: 'nobody could help',
          note: `Tried all, ${word()}.`,
        }),
      )
    })
    await in_('a concern is open', () => concern('a concern is open', false))
    await in_('a concern is closed', () => concern('a concern is closed', true))

    // Volunteers: some for tomorrow, some for the day after, one for later.
    const [tomorrow, dayAfter, later] = ['2026-11-17T14:00:00Z', '2026-11-18T14:00:00Z', '2026-11-20T14:00:00Z']
    await in_('put to volunteers', () => put('put to volunteers', later))
    await in_('offered', () => offer('offered', later))
    await in_('offer declined', async () => {
      const { offerId, volunteer } = await offer('offer declined', later)
      worked(await perform(db, volunteer.actor, declineOffer, { offerId, reasonCode: null }))
    })
    await in_('offer taken back', async () => {
      const { taskId } = await offer('offer taken back', later)
      worked(await perform(db, cast.amira, takeBackFromVolunteers, { taskId }))
    })
    await in_('volunteer said yes', () => yes('volunteer said yes', later, false))
    await in_('volunteer confirmed', () => yes('volunteer confirmed', later))
    const matches = new Map<State, Awaited<ReturnType<typeof yes>>>()
    for (const [state, startsAt] of [
      ['details over', tomorrow],
      ['done by a volunteer', tomorrow],
      ['details read', dayAfter],
      ['details read, address hidden since', dayAfter],
      ['somebody else, please', dayAfter],
      ['permission withdrawn from a volunteer', dayAfter],
    ] as const)
      await in_(state, async () => void matches.set(state, await yes(state, startsAt)))
    await house.deliver(placeId)
    const read = async (state: State) => {
      const match = matches.get(state)
      if (match) worked(await perform(db, match.volunteer.actor, readDetails, { matchId: match.matchId }))
    }

    house.setClock('2026-11-16T15:00:00Z')
    await expireReferrals(house.platform, placeId)
    await read('details over')
    await read('done by a volunteer')

    house.setClock('2026-11-17T15:30:00Z')
    for (const state of [
      'details read',
      'details read, address hidden since',
      'somebody else, please',
      'permission withdrawn from a volunteer',
    ] as const)
      await read(state)
    await in_('done by a volunteer', async () => {
      const match = matches.get('done by a volunteer')
      worked(
        await perform(db, match?.volunteer.actor as Actor, reportVolunteerDone, {
          ...{ matchId: match?.matchId ?? '', minutes: 60, note: `Went well, ${word()}.` },
        }),
      )
    })
    await in_('details read, address hidden since', async () => {
      const { personId } = by('details read, address hidden since')
      worked(await perform(db, cast.amira, hideAddress, { personId, isHidden: true }))
    })
    await in_('somebody else, please', async () => {
      const { matchId } = matches.get('somebody else, please') as Awaited<ReturnType<typeof yes>>
      worked(await perform(db, await bearer('somebody else, please'), refuseVolunteer, { matchId }))
    })
    await in_('permission withdrawn from a volunteer', async () => {
      const { helpRequestId } = by('permission withdrawn from a volunteer')
      worked(
        await perform(db, await bearer('permission withdrawn from a volunteer'), withdrawConsent, { helpRequestId }),
      )
    })
    await in_('time over, before any job', async () => {
      const { needId } = by('time over, before any job')
      await db.asHouse(
        placeId,
        tx => tx.sql`update requests.need set urgency = 'today' where place_id = ${placeId} and need_id = ${needId}`,
      )
      await ask('time over, before any job')
    })
    await house.deliver(placeId)

    house.setClock('2026-11-18T10:00:00Z')
    await in_('referred', () => ask('referred'))
    await house.deliver(placeId)

    // What allowed each sharing is seen by whoever was asked and whoever follows it; what was seen of an organisation by that organisation.
    const { disclosures, evidence } = await db.asHouse(placeId, async tx => ({
      disclosures: await tx.sql<{ disclosureId: string; forId: string }[]>`
        select disclosure_id, for_id from people.disclosure where place_id = ${placeId}`,
      evidence: await tx.sql<{ evidenceId: string; organisationId: string }[]>`
        select evidence_id, organisation_id from organisations.evidence where place_id = ${placeId}`,
    }))
    for (const { disclosureId, forId } of disclosures) {
      const of = records.get(forId)
      note(disclosureId, of?.state ?? 'nobody asked', ...(of?.parties ?? []))
    }
    for (const { evidenceId, organisationId } of evidence) note(evidenceId, 'organisation', organisationId)

    // Who comes to look.
    const is = (name: string) => `${name} ${where}`
    look(is('nobody signed in'), anyone(placeId), null)
    for (const [name, actor, organisationId] of [
      ['coordinator of the hub', cast.amira, hub],
      ['coordinator who was asked', cast.ben, kitchen],
      ['coordinator who was never asked', cast.cleo, drivers],
      ['coordinator of a mutual-aid group', group.actor, group.organisationId],
      ['link worker who took some requests', surgery.actor, surgery.organisationId],
    ] as const) {
      const personId = actor.personId ?? ''
      note(personId, 'staff', personId)
      look(is(name), actor, { personId, organisationId }, organisationId, personId)
    }
    look(is('safeguarding lead'), trust.actor, trust.subject, trust.organisationId, trust.personId, leads)
    for (const state of [
      'accepted',
      'done and closed',
      'permission withdrawn after the yes',
      'details read',
      'a concern is open',
    ] as const)
      await in_(state, async () => {
        const { helpRequestId } = by(state)
        look(is(`resident: ${state}`), await bearer(state), { helpRequestId }, helpRequestId)
      })
    for (const state of [
      'requested',
      'offered',
      'offer declined',
      'offer taken back',
      'volunteer said yes',
      'volunteer confirmed',
      'details read',
      'details read, address hidden since',
      'details over',
      'done by a volunteer',
      'somebody else, please',
      'permission withdrawn from a volunteer',
    ] as const)
      await in_(state, async () => {
        const { volunteerId, personId } = by(state).volunteer
        look(
          is(`volunteer: ${state}`),
          await comeAs({ volunteerId, personId }),
          { volunteerId, personId },
          volunteerId,
          personId,
        )
      })
    // Somebody who left the organisation that said yes, with the session they had.
    const gone = await employ(cast, kitchen, 'Dana', ['coordinator'])
    await db.asHouse(
      placeId,
      tx =>
        tx.sql`update organisations.membership set ended_at = ${tx.now} where place_id = ${placeId} and person_id = ${gone.personId}`,
    )
    const left = await db.asHouse(placeId, tx => actorForSession(tx, gone.subject))
    look(is('who left the organisation that was asked'), left ?? anyone(placeId), gone.subject)
    return cast
  }

  const here = await tellPlace('here', states)
  const there = await tellPlace('elsewhere', ['requested', 'accepted', 'details read', 'a concern is open'])
  house.setClock('2026-11-18T11:00:00Z')
  return { places: [here, there], records, lookers, holds, parties, named, words }
}
