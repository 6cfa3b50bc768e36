import { type AuditLine, listAuditLines } from '../../platform/audit/audit.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { listFacts } from '../../platform/facts/fact.ts'
import { type Look, lookedAtPerson, looksFrom, sawInList } from '../people/index.ts'
import type { HelpRequest } from './help-request.ts'
import { listHelpRequestsOf, listNeedsOf } from './help-request-store.ts'

// Actions of the audit trail in the resident's words. They are known here by their names alone: most belong to capabilities above this one.
const inPlainWords: Readonly<Record<string, string>> = {
  [lookedAtPerson]: 'looked at who needs help and how to reach them',
  [sawInList]: 'saw the name in a list',
  'requests.send-answers': 'sent this request',
  'requests.give-reason': 'said why they were about to look',
  'referrals.give-reason': 'said why they were about to look at what was asked',
  'looked at what was asked': 'looked at what an organisation was asked, naming nobody',
  'looked at who': 'saw the name of who needs help',
  'looked at whom to ring': 'saw whom to ring, and what to tell you',
  'requests.tell-by-hand': 'told you by phone or letter',
  'oversight.approve-break-glass': 'agreed that somebody opens these details in an emergency',
  'opened in an emergency': 'opened these details in an emergency',
  'oversight.tell-resident': 'let you know that these details were opened in an emergency',
  'requests.make-help-request': 'wrote this request down',
  'requests.follow-request': 'opened this page with the reference and code',
  'requests.say-no-longer-needed': 'said it was no longer needed',
  'requests.withdraw-consent': 'ended the permission to share',
  'people.share': 'was shown details of this request, because of what had been agreed',
  'requests.hide-address': 'said whether a volunteer may be told where you live',
  'requests.describe-need': 'described the need, naming nobody',
  'triage.ask-organisation': 'asked an organisation to help',
  'triage.signpost': 'chose a service to tell you about',
  'triage.close-without-help': 'closed a need',
  'referrals.accept-referral': 'said yes, and could see these details from then on',
  'referrals.decline-referral': 'said no, without seeing who it is',
  'referrals.record-contact': 'wrote down that they had been in touch',
  'referrals.report-done': 'wrote down that the help was given',
  'matching.put-to-volunteers': 'asked volunteers to help, naming nobody',
  'matching.ask-these': 'chose which volunteers to ask, naming nobody',
  'matching.accept-offer': 'said yes',
  'matching.confirm-match': 'confirmed the volunteer',
  'matching.read-details': 'opened who needs help and how to reach them',
  'matching.record-contact': 'wrote down that they had been in touch',
  'matching.report-done': 'wrote down that the help was given',
  'matching.report-visit': 'wrote down what became of a visit',
  'matching.refuse-volunteer': 'asked for somebody else',
  'outcomes.record-outcome': 'wrote down how it went',
}

/** What somebody did, in the resident's words. */
export const actionInWords = (action: string): string =>
  Object.hasOwn(inPlainWords, action) ? (inPlainWords[action] ?? '') : 'worked on this request'

const telling = {
  did: actionInWords,
  who: ({ actorKind, personId }: AuditLine): string | null =>
    actorKind === 'bearer' && personId
      ? 'A volunteer who helped you'
      : actorKind === 'bearer' || actorKind === 'anyone'
        ? 'You, or whoever held your code'
        : null,
}

/** Who did what with one request and whoever made it, as far as the actor may see; oldest first. */
export const listLooksAtRequest = async (
  tx: PlaceTx,
  request: Pick<HelpRequest, 'helpRequestId' | 'journeyId' | 'personId'>,
): Promise<Look[]> =>
  looksFrom(tx, await listAuditLines(tx, [request.personId, ...(await recordsOf(tx, request))]), telling)

/** Who did what with everything that is kept of one person and what they asked for, oldest first: what is theirs to be told. */
export const listLooksAtPerson = (tx: PlaceTx, personId: string): Promise<Look[]> =>
  tx.house(async () => {
    const ids = [personId]
    for (const request of await listHelpRequestsOf(tx, personId)) ids.push(...(await recordsOf(tx, request)))
    return looksFrom(tx, await listAuditLines(tx, ids), telling)
  })

/** A referral is a record of its own; the facts of the journey name them all. */
const recordsOf = async (
  tx: PlaceTx,
  { helpRequestId, journeyId }: Pick<HelpRequest, 'helpRequestId' | 'journeyId'>,
): Promise<string[]> => [
  ...new Set<string>([
    helpRequestId,
    ...(await listNeedsOf(tx, helpRequestId)).map(({ needId }) => needId),
    ...(await listFacts(tx, journeyId)).map(({ recordId }) => recordId),
  ]),
]
