import type { FormView } from '../../design/form.ts'
import type { PageModel } from '../../design/page.ts'
import { byWhen, exactTime, inWords } from '../../design/time-in-words.ts'
import type { Action, Candidate, Candidates, Reason, SummaryCard, Timeline } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import type { AuditLine } from '../../platform/audit/audit.ts'
import type { Fact } from '../../platform/facts/fact.ts'
import { type FoundService, sayReasons } from '../directory/index.ts'
import { checkedSoFar, standsAs } from '../joining/index.ts'
import type { Suggestions } from '../matching/index.ts'
import { organisationKinds } from '../organisations/index.ts'
import { CouldNotHelp, isLive, ReferralDeclined } from '../referrals/index.ts'
import {
  closingReasons,
  consentRows,
  factsOfNeed,
  looksOf,
  needStates,
  personRows,
  takenRows,
  timelineOf,
  urgencies,
} from '../requests/index.ts'
import type { LikelyDuplicate } from './find-duplicates.ts'
import type { NeedToDecide } from './load-need.ts'
import { notAskedYet, type RankedOrganisation } from './rank-candidates.ts'
import { wouldShare } from './words.ts'

/** A need with everything its page shows. */
export type NeedOnPage = NeedToDecide & {
  readonly base: string
  readonly now: Date
  readonly facts: readonly Fact[]
  readonly looks: readonly AuditLine[]
  readonly duplicates: readonly LikelyDuplicate[]
  /** The last checked directory entry of each organisation that can be asked. */
  readonly entries: ReadonlyMap<string, FoundService>
  /** Services that may help, whoever offers them. */
  readonly services: readonly FoundService[]
  readonly mostServices: number
  /** Who of the volunteers could be asked; null where that is not the question, or not the reader's. */
  readonly volunteers: Suggestions | null
  /** Volunteers were asked about it, now or before. */
  readonly askedVolunteers: boolean
  readonly describeForm: FormView | null
  /** The reader settles what is known of groups that joined by themselves. */
  readonly looksAtGroups: boolean
}

/** What the page of a need shows. */
export type NeedModel = PageModel & {
  story: string
  /** What to know of the group that passed it on, while that is not known here. */
  heed: { says: string; checked: string; unchecked: readonly string[]; action: Action | null } | null
  about: SummaryCard
  needed: SummaryCard
  describeForm: FormView | null
  duplicates: { text: string; href: string }[]
  sameHref: string | null
  candidates: Candidates | null
  volunteers: (Suggestions & { action: Action }) | null
  volunteersHref: string | null
  others: { name: string; reasons: readonly Reason[]; href: string }[]
  services: { name: string; href: string; organisation: string; reasons: Reason[]; action: Action }[]
  held: (SummaryCard & { takeBack: Action | null; say: string | null; outcome: Action | null }) | null
  closedBecause: string | null
  timeline: Timeline
  looks: ReturnType<typeof looksOf>
  closeHref: string | null
  requestHref: string
  searchHref: string
}

/** Joins it all; no rule here, only words and links. */
export const needModel = (of: NeedOnPage): NeedModel => {
  const { need, request, person, standing, now, base } = of
  const here = `${base}/needs/${need.needId}`
  const kind = needKinds[need.kind].label
  const names = new Map(of.organisations.map(({ organisationId, name }) => [organisationId as string, name]))
  const reasons = new Map(of.referrals.map(({ referralId, reason }) => [referralId as string, reason]))
  const waiting = standing.stage === 'waiting'
  return {
    page: {
      title: `${kind} for ${person?.name ?? 'somebody'}`,
      caption: `Reference ${request.reference}`,
      kind: 'staff',
      state: standing.tag,
      backHref: `${base}/worklist`,
    },
    story: request.story,
    heed: heedOf(of),
    about: {
      title: 'Who it is',
      rows: [
        ...(person ? personRows(person, of.neighbourhoodName) : []),
        ...takenRows(request, names, now),
        ...consentRows(of.consents, names, now),
      ],
      actions: [
        { text: 'The whole request', href: `${base}/requests/${request.helpRequestId}` },
        ...(person ? [{ text: 'This person', href: `${base}/people/${person.personId}` }] : []),
      ],
    },
    needed: {
      title: 'What whoever is asked will read',
      rows: [
        { key: 'Needed', value: need.description },
        { key: 'How soon', value: urgencies[need.urgency].label },
        { key: 'Roughly where', value: of.neighbourhoodName ?? 'Not known' },
      ],
    },
    describeForm: of.describeForm,
    duplicates: of.duplicates.map(duplicate => ({
      text: `${duplicate.person.name}, ${duplicate.because}: ${duplicate.request.reference}, asked ${inWords(
        duplicate.request.madeAt,
        now,
      )} for ${duplicate.needs
        .map(other => `${needKinds[other.kind].label.toLowerCase()} (${needStates[other.state].label.toLowerCase()})`)
        .join(', ')}`,
      href: `${base}/requests/${duplicate.request.helpRequestId}`,
    })),
    sameHref: of.duplicates.length ? `${here}/close?reason=${encodeURIComponent('asked twice')}` : null,
    candidates: waiting ? candidatesOf(of, here) : null,
    volunteers: of.volunteers && {
      ...of.volunteers,
      action: { text: 'Put it to volunteers', href: `${here}/volunteers`, look: 'other' },
    },
    volunteersHref: of.askedVolunteers ? `${here}/volunteers` : null,
    others: waiting
      ? of.ranked
          .filter(({ suited, asked }) => !suited && !asked)
          .map(({ organisation, reasons: why }) => ({
            name: organisation.name,
            reasons: why,
            href: `${here}/ask/${organisation.organisationId}`,
          }))
      : [],
    services: waiting ? servicesOf(of, here) : [],
    held: waiting || standing.stage === 'closed' ? null : heldOf(of, here),
    closedBecause: need.closingReason && closingReasons[need.closingReason].label,
    timeline: timelineOf(factsOfNeed(of.facts, need.needId), names, ({ kind: said, data }) =>
      [ReferralDeclined.kind, CouldNotHelp.kind].includes(said) ? (reasons.get(String(data.referralId)) ?? null) : null,
    ),
    looks: looksOf(of.looks, now),
    closeHref: waiting ? `${here}/close` : null,
    requestHref: `${base}/requests/${request.helpRequestId}`,
    // Addresses are kept by browsers and read over shoulders: the first part of the postcode says near enough where, and not whose door.
    searchHref: `${base}/find?q=${encodeURIComponent(kind.toLowerCase())}${person?.postcode ? `&near=${encodeURIComponent(person.postcode.split(' ')[0] ?? '')}` : ''}`,
  }
}

const heedOf = ({ newcomer, now, base, looksAtGroups }: NeedOnPage): NeedModel['heed'] => {
  const says = newcomer && standsAs(newcomer, now)
  return newcomer && says
    ? {
        says,
        ...checkedSoFar(newcomer),
        action: looksAtGroups
          ? { text: 'Look at the group', href: `${base}/joined/${newcomer.newcomerId}`, look: 'other' }
          : null,
      }
    : null
}

const candidatesOf = (of: NeedOnPage, here: string): Candidates => {
  const kind = needKinds[of.need.kind].label
  const listed = of.ranked.filter(({ suited, asked }) => suited || asked)
  const [first, second] = notAskedYet(of.ranked)
  return {
    caption: 'Who can help',
    candidates: listed.map(ranked => candidateOf(ranked, of, here, ranked === first)),
    ...(first && {
      planB: second
        ? `If ${first.organisation.name} can't, ${second.organisation.name} is next.`
        : `If ${first.organisation.name} can't, nobody else here is listed for ${kind.toLowerCase()}: look wider then.`,
    }),
    empty: {
      title: `Nobody here is listed for ${kind.toLowerCase()}`,
      sentences: ['Look at the others below, or tell them about a service in the directory.'],
    },
  }
}

const candidateOf = (
  { organisation, reasons, asked }: RankedOrganisation,
  { entries, base }: NeedOnPage,
  here: string,
  isFirst: boolean,
): Candidate => {
  const entry = entries.get(organisation.organisationId)
  return {
    id: organisation.organisationId,
    name: organisation.name,
    href: `${base}/organisations/${organisation.organisationId}`,
    kind: organisationKinds[organisation.kind],
    reasons: [
      ...reasons,
      entry
        ? { text: `entry ${entry.checked}`, ...(/not/.test(entry.checked) && { tone: 'unknown' as const }) }
        : { text: 'not in the directory', tone: 'unknown' },
    ],
    wouldShare,
    ...(asked && { state: asked.tag }),
    action: {
      text: asked ? 'Ask them again' : 'Ask them',
      href: `${here}/ask/${organisation.organisationId}`,
      about: organisation.name,
      ...(!isFirst && { look: 'other' as const }),
    },
  }
}

/** Services the resident can be told about: not of organisations that can be asked for this, since asking is better than telling. */
const servicesOf = ({ services, ranked, base, mostServices, now }: NeedOnPage, here: string): NeedModel['services'] => {
  const canBeAsked = new Set<string>(
    ranked.filter(({ suited }) => suited).map(({ organisation }) => organisation.organisationId),
  )
  return services
    .filter(({ organisationId }) => !organisationId || !canBeAsked.has(organisationId))
    .slice(0, mostServices)
    .map(service => ({
      name: service.name,
      href: `${base}/services/${service.serviceId}`,
      organisation: service.organisationName ?? 'Organisation not known',
      reasons: sayReasons(service.reasons, now, 'en'),
      action: {
        text: 'Tell them about it',
        href: `${here}/signpost/${service.serviceId}`,
        about: service.name,
        look: 'other' as const,
      },
    }))
}

const heldOf = (of: NeedOnPage, here: string): NonNullable<NeedModel['held']> =>
  of.need.askedOf === 'volunteers' ? heldByVolunteers(of, here) : heldByOrganisation(of, here)

const heldByVolunteers = ({ standing }: NeedOnPage, here: string): NonNullable<NeedModel['held']> => ({
  title: 'Who has it',
  rows: [
    { key: 'Who', value: standing.heldBy },
    { key: 'What would move it', value: standing.wouldMoveIt },
  ],
  actions: [
    {
      text: standing.move === 'confirm the volunteer' ? 'Look and confirm' : 'Who was asked, and what they said',
      href: `${here}/volunteers`,
    },
  ],
  say: null,
  takeBack: null,
  outcome: standing.stage === 'done' ? { text: 'Ask how it went', href: `${here}/outcome` } : null,
})

const heldByOrganisation = (
  { latest, standing, need, request, now }: NeedOnPage,
  here: string,
): NonNullable<NeedModel['held']> => {
  const organisation = latest?.organisation
  const referral = latest?.referral
  const phone = organisation?.phone
  const live = referral !== undefined && isLive(referral.state)
  return {
    title: 'Who has it',
    rows: [
      { key: 'Who', value: standing.heldBy },
      { key: 'Nothing heard since', value: exactTime(standing.since) },
      ...(standing.due && standing.stage === 'asked'
        ? [{ key: 'They have until', value: byWhen(standing.due, now).replace(/^by /, '') }]
        : []),
      phone
        ? { key: 'Ring them', value: phone, href: `tel:${phone.replace(/[^\d+]/g, '')}` }
        : { key: 'Ring them', value: 'We have no phone number for them.' },
      ...(organisation
        ? [{ key: 'Write to them', value: organisation.email, href: `mailto:${organisation.email}` }]
        : []),
      { key: 'What would move it', value: standing.wouldMoveIt },
    ],
    say:
      standing.move === 'ring them' || standing.move === 'ring who has it'
        ? standing.stage === 'asked'
          ? `Say: “We asked you ${inWords(referral?.sentAt ?? need.stateSince, now)} whether you can help. The reference is ${request.reference}. Can you, yes or no?” They answer on their own page; if they can't, take it back here.`
          : `Say: “You said yes to ${request.reference} ${inWords(referral?.answeredAt ?? need.stateSince, now)}. Have you been in touch with them?” They write it down on their own page.`
        : null,
    takeBack: live
      ? {
          text: 'Take it back and ask somebody else',
          action: `${here}/take-back`,
          hidden: { referralId: referral.referralId },
          look: 'danger',
        }
      : null,
    outcome: standing.stage === 'done' ? { text: 'Ask how it went', href: `${here}/outcome` } : null,
  }
}
