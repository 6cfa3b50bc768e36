/** Why somebody looks at a person who waits for nothing. */
import { audit } from '../../platform/audit/audit.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import type { ExplainsLook } from '../../platform/explains-look.ts'
import { askingWhy, findPerson, type LookToExplain, lookedAtPerson, whyLookNow } from '../people/index.ts'
import type { HelpRequest } from './help-request.ts'
import { listHelpRequestsOf } from './help-request-store.ts'

const lookAtPerson: LookToExplain = {
  kind: 'person',
  saysWhy: 'requests.give-reason',
  allow: 'request.triage',
  reasons: {
    'they rang': 'They got in touch about something that is over',
    'asks again': 'They ask for help again, and I am about to take it down',
    complaint: 'A complaint or a question about what was done',
    check: 'I was asked to check what was written down',
    other: 'Something else',
  },
  notTheirs: 'We cannot find that person, or they are not yours to see.',
  isTheirs: async (tx, personId) => (await findPerson(tx, personId)) !== null,
}

/** True while something a person asked for is open or ended lately. */
const isOpenOrLately = ({ state, closedAt }: Pick<HelpRequest, 'state' | 'closedAt'>, since: Date): boolean =>
  state !== 'closed' || (closedAt !== null && closedAt >= since)

export const requestsExplain: ExplainsLook = {
  person: async (tx, personId, since) =>
    (await listHelpRequestsOf(tx, personId)).some(request => isOpenOrLately(request, since)),
}

/** Whether somebody may look at a person now, or is to say why first. The reason goes with their look. */
export const mayLookAtPerson = async (tx: PlaceTx, personId: string): Promise<boolean> => {
  const why = await whyLookNow(tx, lookAtPerson, personId)
  if (why?.reason) await audit(tx, lookedAtPerson, personId, why)
  return why !== null
}

export const { routes: whyRoutes, ask: askWhyThisPerson } = askingWhy(lookAtPerson, {
  home: '/people',
  param: 'personId',
  title: 'Why do you look at this person?',
  label: 'Nothing they asked for is open. Why do you look?',
  back: '/worklist',
})
