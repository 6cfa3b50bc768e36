/** Why somebody looks at a person, where their own work does not say so. */
import { Type } from 'typebox'
import { refuse } from '../../kernel/refusal.ts'
import { audit, findReasonGiven, leaveOutLoads } from '../../platform/audit/audit.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { findPerson, lookedAtPerson } from '../people/index.ts'
import type { HelpRequest } from './help-request.ts'
import { listHelpRequestsOf } from './help-request-store.ts'

/** So long after their last need ended somebody may still ring about it. Our own choice. */
const obviousDays = 14

/** Reasons to look at somebody who waits for nothing. */
export const lookReasons = {
  'they rang': 'They got in touch about something that is over',
  'asks again': 'They ask for help again, and I am about to take it down',
  complaint: 'A complaint or a question about what was done',
  check: 'I was asked to check what was written down',
  other: 'Something else',
} as const

/** True when nothing a person asked for is open or ended lately, as far as whoever looks may see: then why they look is not obvious. */
export const isLookUnexplained = (requests: readonly Pick<HelpRequest, 'state' | 'closedAt'>[], now: Date): boolean =>
  requests.every(
    ({ state, closedAt }) =>
      state === 'closed' && (closedAt === null || now.getTime() - closedAt.getTime() > obviousDays * 86_400_000),
  )

/**
 * Whether somebody may look at a person now: yes, because it is obvious or because they said why within the hour, and then the reason goes with their look; or no, they
 * are to say why first.
 */
export const mayLookNow = async (tx: PlaceTx, personId: string): Promise<boolean> => {
  if (!isLookUnexplained(await listHelpRequestsOf(tx, personId), tx.now)) return true
  const reason = await findReasonGiven(tx, personId)
  if (reason === null) {
    // They are asked first, and shown nobody yet.
    leaveOutLoads(tx)
    return false
  }
  await audit(tx, lookedAtPerson, personId, { reason })
  return true
}

/** Writes down why somebody is about to look at a person. */
export const giveReason = command({
  name: 'requests.give-reason',
  allow: 'request.triage',
  input: Type.Object({
    personId: Type.String({ format: 'uuid' }),
    why: Type.Enum(Object.keys(lookReasons) as (keyof typeof lookReasons)[], { mend: 'Choose why you look' }),
    words: Type.String({ maxLength: 300, mend: 'Say it in 300 characters or fewer' }),
  }),
  async run(tx, { personId, why, words }) {
    if (!(await findPerson(tx, personId)))
      return refuse('no-such-person', 'We cannot find that person, or they are not yours to see.')
    if (why === 'other' && words.length < 5) return refuse('say-why', 'Say in a few words why you look', 'words')
    return { recordId: personId, auditReason: words ? `${lookReasons[why]}: ${words}` : lookReasons[why] }
  },
})
