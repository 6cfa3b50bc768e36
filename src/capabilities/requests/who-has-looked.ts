import { inWords } from '../../design/time-in-words.ts'
import type { SummaryRow } from '../../design/view-models.ts'
import type { AuditLine } from '../../platform/audit/audit.ts'
import { lookedAtPerson } from './tell-story.ts'

// Actions of the audit trail in the resident's words. They are known here by their names alone: most belong to capabilities above this one.
const inPlainWords: Readonly<Record<string, string>> = {
  [lookedAtPerson]: 'looked at who needs help and how to reach them',
  'requests.send-answers': 'sent this request',
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

const actorInWords = (name: string): string =>
  name === 'the resident' || name === 'Somebody on the web' ? 'You, or whoever held your code' : name

/** Who did what with the records of a request, the latest first: one row for each person, what they did with how often and when last. */
export const looksInWords = (lines: readonly AuditLine[], now: Date): SummaryRow[] => {
  const byName = new Map<string, Map<string, { count: number; last: Date }>>()
  for (const { action, actorName, actedAt } of lines) {
    const did = actionInWords(action)
    const name = actorInWords(actorName)
    const theirs = byName.get(name) ?? new Map()
    theirs.set(did, { count: (theirs.get(did)?.count ?? 0) + 1, last: actedAt })
    byName.delete(name)
    byName.set(name, theirs)
  }
  return [...byName].toReversed().map(([key, theirs]) => ({
    key,
    value: [...theirs]
      .toReversed()
      .map(([did, { count, last }]) =>
        count === 1 ? `${did}, ${inWords(last, now)}` : `${did}, ${count} times, last ${inWords(last, now)}`,
      )
      .join('\n'),
  }))
}
