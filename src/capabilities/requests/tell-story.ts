import { exactTime, inWords } from '../../design/time-in-words.ts'
import type { SummaryRow, Timeline } from '../../design/view-models.ts'
import type { AuditLine } from '../../platform/audit/audit.ts'
import { type Fact, sayFact } from '../../platform/facts/fact.ts'
import { type Consent, lookedAtPerson, type Person } from '../people/index.ts'
import type { HelpRequest } from './help-request.ts'
import { takenHows } from './words.ts'

/** Facts as a timeline, newest first. Facts hold ids only, so a quote comes from whoever may see the words. */
export const timelineOf = (
  facts: readonly Fact[],
  organisationNames: ReadonlyMap<string, string>,
  quoteOf: (fact: Fact) => string | null = () => null,
): Timeline => ({
  caption: 'What has happened, newest first',
  facts: facts.toReversed().map(fact => {
    const quote = quoteOf(fact)
    const organisation = fact.organisationId && organisationNames.get(fact.organisationId)
    return {
      at: fact.recordedAt,
      actor: `${capitalised(fact.actorName)}${organisation ? ` (${organisation})` : ''}`,
      sentence: sayFact(fact),
      ...(quote && { quote }),
    }
  }),
})

/** The facts of a journey that are about one need of it, or about all of them. */
export const factsOfNeed = (facts: readonly Fact[], needId: string): Fact[] =>
  facts.filter(({ recordId, data }) => recordId === needId || (data.needId ?? needId) === needId)

/** Whoever reads it while somebody rings is told there and then that it is not to be said. */
const addressKey = ({ addressIsHidden }: Person): string =>
  addressIsHidden ? 'Address (hidden: tell nobody)' : 'Address'

/** Who a person is and how to reach them, as rows. */
export const personRows = (person: Person, neighbourhoodName: string | null): SummaryRow[] => {
  const wants = { phone: 'A phone call', text: 'A text message', email: 'E-mail', letter: 'A letter' }[person.contactBy]
  return [
    { key: 'Name', value: person.name },
    { key: 'Wants', value: wants },
    ...(person.phone
      ? [{ key: 'Phone', value: person.phone, href: `tel:${person.phone.replace(/[^\d+]/g, '')}` }]
      : []),
    ...(person.email ? [{ key: 'E-mail', value: person.email, href: `mailto:${person.email}` }] : []),
    ...(person.address || person.postcode
      ? [{ key: addressKey(person), value: [person.address, person.postcode].filter(part => part).join('\n') }]
      : []),
    { key: 'Lives in', value: neighbourhoodName ?? 'Neighbourhood not known' },
    ...(person.communicationNeeds ? [{ key: 'Know before ringing', value: person.communicationNeeds }] : []),
  ]
}

/** How a request came in and for whom, as rows. */
export const takenRows = (
  request: HelpRequest,
  organisationNames: ReadonlyMap<string, string>,
  now: Date,
): SummaryRow[] => {
  const organisation = request.takenByOrganisationId && organisationNames.get(request.takenByOrganisationId)
  return [
    {
      key: 'Asked',
      value: `${takenHows[request.takenHow]}, ${inWords(request.madeAt, now)}${
        request.takenHow === 'web' ? '' : `, taken down by ${request.takenByName}`
      }${organisation ? ` (${organisation})` : ''}`,
    },
    ...(request.onBehalfName
      ? [
          {
            key: 'Asked for them by',
            value: `${request.onBehalfName}, ${request.onBehalfRelationship ?? 'relationship not known'}${
              request.onBehalfContact ? `\n${request.onBehalfContact}` : ''
            }`,
          },
        ]
      : []),
  ]
}

/** With whom somebody agreed to share, in words. */
export const withWhom = (
  { withWhom: whom, organisationId }: Consent,
  organisationNames: ReadonlyMap<string, string>,
): string => {
  if (whom === 'volunteer') return 'a volunteer who says yes'
  if (organisationId !== null) return organisationNames.get(organisationId) ?? 'one organisation'
  return whom === 'either'
    ? 'whichever local organisation or volunteer says yes'
    : 'whichever local organisation says yes'
}

/** What was permitted, or that nothing was, as rows. */
export const consentRows = (
  consents: readonly Consent[],
  organisationNames: ReadonlyMap<string, string>,
  now: Date,
): SummaryRow[] =>
  consents.length === 0
    ? [{ key: 'Permission to share', value: 'Not given. Read the words out before anybody is asked to help.' }]
    : consents.map(consent => ({
        key: consent.withdrawnAt ? 'Permission withdrawn' : 'Permission to share',
        value: consent.withdrawnAt
          ? `They took it back ${inWords(consent.withdrawnAt, now)}.`
          : `With ${withWhom(consent, organisationNames)}: ${consent.givenHow}, ${inWords(consent.givenAt, now)}, written down by ${consent.recordedBy}.`,
      }))

/** Who has looked at a person, the latest first: once for each name, with how often. */
export const looksOf = (
  lines: readonly AuditLine[],
  now: Date,
): { name: string; times: string; last: string; exact: string }[] => {
  const byName = new Map<string, { count: number; last: Date }>()
  for (const { action, actorName, actedAt } of lines) {
    if (action !== lookedAtPerson) continue
    byName.set(actorName, { count: (byName.get(actorName)?.count ?? 0) + 1, last: actedAt })
  }
  return [...byName]
    .sort(([, a], [, b]) => b.last.getTime() - a.last.getTime())
    .map(([name, { count, last }]) => ({
      name,
      times: count === 1 ? 'once' : `${count} times`,
      last: inWords(last, now),
      exact: exactTime(last),
    }))
}

const capitalised = (name: string): string => `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`
