import { deeds } from '../../src/capabilities/commissioning/relationship/deeds.ts'
import { stillRightPath } from '../../src/capabilities/directory/freshness/still-right.ts'
import { askToJoin, joinByLink, joinLinkPath } from '../../src/capabilities/joining/join.ts'
import { acceptOffer } from '../../src/capabilities/matching/asking/answer-offer.ts'
import { confirmMatch } from '../../src/capabilities/matching/doing/confirm-match.ts'
import { sendOffers } from '../../src/capabilities/matching/send-offers.ts'
import { findTask } from '../../src/capabilities/matching/task-store.ts'
import { putTask } from '../../src/capabilities/matching/testing.ts'
import { listMembers } from '../../src/capabilities/organisations/index.ts'
import { invitationToken, invite } from '../../src/capabilities/people/account/joining/invite.ts'
import { newPasswordPath } from '../../src/capabilities/people/account/links.ts'
import { insertAsked, saveCodeHash } from '../../src/capabilities/people/codes/code-store.ts'
import { linkOfCode } from '../../src/capabilities/people/codes/one-time-code.ts'
import { insertViewLink } from '../../src/capabilities/practice/assessment/assessment-store.ts'
import { viewLinkPath } from '../../src/capabilities/practice/assessment/give-view.ts'
import { consentPath } from '../../src/capabilities/practice/library/story-consent.ts'
import { leavePurpose } from '../../src/capabilities/practice/library/subscribe.ts'
import { entryKindCodes } from '../../src/capabilities/practice/network/council.ts'
import { answerLinkPath } from '../../src/capabilities/referrals/answer-by-link.ts'
import { listReferralsTo } from '../../src/capabilities/referrals/index.ts'
import { insertComplaint } from '../../src/capabilities/rights/complaints/complaint-store.ts'
import type { RequestKind } from '../../src/capabilities/rights/data-request.ts'
import { insertDataRequest } from '../../src/capabilities/rights/data-request-store.ts'
import { raiseConcern } from '../../src/capabilities/safeguarding/raise-concern.ts'
import { decideConcern } from '../../src/capabilities/safeguarding/work-on-concern.ts'
import { recordCheck, recordIdentity, recordTraining } from '../../src/capabilities/volunteers/checks/record-checks.ts'
import { askReference, referencePath, writeDownReference } from '../../src/capabilities/volunteers/checks/references.ts'
import { volunteerLinkPath } from '../../src/capabilities/volunteers/follow-volunteering.ts'
import { aVolunteer } from '../../src/capabilities/volunteers/testing.ts'
import { capabilities } from '../../src/capabilities.ts'
import { dateAt } from '../../src/design/time-in-words.ts'
import { newId } from '../../src/kernel/ids.ts'
import { isRefusal } from '../../src/kernel/refusal.ts'
import type { Actor } from '../../src/platform/auth/actor.ts'
import { grantAccess } from '../../src/platform/auth/grants.ts'
import { newReference } from '../../src/platform/auth/reference.ts'
import { signLink } from '../../src/platform/auth/signed-link.ts'
import { type Command, perform } from '../../src/platform/command.ts'
import type { PlaceTx } from '../../src/platform/db/database.ts'
import type { Route } from '../../src/platform/http/route.ts'
import type { DemoHouse } from '../support/demo-house.ts'

/** WCAG 2.2 AA, which includes 2.0 and 2.1 A and AA. */
export const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** One page to look at, as somebody. */
export interface PageToVisit {
  readonly path: string
  readonly route: string
  readonly as: 'anyone' | 'staff' | 'bearer'
  readonly token: string | null
}

/** Every GET page the house has, from the manifests: a new one is visited without being listed anywhere. Files to fetch (.ics) are no pages. */
export const listPages = (): Route[] =>
  capabilities
    .flatMap(capability => capability.routes)
    .filter(({ kind, method, path }) => kind === 'page' && method === 'GET' && !/\.[a-z]+$/.test(path))

/**
 * Real ids for a route's parameter, as the actor may see them: one of every state, so that each face of a page is visited. A parameter nobody knows here
 * fails the run: teach it where its values come from.
 */
const samples: Readonly<Record<string, (tx: PlaceTx) => Promise<{ value: string }[]>>> = {
  feedId: tx =>
    tx.house(
      () => tx.sql`select distinct on (held_because is null, last_error is null) feed_id as value from directory.feed
        where place_id = ${tx.placeId} order by held_because is null, last_error is null, name`,
    ),
  runId: tx =>
    tx.house(
      () =>
        tx.sql`select distinct on (held, feed_id is null) run_id as value from directory.import_run where place_id = ${tx.placeId} order by held, feed_id is null, started_at desc`,
    ),
  duplicateId: tx =>
    tx.house(
      () =>
        tx.sql`select distinct on (kind, state) duplicate_id as value from directory.duplicate where place_id = ${tx.placeId} order by kind, state, score desc`,
    ),
  tableId: tx =>
    tx.house(
      () =>
        tx.sql`select table_id as value from directory.sent_table where place_id = ${tx.placeId} order by sent_at desc limit 1`,
    ),
  deed: async () => Object.keys(deeds).map(value => ({ value })),
  engagementId: tx =>
    tx.sql`select distinct on (closed_at is null) engagement_id as value from commissioning.engagement where place_id = ${tx.placeId} order by closed_at is null, opened_at`,
  partyId: tx =>
    tx.sql`select distinct on (organisation_id is null, org_ids = '{}') party_id as value from commissioning.party where place_id = ${tx.placeId} order by organisation_id is null, org_ids = '{}', name`,
  competitionId: tx =>
    tx.sql`select distinct on (state) competition_id as value from commissioning.competition where place_id = ${tx.placeId} order by state, opened_at`,
  act: async () =>
    ['question', 'drop-question', 'weights', 'open-to-bids', 'stop', 'assessor', 'release', 'hand-in-marks'].map(
      value => ({ value }),
    ),
  suggestionId: tx =>
    tx.sql`select suggestion_id as value from commissioning.suggestion where place_id = ${tx.placeId} order by sent_at limit 2`,
  promiseId: tx =>
    tx.sql`select promise_id as value from commissioning.promise where place_id = ${tx.placeId} order by due_on limit 1`,
  ask: async () => [{ value: 'say' }],
  bidId: tx =>
    tx.sql`select b.bid_id as value from commissioning.bid b join commissioning.competition c on c.place_id = b.place_id and c.competition_id = b.competition_id
      where b.place_id = ${tx.placeId} and b.letter is not null order by c.state in ('marking', 'agreeing') desc, b.letter limit 1`,
  agreementReference: tx =>
    // Theirs in every state, and what everybody reads of one that was published.
    tx.sql`(select distinct on (state, is_pooled) reference as value from commissioning.agreement where place_id = ${tx.placeId} order by state, is_pooled, reference)
      union (select document -> 'agreement' ->> 'reference' from commissioning.publication where place_id = ${tx.placeId} order by published_at limit 1)`,
  serviceId: tx =>
    tx.sql`select service_id as value from directory.listed_service where place_id = ${tx.placeId} order by name limit 2`,
  listedServiceId: tx =>
    tx.sql`select service_id as value from directory.listed_service where place_id = ${tx.placeId} order by name limit 1`,
  listCode: tx =>
    tx.house(
      () => tx.sql<{ value: string }[]>`
        insert into directory.shared_list (place_id, code, secret_hash, entries, shared_at, ends_at)
        select ${tx.placeId}, 'K7QM4DXP2C', '', jsonb_agg(jsonb_build_object('serviceId', service_id, 'name', name, 'note', 'ask for Jo')), ${tx.now}, ${new Date(tx.now.getTime() + 86_400_000)}
        from (select service_id, name from directory.listed_service where place_id = ${tx.placeId} order by name limit 3) s
        on conflict (place_id, code) do update set ends_at = excluded.ends_at returning code as value`,
    ),
  // Their own entries, one with a private address first; what they sent in, or everybody's for whoever checks; and invitations of each state.
  entryId: tx =>
    tx.sql`select s.service_id as value from directory.listed_service s
      join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
      where s.place_id = ${tx.placeId} and p.organisation_id = ${tx.actor.organisationId} and s.merged_into is null
      order by exists (select from directory.service_location l where l.place_id = s.place_id and l.service_id = s.service_id and l.hidden) desc, s.name limit 2`,
  proposalId: tx =>
    tx.house(
      () => tx.sql`select distinct on (state, kind) proposal_id as value from directory.proposal
    where place_id = ${tx.placeId} and (organisation_id = ${tx.actor.organisationId} or ${tx.actor.permissions.has('entry.moderate')})
    order by state, kind, proposed_at desc`,
    ),
  invitationId: tx =>
    tx.house(
      () =>
        tx.sql`select distinct on (state) invitation_id as value from directory.invitation where place_id = ${tx.placeId} order by state, invited_at desc`,
    ),
  mistakeCode: async tx => (await aMistake(tx)).map(({ code }) => ({ value: code })),
  mistakeId: async tx => (await aMistake(tx)).map(({ mistakeId }) => ({ value: mistakeId })),
  // The questions themselves need answers before them: one-story.browser.ts walks them all.
  question: async () => [{ value: 'who' }],
  memberId: async tx => {
    const { organisationId } = tx.actor
    const members = organisationId ? await listMembers(tx, organisationId) : []
    return members.slice(0, 1).map(({ personId }) => ({ value: personId }))
  },
  organisationId: tx =>
    // Their own first: some pages are for its own people alone.
    tx.sql`select organisation_id as value from organisations.organisation
      where place_id = ${tx.placeId} and (takes_referrals or organisation_id = ${tx.actor.organisationId})
      order by coalesce(organisation_id = ${tx.actor.organisationId}, false) desc, name limit 2`,
  needId: tx =>
    tx.sql`select distinct on (state, returned_because) need_id as value from requests.need where place_id = ${tx.placeId} order by state, returned_because, state_since desc`,
  helpRequestId: tx =>
    tx.sql`select help_request_id as value from requests.help_request where place_id = ${tx.placeId} order by made_at desc limit 2`,
  personId: tx =>
    tx.sql`select person_id as value from requests.help_request where place_id = ${tx.placeId} order by made_at desc limit 1`,
  // What they were asked, and what they asked of others themselves: two faces of one page, and the letter is for whoever asked.
  referralId: tx => tx.sql`select distinct on (asked_by_them, state) referral_id as value from (
      select referral_id, state, sent_at, sent_by_organisation_id = ${tx.actor.organisationId} as asked_by_them from referrals.referral
      where place_id = ${tx.placeId} and ${tx.actor.organisationId}::uuid in (organisation_id, sent_by_organisation_id)
    ) as theirs order by asked_by_them, state, sent_at desc`,
  // One that waits, one that is open, one that was refused, each asked by somebody else and by whoever looks.
  breakGlassId: tx =>
    tx.house(async () => {
      const [somebody] = await tx.sql<{ personId: string }[]>`
        select person_id from requests.help_request where place_id = ${tx.placeId} and state = 'open' order by made_at desc limit 1`
      const [other] = await tx.sql<{ personId: string }[]>`
        select person_id from organisations.membership where place_id = ${tx.placeId} and person_id <> ${tx.actor.personId} order by since limit 1`
      const made = []
      for (const [state, mine] of [
        ['asked', false],
        ['asked', true],
        ['approved', true],
        ['approved', false],
        ['refused', true],
      ] as const) {
        const [asker, decider] = mine ? [tx.actor.personId, other?.personId] : [other?.personId, tx.actor.personId]
        const value = newId()
        const isDecided = state !== 'asked'
        await tx.sql`
          insert into oversight.break_glass (place_id, break_glass_id, asked_for, person_id, reason, asked_by_id, asked_by, organisation_id, asked_at, state, decided_by_id, decided_by, decided_at, open_until)
          values (${tx.placeId}, ${value}, 'K7Q-4MD', ${somebody?.personId ?? null}, 'She does not open, and a light is on.', ${asker ?? null}, 'Whoever asked', ${tx.actor.organisationId}, ${tx.now}, ${state},
            ${isDecided ? (decider ?? null) : null}, ${isDecided ? 'A second person' : null}, ${isDecided ? tx.now : null}, ${state === 'approved' ? new Date(tx.now.getTime() + 3_600_000) : null})`
        await grantAccess(tx, [
          { recordId: value, holderId: tx.actor.personId ?? '', basis: 'decides in an emergency' },
          ...(state === 'approved' && mine && somebody
            ? [{ recordId: somebody.personId, holderId: tx.actor.personId ?? '', basis: 'break-glass', basisId: value }]
            : []),
        ])
        made.push({ value })
      }
      return made
    }),
  // A link to a question that waits, one to somebody who is being helped, and one that opens nothing.
  answerLink: tx =>
    tx.house(async () => {
      const asked = await tx.sql<{ organisationId: string }[]>`
        select distinct organisation_id from referrals.referral where place_id = ${tx.placeId} and state in ('sent', 'accepted') limit 5`
      const referrals = (await Promise.all(asked.map(each => listReferralsTo(tx, each.organisationId, 50)))).flat()
      const some = ['sent', 'accepted'].flatMap(state => referrals.find(each => each.state === state) ?? [])
      const links = await Promise.all(some.map(each => answerLinkPath(tx, each)))
      return [...links, '/answer/nothing'].map(path => ({ value: path.split('/').at(-1) ?? '' }))
    }),
  roleId: tx =>
    tx.house(
      () => tx.sql`
        insert into volunteers.role (place_id, role_id, organisation_id, kind, title, about, activities, opened_at)
        select ${tx.placeId}, '0a0a0a0a-0000-4000-8000-00000000cccc', organisation_id, 'volunteer role', 'Tuesday driver', 'Drive the lunch club.', '{lift}', ${tx.now}
        from organisations.organisation where place_id = ${tx.placeId} order by organisation_id = ${tx.actor.organisationId} desc, name limit 1
        on conflict (place_id, role_id) do update set title = excluded.title returning role_id as value`,
    ),
  invitationLink: async tx => {
    const invited = { name: 'Robin', email: 'robin@example.org', roles: ['link worker'], placeName: 'here' }
    const answer = await invite.run(tx, invited)
    const open = isRefusal(answer) ? [] : [await invitationToken(tx, answer.recordId)]
    return [...open, 'made-up'].map(value => ({ value }))
  },
  // A group that nobody has looked at, and one link that opens something and one that does not.
  // A council's own record first, then one of the others.
  councilId: tx =>
    tx.sql`select council_id as value from practice.council where place_id = ${tx.placeId}
      order by coalesce(organisation_id = ${tx.actor.organisationId}, false) desc, organisation_id is null, name limit 2`,
  councilEntryId: tx =>
    tx.sql`select distinct on (e.kind) e.entry_id as value from practice.council_entry e join practice.council c using (place_id, council_id)
      where e.place_id = ${tx.placeId} and c.organisation_id is not null order by e.kind, e.from_on desc`,
  storyId: tx =>
    tx.house(
      () =>
        tx.sql`select distinct on (state) story_id as value from practice.story where place_id = ${tx.placeId} order by state, changed_at desc`,
    ),
  bulletinId: tx =>
    tx.house(
      () =>
        tx.sql`select distinct on (state) bulletin_id as value from practice.bulletin where place_id = ${tx.placeId} order by state, changed_at desc`,
    ),
  storyConsentLink: tx =>
    tx.house(async () => {
      const given = await tx.sql<{ consentId: string }[]>`
        select distinct on (withdrawn_at is null) consent_id from practice.story_consent where place_id = ${tx.placeId} order by withdrawn_at is null, given_on desc`
      return Promise.all(given.map(async each => ({ value: (await consentPath(tx, each)).split('/').at(-1) ?? '' })))
    }),
  // Links of somebody who has not confirmed, and of a reader who could leave; and one that opens nothing.
  bulletinLink: tx => bulletinLinks(tx, 'bulletin confirm'),
  leaveLink: tx => bulletinLinks(tx, leavePurpose),
  // Their own rounds, open and closed first.
  assessmentId: tx =>
    tx.sql`select distinct on (a.closed_at is null) a.assessment_id as value from practice.assessment a where a.place_id = ${tx.placeId}
      order by a.closed_at is null, a.opened_on desc`,
  principle: async () => [{ value: '1' }, { value: '6' }],
  viewLink: tx =>
    tx.house(async () => {
      const [open] = await tx.sql<{ assessmentId: string; closesOn: string }[]>`
        select assessment_id, closes_on from practice.assessment where place_id = ${tx.placeId} and closed_at is null limit 1`
      if (!open) return [{ value: 'nothing' }]
      const linkId = newId()
      await insertViewLink(tx, { linkId, assessmentId: open.assessmentId, name: 'A meeting', most: 20 })
      return [
        { value: (await viewLinkPath(tx, { linkId }, open.closesOn)).split('/').at(-1) ?? '' },
        { value: 'nothing' },
      ]
    }),
  entryKind: async () => entryKindCodes.map(value => ({ value })),
  recommendation: async () => [{ value: '1' }, { value: '10' }],
  newcomerId: async tx => {
    await aJoinLink(tx, 'looked-at@example.org', true)
    return tx.house(
      () => tx.sql<{ value: string }[]>`
        select distinct on (decision) newcomer_id as value from joining.newcomer where place_id = ${tx.placeId} and joined_at is not null order by decision, asked_at desc`,
    )
  },
  joinLink: async tx => [
    { value: (await aJoinLink(tx, 'not-yet@example.org', false)).split('/').at(-1) ?? '' },
    { value: 'nothing' },
  ],
  signInLink: async tx => {
    const endsAt = new Date(tx.now.getTime() + 3_600_000)
    const paths = await tx.house(() =>
      Promise.all([
        newPasswordPath(tx, 'nobody@example.org', endsAt),
        newPasswordPath(tx, 'ended@example.org', tx.now),
      ]),
    )
    return paths.map(path => ({ value: path.split('/').at(-1) ?? '' }))
  },
  // One that was asked for, and one that nobody asked for: both look alike.
  askedCode: tx =>
    tx.house(async () => {
      const endsAt = new Date(tx.now.getTime() + 600_000)
      const codeId = await insertAsked(tx, { opens: 'volunteering', channel: 'email', reach: 'a@example.org', endsAt })
      return [{ value: codeId }, { value: newId() }]
    }),
  codeLink: async tx =>
    tx.house(async () => {
      const [someone] = await tx.sql<{ email: string }[]>`
        select p.email from volunteers.volunteer v join people.person p using (place_id, person_id)
        where v.place_id = ${tx.placeId} and v.state <> 'left' and p.email is not null limit 1`
      const endsAt = new Date(tx.now.getTime() + 600_000)
      const reach = someone?.email.toLowerCase() ?? ''
      const codeId = await insertAsked(tx, { opens: 'volunteering', channel: 'email', reach, endsAt })
      await saveCodeHash(tx, codeId, 'of a code that was sent')
      return [{ value: await linkOfCode(tx, codeId, endsAt) }, { value: 'nothing' }]
    }),
  volunteerLink: async tx => {
    const [volunteer] = await tx.house(
      () =>
        tx.sql<
          { id: string }[]
        >`select volunteer_id as id from volunteers.volunteer where place_id = ${tx.placeId} and state <> 'left' limit 1`,
    )
    return [{ value: (await volunteerLinkPath(tx, volunteer?.id ?? '')).split('/').at(-1) ?? '' }]
  },
  link: async tx => {
    const asked = await tx.house(
      () => tx.sql<{ linkId: string; linkUntil: Date }[]>`
        select distinct on (answer) link_id, link_until from directory.asked_entry where place_id = ${tx.placeId} order by answer, link_until desc`,
    )
    return Promise.all(
      asked.map(async ({ linkId, linkUntil }) => ({
        value: (await stillRightPath(tx, linkId, linkUntil)).split('/').at(-1) ?? '',
      })),
    )
  },
  volunteerId: tx =>
    tx.sql`select distinct on (state) volunteer_id as value from volunteers.volunteer v where place_id = ${tx.placeId}
      order by state, exists (select from volunteers.reference_asked r
        where r.place_id = v.place_id and r.volunteer_id = v.volunteer_id and r.answered_at is null) desc, signed_up_at`,
  what: async () => ['identity', 'check', 'training', 'reference'].map(value => ({ value })),
  referenceId: tx =>
    tx.house(
      () =>
        tx.sql`select reference_id as value from volunteers.reference_asked r join volunteers.volunteer v using (place_id, volunteer_id)
          where place_id = ${tx.placeId} and answered_at is null order by v.state, v.signed_up_at limit 1`,
    ),
  token: async tx => {
    const asked = await tx.house(
      () => tx.sql<{ referenceId: string }[]>`
        select distinct on (answered_at is null) reference_id from volunteers.reference_asked where place_id = ${tx.placeId} order by answered_at is null`,
    )
    return Promise.all(
      asked.map(async ({ referenceId }) => ({ value: (await referencePath(tx, referenceId)).split('/').at(-1) ?? '' })),
    )
  },
  offerId: tx =>
    tx.sql`select distinct on (state) offer_id as value from matching.offer where place_id = ${tx.placeId} order by state, sent_at desc`,
  matchId: tx =>
    tx.sql`select distinct on (state) match_id as value from matching.match where place_id = ${tx.placeId} order by state, accepted_at desc`,
  agreementId: tx =>
    tx.sql`select agreement_id as value from organisations.sharing_agreement where place_id = ${tx.placeId} order by written_at`,
  // Shared without asking: one that waits to be looked at, one that was and was right, one that was stopped.
  disclosureId: tx =>
    tx.house(async () => {
      const made = []
      for (const outcome of [null, 'right', 'wrong']) {
        const value = newId()
        await tx.sql`
          insert into people.disclosure (place_id, disclosure_id, person_id, about_id, for_id, journey_id, from_organisation_id, organisation_id, volunteer_id, purpose, basis, ground,
            fields, path, decided_by, decided_at, shown_at, ended_at, ended_because, reviewed_at, reviewed_by, review_outcome, review)
          select place_id, ${value}, person_id, about_id, ${newId()}, journey_id, from_organisation_id, organisation_id, volunteer_id, purpose, 'vital interests',
            'She does not open, and has had no insulin since Friday.', fields, path, 'Whoever shared it', ${tx.now}, ${tx.now}, ${tx.now}, 'over',
            ${outcome && tx.now}, ${outcome && 'Whoever looked'}, ${outcome}, ${outcome && 'There was nobody to ask.'}
          from people.disclosure where place_id = ${tx.placeId} order by decided_at desc limit 1`
        await grantAccess(
          tx,
          tx.actor.holderIds.map(holderId => ({ recordId: value, holderId, basis: 'sample' })),
        )
        made.push({ value })
      }
      return made
    }),
  level: async () => [{ value: 'informal' }],
  purpose: async () => [{ value: 'help' }],
  complaintId: tx =>
    tx.house(async () => {
      const complaintId = newId()
      const today = dateAt(tx.now)
      await insertComplaint(tx, {
        complaintId,
        reference: newReference(),
        about: 'data',
        says: 'My letter went to my neighbour.',
        fromName: 'Somebody who complains',
        fromContact: '01632 960 001',
        takenHow: 'by phone',
        acknowledgeBy: today,
        answerBy: today,
      })
      await grantAccess(
        tx,
        tx.actor.holderIds.map(holderId => ({ recordId: complaintId, holderId, basis: 'sample' })),
      )
      return [{ value: complaintId }]
    }),
  dataRequestId: tx => dataRequests(tx, ['erasure', 'access']),
  concernId: async tx => [await aConcern(tx, false), await aConcern(tx, true)],
  noticeId: tx =>
    tx.sql`select notice_id as value from platform.notice where place_id = ${tx.placeId} and channel <> 'email' and sent_at is null limit 1`,
}

const bulletinLinks = (tx: PlaceTx, purpose: string): Promise<{ value: string }[]> =>
  tx.house(async () => {
    const readers = await tx.sql<{ subscriberId: string }[]>`
      select distinct on (confirmed_at is null) subscriber_id from practice.subscriber where place_id = ${tx.placeId} order by confirmed_at is null`
    const endsAt = new Date(tx.now.getTime() + 86_400_000)
    const links = await Promise.all(readers.map(({ subscriberId }) => signLink(tx, purpose, subscriberId, endsAt)))
    return [...links, 'nothing'].map(value => ({ value }))
  })

/** What somebody asks about what is held of them. */
const dataRequests = (tx: PlaceTx, kinds: readonly RequestKind[]): Promise<{ value: string }[]> =>
  tx.house(async () => {
    const [somebody] = await tx.sql<{ personId: string }[]>`
        select person_id from requests.help_request where place_id = ${tx.placeId} and state = 'open' order by made_at desc limit 1`
    const made = []
    for (const kind of kinds) {
      const dataRequestId = newId()
      await insertDataRequest(tx, {
        dataRequestId,
        reference: newReference(),
        kind,
        personId: somebody?.personId ?? null,
        askedByName: 'Somebody who asks',
        askedContact: '01632 960 001',
        askedHow: 'by phone',
        says: 'What do you have?',
        identitySeen: 'They knew the code.',
        field: null,
        was: null,
        wanted: null,
        dueOn: dateAt(tx.now),
      })
      await grantAccess(
        tx,
        tx.actor.holderIds.map(holderId => ({ recordId: dataRequestId, holderId, basis: 'safeguarding: sample' })),
      )
      made.push({ value: dataRequestId })
    }
    return made
  })

/** Does what whoever checks volunteers does. */
const checking =
  ({ platform, signedIn }: DemoHouse) =>
  async <Input, Answer>(what: Command<Input, Answer>, input: Input): Promise<Answer> => {
    const answer = await perform(platform.db, (await signedIn('volunteer.check')).actor, what, input)
    if (isRefusal(answer)) throw new Error(answer.message)
    return answer as Answer
  }

/** Something written down of each kind about a volunteer. */
const checkVolunteer = async (house: DemoHouse, volunteerId: string): Promise<void> => {
  const on = dateAt(house.platform.clock())
  const does = checking(house)
  const check = { level: 'enhanced', workforce: 'adult', certificateOn: on, seenOn: on, updateService: true }
  await does(recordIdentity, { volunteerId, how: 'passport', seenOn: on })
  await does(recordCheck, { volunteerId, ...check, decision: 'accepted' })
  await does(recordTraining, { volunteerId, training: 'safeguarding basics', doneOn: on })
}

type Referees = readonly (readonly [name: string, answer: 'recommends' | 'has concerns' | null, words: string])[]

/** Who was asked about a volunteer, and what they said; null for one who has not answered. */
const hearReferees = async (house: DemoHouse, volunteerId: string, referees: Referees): Promise<void> => {
  const does = checking(house)
  for (const [refereeName, answer, words] of referees) {
    const asked = { volunteerId, refereeName, relationship: 'Worked together', contact: 'referee@example.org' }
    const { referenceId } = await does(askReference, asked)
    if (answer) await does(writeDownReference, { volunteerId, referenceId, answer, words })
  }
}

/** Two needs put to volunteers: one offered to this volunteer, one that they have said yes to. */
const askVolunteer = async (
  { platform, signedIn }: DemoHouse,
  volunteerId: string,
  volunteering: Actor,
): Promise<void> => {
  const { actor } = await signedIn('volunteer.ask')
  const needs = await platform.db.as(
    actor,
    tx => tx.sql<{ needId: string }[]>`
      select need_id from requests.need where place_id = ${tx.placeId} and state = 'waiting' and asked_of is null order by state_since desc limit 2`,
  )
  for (const [index, { needId }] of needs.entries()) {
    const taskId = await putTask(platform, actor, needId, {
      offersBy: 'coordinator',
      basis: 'public task',
      basisGround: 'Ordinary work of the council.',
    })
    await platform.db.asHouse(actor.placeId, async tx => {
      const task = await findTask(tx, taskId, 'read')
      if (task) await sendOffers(tx, task, [{ volunteerId, reasons: ['no task offered yet'] }], 1)
    })
    const [offer] = await platform.db.as(
      volunteering,
      tx => tx.sql<{ offerId: string }[]>`
        select offer_id from matching.offer where place_id = ${tx.placeId} and task_id = ${taskId}`,
    )
    if (index === 0 || !offer) continue
    const said = await perform(platform.db, volunteering, acceptOffer, offer)
    if (isRefusal(said)) throw new Error(said.message)
    const confirmed = await perform(platform.db, actor, confirmMatch, { matchId: said.matchId ?? '' })
    if (isRefusal(confirmed)) throw new Error(`${said.yes}: ${confirmed.message}`)
  }
}

/** A need that could be put to volunteers, and some that were. */
const withVolunteers = (tx: PlaceTx) =>
  tx.sql<{ value: string }[]>`
    (select need_id as value from requests.need where place_id = ${tx.placeId} and state = 'waiting' and asked_of is null order by state_since limit 1)
    union all (select distinct on (state) need_id from matching.task where place_id = ${tx.placeId} order by state, put_at desc)`

/** The path of the link of a group that asked to join, and has joined when it is to. */
const aJoinLink = (tx: PlaceTx, email: string, joins: boolean): Promise<string> =>
  tx.house(async () => {
    const asked = await askToJoin.run(tx, {
      name: 'Sunday Soup',
      kind: 'mutual aid',
      about: 'We cook for older people in our street.',
      speaksFor: 'Mo Okafor',
      email,
      phone: null,
      helpsWith: ['food'],
      neighbourhoodIds: null,
    })
    if (isRefusal(asked)) throw new Error(asked.message)
    const [newcomer] = await tx.sql<{ newcomerId: string; endsAt: Date }[]>`
      select newcomer_id, ends_at from joining.newcomer where place_id = ${tx.placeId} and email = ${email} order by asked_at desc limit 1`
    const path = await joinLinkPath(tx, { newcomerId: newcomer?.newcomerId ?? '', endsAt: newcomer?.endsAt ?? tx.now })
    if (joins) await joinByLink.run(tx, { link: path.split('/').at(-1) ?? '' })
    return path
  })

/** A concern that waits, and one that is closed. */
const aConcern = (tx: PlaceTx, closed: boolean): Promise<{ value: string }> =>
  tx.house(async () => {
    const raised = await raiseConcern.run(tx, {
      says: 'Her nephew holds her bank card.',
      whereabouts: 'Mill Row',
      reachAt: 'A neighbour, 01632 960 001',
      inDangerNow: closed,
      about: null,
    })
    if (isRefusal(raised)) throw new Error(raised.message)
    if (closed)
      await tx.asActor(() =>
        decideConcern.run(tx, { concernId: raised.concernId, decision: 'Told the council’s team.', close: true }),
      )
    return { value: raised.concernId }
  })

/** A report that waits and one that is answered, about an entry of the demo. */
const aMistake = (tx: PlaceTx) =>
  tx.house(
    () => tx.sql<{ mistakeId: string; code: string }[]>`
      insert into directory.mistake (place_id, mistake_id, service_id, code, wrong, words, language, state, received_at, answered_at, answered_by, answer)
      select ${tx.placeId}, m.id::uuid, s.service_id, m.code, '{phone,times}', 'It is shut on Mondays.', 'en', m.state, ${tx.now},
        case m.state when 'mended' then ${tx.now}::timestamptz end, case m.state when 'mended' then 'The Kitchen' end, case m.state when 'mended' then 'Mended.' end
      from (values ('0a0a0a0a-0000-4000-8000-00000000aaaa', 'K7QM4DXP', 'received'), ('0a0a0a0a-0000-4000-8000-00000000bbbb', 'K7QM4DXZ', 'mended')) m (id, code, state),
        (select service_id from directory.listed_service where place_id = ${tx.placeId} order by name limit 1) s
      on conflict (place_id, mistake_id) do update set code = excluded.code returning mistake_id, code`,
  )

/** For a page about deciding on a need, or telling how it went: one need that waits for that. */
const decidable = (tx: PlaceTx) =>
  tx.sql<{ value: string }[]>`
    (select need_id as value from requests.need where place_id = ${tx.placeId} and state = 'waiting' order by state_since limit 1)
    union all (select need_id from requests.need where place_id = ${tx.placeId} and state = 'done' order by state_since limit 1)`

/** Pages that send everybody else to the sign-in. */
const isOnlyForVolunteers = ({ path }: Route): boolean =>
  /^\/:place\/(volunteer\/my-details|my-volunteering|offers)/.test(path)

const parametersOf = (route: Route): string[] =>
  [...route.path.matchAll(/:(\w+)/g)].map(match => match[1] ?? '').filter(name => name !== 'place')

/** Every page with its parameters filled in, as everyone who may open it: someone not signed in, and staff or the bearer of a code. */
export const listPagesToVisit = async (house: DemoHouse): Promise<PageToVisit[]> => {
  const { platform, place } = house
  const [request] = await platform.db.asHouse(
    place.placeId,
    tx => tx.sql<{ helpRequestId: string }[]>`
      select help_request_id from requests.need where place_id = ${tx.placeId} and state in ('asked', 'accepted', 'in contact', 'done')
      group by help_request_id order by count(*) desc, max(state_since) desc limit 1`,
  )
  const bearer = await house.bearer(request?.helpRequestId ?? '')
  // A volunteer of the place, for the pages that only they can open.
  const volunteer = await aVolunteer(platform, place.placeId, String(place.settings.triageOrganisationId), {
    name: 'Visiting Volunteer',
    email: 'visiting.volunteer@example.org',
  })
  const volunteering = await house.volunteer(volunteer)
  await checkVolunteer(house, volunteer.volunteerId)
  await hearReferees(house, volunteer.volunteerId, [
    ['Mo Sharp', 'recommends', 'Kind and on time.'],
    ['Kit Vale', 'recommends', 'I would ask her again.'],
  ])
  await askVolunteer(house, volunteer.volunteerId, volunteering.actor)
  // One whom nobody is asked to see, for the pages of those who check.
  const doubted = await aVolunteer(platform, place.placeId, String(place.settings.triageOrganisationId), {
    name: 'Doubted Volunteer',
    phone: '07700 900456',
    email: 'doubted.volunteer@example.org',
  })
  await hearReferees(house, doubted.volunteerId, [
    ['Jo Bell', null, ''],
    ['Al Dunn', 'has concerns', 'He lost his temper once.'],
  ])
  const pages: PageToVisit[] = []
  for (const route of listPages()) {
    const visitors: { as: PageToVisit['as']; token: string | null; actor: Actor }[] = []
    const visitor = route.allow === 'anyone' || route.allow === 'signed-in' ? await house.signedIn() : null
    if (bearer.actor.permissions.has(route.allow as never)) visitors.push({ as: 'bearer', ...bearer })
    if (volunteering.actor.permissions.has(route.allow as never) || isOnlyForVolunteers(route))
      visitors.push({ as: 'bearer', ...volunteering })
    if (route.allow === 'anyone') visitors.push({ as: 'anyone', token: null, actor: (await house.signedIn()).actor })
    else if (visitor) visitors.push({ as: 'staff', ...visitor })
    else {
      const staff = await house
        .signedIn(
          route.allow,
          ...(route.path.includes(':referralId') ? ['referral.answer'] : []),
          ...(route.path.includes(':agreementReference') || /:competitionId\/(do|marks)/.test(route.path)
            ? ['commissioning.lead']
            : []),
          // Whoever checks sees what everybody sent in, in all its states.
          ...(route.path.includes(':proposalId') ? ['entry.moderate'] : []),
          ...(route.path.includes(':mistakeId') ? ['directory.keep-right'] : []),
        )
        .catch(() => null)
      if (staff) visitors.push({ as: 'staff', ...staff })
    }
    for (const { as, token, actor } of visitors) {
      let paths = [route.path.replace(':place', place.slug)]
      for (const name of parametersOf(route)) {
        const sample = samples[name]
        if (!sample) throw new Error(`every-page.ts has no sample for :${name} of ${route.path}`)
        const isPart = name === 'needId' && !route.path.endsWith(':needId')
        const one = route.path.endsWith('/:needId/volunteers')
          ? withVolunteers
          : route.path.endsWith('/:dataRequestId/erase')
            ? (tx: PlaceTx) => dataRequests(tx, ['erasure'])
            : route.path.endsWith('/:dataRequestId/concerns')
              ? (tx: PlaceTx) => dataRequests(tx, ['access'])
              : isPart
                ? decidable
                : sample
        const values = await platform.db.as(actor, one)
        paths = paths.flatMap(path => values.map(({ value }) => path.replace(`:${name}`, value)))
      }
      for (const path of paths) pages.push({ path, route: route.path, as, token })
    }
  }
  return pages
}
