/** What somebody means who says what must stay, and how it is called on the page. */
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { parseReference } from '../../../platform/auth/reference.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { findOrganisation, listOrganisations } from '../../organisations/index.ts'
import { findPerson } from '../../people/index.ts'
import { findHelpRequest, findNeed, findRequestByReference, listNeedsOf } from '../../requests/index.ts'
import { findComplaint, findComplaintByReference } from '../complaints/complaint-store.ts'
import { findWhoIsMeant } from '../find-person.ts'
import type { Hold, heldKinds } from '../hold-store.ts'

type Meant = { readonly recordId: string } | Refusal

const no = (message: string): Refusal => refuse('not-found', message, 'said')

/** A request by its reference; a need by that and its number in the request where it has several. */
const meantRequest = async (tx: PlaceTx, said: string, wantsNeed: boolean): Promise<Meant> => {
  const [, reference = '', number] = /^(.*?)(?:\s+(\d{1,2}))?$/.exec(said.trim()) ?? []
  const parsed = parseReference(reference)
  const request = parsed ? await findRequestByReference(tx, parsed) : null
  if (!request) return no('There is no request with that reference')
  if (!wantsNeed) return { recordId: request.helpRequestId }
  const needs = await listNeedsOf(tx, request.helpRequestId)
  const one = needs.length === 1 && !number ? needs[0] : needs[Number(number ?? 0) - 1]
  return one
    ? { recordId: one.needId }
    : no(
        `It has ${needs.length} needs: ${needs.map(({ kind }, n) => `${n + 1} is ${kind}`).join(', ')}. Enter the reference and the number, like ${reference.trim()} 1`,
      )
}

const meantPerson = async (tx: PlaceTx, said: string): Promise<Meant> => {
  const lists = await findWhoIsMeant(tx, said)
  const [one] = lists[0] ?? []
  if (!one) return no('Nobody here is known by that. Try a reference, a phone number or an e-mail address')
  return lists.length > 1
    ? no(`That reaches ${lists.length} people. Enter the reference of a request of the one you mean`)
    : { recordId: one.personId }
}

const meantOrganisation = async (tx: PlaceTx, said: string): Promise<Meant> => {
  const small = said.trim().toLowerCase()
  const all = await listOrganisations(tx)
  const exact = all.filter(({ name }) => name.toLowerCase() === small)
  const found = exact.length > 0 ? exact : all.filter(({ name }) => name.toLowerCase().includes(small))
  const [one] = found
  if (!one) return no('There is no organisation of that name here')
  return found.length > 1
    ? no(
        `That may be ${found
          .slice(0, 5)
          .map(({ name }) => name)
          .join(', or ')}. Enter the whole name`,
      )
    : { recordId: one.organisationId }
}

/** Which record is meant, by what whoever holds it typed; a refusal that says how to say it better. */
export const whatIsMeant = (tx: PlaceTx, what: keyof typeof heldKinds, said: string): Promise<Meant> =>
  tx.house(async () => {
    switch (what) {
      case 'request':
      case 'need':
        return meantRequest(tx, said, what === 'need')
      case 'person':
        return meantPerson(tx, said)
      case 'organisation':
        return meantOrganisation(tx, said)
      case 'complaint': {
        const parsed = parseReference(said)
        const found = parsed ? await findComplaintByReference(tx, parsed) : null
        return found ? { recordId: found.complaintId } : no('There is no complaint with that reference')
      }
    }
  })

/** What a hold holds, as it is called on the page. */
export const heldInWords = (tx: PlaceTx, { what, recordId }: Pick<Hold, 'what' | 'recordId'>): Promise<string> =>
  tx.house(async () => {
    switch (what) {
      case 'request': {
        const request = await findHelpRequest(tx, recordId)
        return `Request ${request?.reference ?? 'that is gone'}`
      }
      case 'need': {
        const need = await findNeed(tx, recordId, 'read')
        const request = need && (await findHelpRequest(tx, need.helpRequestId))
        return need ? `One need of ${request?.reference}: ${need.kind}` : 'A need that is gone'
      }
      case 'person':
        return `Everything about ${(await findPerson(tx, recordId))?.name ?? 'somebody who is gone'}`
      case 'organisation':
        return `Everything of ${(await findOrganisation(tx, recordId))?.name ?? 'an organisation that is gone'}`
      case 'complaint':
        return `Complaint ${(await findComplaint(tx, recordId))?.reference ?? 'that is gone'}`
      case 'concern':
        return 'A concern'
    }
  })
