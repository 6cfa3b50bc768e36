/** What was promised goes with an agreement: one that is written from the competition, or one that is there. */
import { Type } from 'typebox'
import type { SummaryRow } from '../../../design/view-models.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command, perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import { isLedBy as leadsAgreement } from '../agreements/access-agreement.ts'
import type { Agreement } from '../agreements/agreement.ts'
import { findAgreement, findAgreementByReference, listAgreements } from '../agreements/agreement-store.ts'
import { findPublished } from '../agreements/publication-store.ts'
import { writeAgreement } from '../agreements/write-agreement.ts'
import { maybe } from '../input.ts'
import { partyOfOrganisation } from '../parties/party-store.ts'
import { isLedBy, leadCompetition } from './access-competition.ts'
import { type Act, dayOf } from './act.ts'
import { listBids } from './bid-store.ts'
import type { Competition } from './competition.ts'
import { listCompetitionsOfAgreement, saveCompetition } from './competition-store.ts'
import type { ScoresDocument } from './scores-document.ts'
import { findScores } from './scores-store.ts'

/** The organisation whose bid won; null while nothing is published. */
const winnerOf = async (tx: PlaceTx, { competitionId }: Competition): Promise<string | null> => {
  const scores = await findScores(tx, competitionId)
  if (!scores) return null
  const { winner } = JSON.parse(scores.document) as ScoresDocument
  const bids = await tx.house(() => listBids(tx, competitionId))
  return bids.find(({ letter }) => letter === winner)?.organisationId ?? null
}

/** The actor's agreements with whoever won. */
const agreementsWith = async (tx: PlaceTx, organisationId: string): Promise<Agreement[]> => {
  const party = await partyOfOrganisation(tx, organisationId)
  const found = []
  for (const agreement of party ? await listAgreements(tx, 0, 500) : [])
    if (
      agreement.state !== 'ended' &&
      agreement.parties.some(({ partyId, role }) => role === 'supplier' && partyId === party?.partyId) &&
      (await leadsAgreement(tx, agreement))
    )
      found.push(agreement)
  return found
}

/** Puts what was promised into an agreement with whoever won. */
export const carryInAgreement = command({
  name: 'commissioning.carry-promises',
  allow: 'commissioning.lead',
  input: Type.Object({
    competitionId: Type.String({ format: 'uuid' }),
    reference: Type.String({ maxLength: 20, mend: 'Choose an agreement, or write a new one' }),
    startsOn: maybe(Type.String({ format: 'date' }), 'Enter the first day, like 1 4 2027'),
    endsOn: maybe(Type.String({ format: 'date' }), 'Enter the last day, like 31 3 2032'),
    shortBecause: Type.String({ maxLength: 1000, mend: 'Say why it is short in up to 1,000 characters' }),
  }),
  async run(tx, { competitionId, reference, startsOn, endsOn, shortBecause }) {
    const competition = await leadCompetition(tx, competitionId)
    if ('refused' in competition) return competition
    const organisationId = await winnerOf(tx, competition)
    if (!organisationId) return refuse('not-published', 'Nobody has won yet: publish the scores first.')
    if (competition.agreementId) return refuse('carried', 'An agreement carries it already.')
    if (reference !== 'new') {
      const agreement = await findAgreementByReference(tx, reference)
      const isTheirs = (await agreementsWith(tx, organisationId)).some(each => each.reference === reference)
      if (!agreement || !isTheirs)
        return refuse('no-such-agreement', 'Choose an agreement of yours with whoever won.', 'reference')
      await saveCompetition(tx, competitionId, { agreementId: agreement.agreementId })
      return { recordId: competitionId, reference }
    }
    if (!startsOn || !endsOn)
      return refuse('days', 'Enter the first and the last day of the agreement.', startsOn ? 'endsOn' : 'startsOn')
    const made = await writeAgreement.run(tx, {
      ...{ title: competition.title, purpose: competition.about, kind: 'contract', category: 'services' },
      ...{ cpvCode: null, supplierIds: [organisationId], startsOn, endsOn, extendableUntilOn: null },
      ...{ shortBecause: shortBecause.trim() || null, engagementId: competition.engagementId },
      ...{ noEngagementBecause: null, neighbourhoodIds: null },
    } as Parameters<typeof writeAgreement.run>[1])
    if ('refused' in made) return made
    await saveCompetition(tx, competitionId, { agreementId: made.agreementId })
    return { recordId: competitionId, reference: made.reference }
  },
})

export const carryAct: Act = {
  title: 'Put it into an agreement',
  button: 'Put it into the agreement',
  done: 'agreement',
  may: (tx, competition) =>
    competition.state === 'published' && competition.agreementId === null && isLedBy(tx, competition),
  says: () => ['What was promised stands in the agreement then, beside what happens.'],
  async fields(tx, competition) {
    const agreements = await agreementsWith(tx, (await winnerOf(tx, competition)) ?? '')
    return [
      {
        kind: 'radios',
        name: 'reference',
        label: 'Which agreement?',
        options: [
          { value: 'new', text: 'Write a new one, with whoever won' },
          ...agreements.map(({ reference, title }) => ({ value: reference, text: `${title}, ${reference}` })),
        ],
      },
      { kind: 'date', name: 'startsOn', label: 'First day of a new one', optional: true },
      {
        kind: 'date',
        name: 'endsOn',
        label: 'Last day of a new one',
        hint: 'Five years is usual here.',
        optional: true,
      },
      {
        kind: 'textarea',
        name: 'shortBecause',
        label: 'If it is for less than three years: why?',
        rows: 2,
        limit: 1000,
        optional: true,
      },
    ]
  },
  async act({ platform, actor }, { competitionId }, body) {
    const startsOn = dayOf(body, 'startsOn', 'the first day')
    const endsOn = dayOf(body, 'endsOn', 'the last day')
    if ('wrong' in startsOn) return [startsOn.wrong]
    if ('wrong' in endsOn) return [endsOn.wrong]
    if (typedLine(body.reference) === '')
      return [{ field: 'reference', message: 'Choose an agreement, or write a new one.' }]
    return perform(platform.db, actor, carryInAgreement, {
      ...{ competitionId, reference: typedLine(body.reference).slice(0, 20) },
      ...{ startsOn: startsOn.on || null, endsOn: endsOn.on || null, shortBecause: typedText(body.shortBecause) },
    })
  },
}

/** The lines in an agreement that lead to what was promised with it, one for each competition; none where it came from none. */
export const promisedRows = async (tx: PlaceTx, slug: string, agreementId: string): Promise<SummaryRow[]> => {
  const competitions = await listCompetitionsOfAgreement(tx, agreementId)
  return competitions.map(({ competitionId, title }) => ({
    key: 'Promised and happened',
    ...(competitions.length > 1 && { about: { content: title } }),
    value: 'What was promised with the bid that won, and what happened',
    href: `/${slug}/commissioning/competitions/${competitionId}/promises`,
  }))
}

/** The line in a competition that leads to the agreement its promises stand in, where the reader can open that; none while no agreement carries them. */
export const agreementRow = async (
  tx: PlaceTx,
  slug: string,
  { agreementId }: Pick<Competition, 'agreementId'>,
): Promise<SummaryRow[]> => {
  if (!agreementId) return []
  const own = tx.actor.permissions.has('commissioning.take-part') ? await findAgreement(tx, agreementId) : null
  const shown = own ?? (await findPublished(tx, agreementId))?.agreement
  return [
    shown
      ? {
          key: 'Agreement',
          value: [{ content: `${shown.title}, ${shown.reference}` }],
          href: `/${slug}/commissioning/agreements/${shown.reference}`,
        }
      : { key: 'Agreement', value: 'What was promised stands in an agreement. It is not published yet.' },
  ]
}
