/** An engagement: what was asked before anything was decided, as a diary that everybody reads. */

import { pounds } from '../money.ts'
import type { Party } from '../parties/party.ts'
import { orgIdParts } from '../parties/register-numbers.ts'

export const hows = {
  meeting: 'A meeting',
  event: 'An event',
  call: 'A call',
  visit: 'A visit',
  survey: 'Questions sent round',
  letter: 'A letter or e-mail',
} as const
export type How = keyof typeof hows

export interface Engagement {
  readonly engagementId: string
  readonly reference: string
  readonly title: string
  readonly about: string
  readonly process: string
  readonly category: 'services' | 'goods' | 'works'
  readonly cpvCode: string | null
  readonly buyerPartyId: string
  readonly contactName: string
  readonly contactEmail: string
  readonly opensOn: string
  readonly closesOn: string
  /** With VAT; null where it is not known yet. */
  readonly valueInPence: number | null
  readonly plannedFromOn: string | null
  readonly plannedUntilOn: string | null
  readonly suitsSme: boolean
  readonly suitsVcse: boolean
  readonly neighbourhoodIds: readonly string[] | null
  readonly cameFrom: Readonly<Record<string, unknown>> | null
  readonly openedBy: string
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly closedBy: string | null
  readonly closedSays: string | null
}

export interface Entry {
  readonly entryId: string
  readonly happenedOn: string
  readonly how: How
  /** Who was asked. */
  readonly asked: string
  readonly said: string
  /** What changed because of it; '' while nothing has. */
  readonly changed: string
  readonly byOrganisationId: string
  readonly writtenBy: string
  readonly writtenAt: Date
  readonly withdrawnAt: Date | null
  readonly withdrawnBecause: string | null
}

export interface NoticeField {
  /** Which of the things the notice must or may say. */
  readonly name: string
  readonly says: string
  /** Where that is asked for; null for what may be said beside it. */
  readonly asks: string | null
  /** What to do where something that is asked for is not there. */
  readonly missing: string | null
}

const regulation = 'Procurement Regulations 2024, regulation 17(2)'

/**
 * The preliminary market engagement notice (UK2) as the diary makes it: nothing of it is typed again (Procurement Act 2023, section 17; Procurement Regulations 2024,
 * regulation 17).
 * @param on the day it is made: whether the engagement closes or has closed.
 */
export const engagementNotice = (
  engagement: Engagement,
  entries: readonly Entry[],
  buyer: Party,
  on: string,
): NoticeField[] => {
  const standing = entries.filter(({ withdrawnAt }) => withdrawnAt === null)
  const isOver = engagement.closedAt !== null || engagement.closesOn < on
  const [orgId] = buyer.orgIds
  const asked = (letter: string, name: string, says: string, missing: string | null = null): NoticeField => ({
    name,
    says,
    asks: `${regulation}(${letter})`,
    missing: says.trim() === '' ? missing : null,
  })
  const also = (name: string, says: string | null): NoticeField[] =>
    says ? [{ name, says, asks: null, missing: null }] : []
  const told = standing.map(
    ({ happenedOn, how, asked: whom, said, changed }) =>
      `${happenedOn}, ${hows[how].toLowerCase()}: ${whom}. Said: ${said}${changed ? ` Changed: ${changed}` : ''}`,
  )
  return [
    asked('a', 'Contracting authority', buyer.name),
    asked(
      'a',
      'Its number in a register',
      orgId && orgIdParts(orgId) ? orgId : '',
      'Add its number to the body, like GB-LAE-XYZ or GB-PPON-….',
    ),
    asked(
      'a',
      'Its address',
      [buyer.address, buyer.postcode].filter(Boolean).join(', '),
      'Add its address to the body.',
    ),
    asked('a', 'Contact', `${engagement.contactName}, ${engagement.contactEmail}`),
    asked('b', 'Title of the procurement', engagement.title),
    asked('c', 'Unique identifier', engagement.reference),
    asked('d', 'Contract subject-matter', engagement.about),
    asked('e', isOver ? 'The engagement closed' : 'The engagement closes', engagement.closesOn),
    asked('f', 'How suppliers take part', [engagement.process, ...told].join('\n')),
    ...also('Main category', engagement.category),
    ...also('CPV code', engagement.cpvCode),
    ...also('Estimated value, with VAT', engagement.valueInPence === null ? null : pounds(engagement.valueInPence)),
    ...also(
      'Estimated dates',
      engagement.plannedFromOn && `${engagement.plannedFromOn} to ${engagement.plannedUntilOn ?? 'not known'}`,
    ),
    ...also(
      'Suitable for',
      [
        engagement.suitsSme ? 'small and medium-sized enterprises' : '',
        engagement.suitsVcse ? 'voluntary, community and social enterprises' : '',
      ]
        .filter(Boolean)
        .join(' and '),
    ),
    ...also('What changed because of it', engagement.closedSays),
  ]
}
