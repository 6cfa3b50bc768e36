/** Engaging: opened by a commissioner, written into by every organisation, closed with what changed. */
import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { newReference } from '../../../platform/auth/reference.ts'
import { command } from '../../../platform/command.ts'
import { categoryInput } from '../category.ts'
import { cpvCode } from '../cpv.ts'
import { date, maybe } from '../input.ts'
import { partyFor } from '../parties/know-party.ts'
import { listPartiesById } from '../parties/party-store.ts'
import { type Engagement, type How, hows } from './engagement.ts'
import {
  findEngagement,
  insertEngagement,
  insertEntry,
  markEngagementClosed,
  withdrawEntryOf,
} from './engagement-store.ts'

const engagementId = Type.String({ format: 'uuid', mend: 'Choose an engagement' })
const unknown = () => refuse('no-such-engagement', 'We cannot find that engagement.')

/** Opens an engagement: from then on everybody in the place reads it, and so does the public. */
export const openEngagement = command({
  name: 'commissioning.open-engagement',
  allow: 'commissioning.lead',
  input: Type.Object({
    title: Type.String({ minLength: 3, maxLength: 160, mend: 'Enter what it is called, in 3 to 160 characters' }),
    about: Type.String({
      minLength: 3,
      maxLength: 4000,
      mend: 'Say what you want to find out, and what might be bought or funded',
    }),
    process: Type.String({
      minLength: 3,
      maxLength: 4000,
      mend: 'Say how somebody can take part: where, when, by what',
    }),
    category: categoryInput,
    cpvCode,
    contactName: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter who answers questions' }),
    contactEmail: Type.String({
      minLength: 3,
      maxLength: 254,
      pattern: '^\\S+@\\S+$',
      mend: 'Enter an e-mail address for questions',
    }),
    opensOn: date('Enter the first day, like 1 12 2026'),
    closesOn: date('Enter the last day, like 31 1 2027'),
    valueInPence: maybe(
      Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
      'Enter the amount in pounds, like 250,000',
    ),
    plannedFromOn: maybe(date('Enter when it might begin'), 'Enter when it might begin, like 1 4 2027'),
    plannedUntilOn: maybe(date('Enter when it might end'), 'Enter when it might end, like 31 3 2032'),
    suitsSme: Type.Boolean(),
    suitsVcse: Type.Boolean(),
    neighbourhoodIds: maybe(Type.Array(Type.String({ format: 'uuid' }), { maxItems: 200 })),
    cameFrom: maybe(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())),
  }),
  async run(tx, input) {
    const buyer = tx.actor.organisationId ? await partyFor(tx, tx.actor.organisationId) : null
    if (!buyer) return refuse('no-organisation', 'Sign in for the organisation that asks.')
    if (input.closesOn < input.opensOn)
      return refuse('closes-first', 'The last day must not be before the first.', 'closesOn')
    if (input.plannedFromOn && input.plannedUntilOn && input.plannedUntilOn < input.plannedFromOn)
      return refuse('ends-first', 'What is planned must not end before it begins.', 'plannedUntilOn')
    const engagementId: string = newId()
    const made = { engagementId, reference: newReference(), buyerPartyId: buyer.partyId }
    await insertEngagement(tx, {
      ...(input as Omit<
        Engagement,
        'engagementId' | 'reference' | 'buyerPartyId' | 'openedBy' | 'openedAt' | 'closedAt' | 'closedBy' | 'closedSays'
      >),
      ...made,
    })
    return { recordId: made.engagementId, ...made }
  },
})

/** Writes into the diary: any organisation that takes part, about what it was asked or asked itself. */
export const writeEntry = command({
  name: 'commissioning.write-entry',
  allow: 'commissioning.take-part',
  input: Type.Object({
    engagementId,
    happenedOn: date('Enter the day, like 20 11 2026'),
    how: Type.Enum(Object.keys(hows), { mend: 'Choose how they were asked' }),
    asked: Type.String({
      minLength: 2,
      maxLength: 500,
      mend: 'Say who was asked: organisations and groups, no private person’s name',
    }),
    said: Type.String({ minLength: 3, maxLength: 4000, mend: 'Say what they said' }),
    changed: Type.String({ maxLength: 2000, mend: 'Say what changed in up to 2,000 characters' }),
  }),
  async run(tx, { engagementId, ...entry }) {
    const engagement = await findEngagement(tx, engagementId)
    if (!engagement) return unknown()
    if (engagement.closedAt) return refuse('closed', 'This engagement is closed: what was said stays as it is.')
    if (entry.happenedOn > dateAt(tx.now)) return refuse('ahead', 'The day cannot be ahead.', 'happenedOn')
    const byOrganisationId = tx.actor.organisationId
    if (!byOrganisationId) return refuse('no-organisation', 'Sign in for the organisation you write for.')
    const entryId: string = newId()
    await insertEntry(tx, engagementId, { ...entry, how: entry.how as How, entryId, byOrganisationId })
    return { recordId: engagementId, entryId }
  },
})

/** Takes one’s own entry out again. That it was there, and why it went, stays. */
export const withdrawEntry = command({
  name: 'commissioning.withdraw-entry',
  allow: 'commissioning.take-part',
  input: Type.Object({
    engagementId,
    entryId: Type.String({ format: 'uuid' }),
    because: Type.String({ minLength: 3, maxLength: 500, mend: 'Say why: that stays to be read' }),
  }),
  async run(tx, { engagementId, entryId, because }) {
    const engagement = await findEngagement(tx, engagementId)
    if (!engagement) return unknown()
    if (engagement.closedAt) return refuse('closed', 'This engagement is closed: what was said stays as it is.')
    return (await withdrawEntryOf(tx, engagementId, entryId, tx.actor.organisationId ?? '', because))
      ? { recordId: engagementId }
      : refuse('no-such-entry', 'That entry is gone, or another organisation’s.')
  },
})

/** Closes an engagement with what changed because of it. Only for the organisation that opened it. */
export const closeEngagement = command({
  name: 'commissioning.close-engagement',
  allow: 'commissioning.lead',
  input: Type.Object({
    engagementId,
    says: Type.String({
      minLength: 3,
      maxLength: 4000,
      mend: 'Say what changed because of what was said, or that nothing did and why',
    }),
  }),
  async run(tx, { engagementId, says }) {
    const engagement = await findEngagement(tx, engagementId)
    const [buyer] = engagement ? await listPartiesById(tx, [engagement.buyerPartyId]) : []
    if (!engagement || buyer?.organisationId !== tx.actor.organisationId) return unknown()
    return (await markEngagementClosed(tx, engagementId, says))
      ? { recordId: engagementId }
      : refuse('closed', 'It is closed already.')
  },
})
