import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes'
import type { Refusal } from '../../kernel/refusal.ts'

/** Something that is wrong with a call: what, where in the payload, in FHIR's own codes (R4 ValueSet issue-type). */
export interface Issue {
  readonly code: NonNullable<OperationOutcomeIssue['code']>
  readonly says: string
  /** FHIRPath to the element, such as `ServiceRequest.subject`. */
  readonly where?: string
}

/** A call that is not done: the status of HTTP and everything that is wrong, at once. */
export interface Fault {
  readonly fault: number
  readonly issues: readonly Issue[]
  readonly headers?: Readonly<Record<string, string>>
}

export const fault = (status: number, code: Issue['code'], says: string, where?: string): Fault => ({
  fault: status,
  issues: [{ code, says, ...(where && { where }) }],
})

export const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'fault' in value && typeof value.fault === 'number'

/** Well formed, and still not to be done: 422 with everything that is missing. */
export const unprocessable = (issues: readonly Issue[]): Fault => ({ fault: 422, issues })

/** What went wrong as FHIR says it. */
export const outcomeOf = (issues: readonly Issue[]): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: issues.map(({ code, says, where }) => ({
    severity: 'error',
    code,
    details: { text: says },
    ...(where && { expression: [where] }),
  })),
})

/** The issue code of a status that no call of ours gave: too long, too many, not there. */
const codeOf: Readonly<Record<number, Issue['code']>> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  406: 'not-supported',
  409: 'conflict',
  412: 'conflict',
  413: 'too-long',
  414: 'too-long',
  415: 'not-supported',
  422: 'business-rule',
  428: 'required',
  429: 'throttled',
}

export const faultOf = (status: number, says: string): Fault => fault(status, codeOf[status] ?? 'exception', says)

/** A refusal of ours in their words: not there and not theirs are one answer, what came second is a conflict, the rest is a rule that was not met. */
export const refusedAs = ({ refused, message, field, errors }: Refusal): Fault => {
  if (refused.startsWith('no-such')) return fault(404, 'not-found', message)
  if (refused === 'not-allowed' || refused === 'not-asked') return fault(403, 'forbidden', message)
  if (refused === 'changed-meanwhile') return fault(412, 'conflict', message)
  if (refused === 'somebody-else' || refused.startsWith('already-')) return fault(409, 'conflict', message)
  return unprocessable(
    (errors ?? [{ field: field ?? '', message }]).map(each => ({
      code: 'business-rule',
      says: each.message,
      ...(each.field && { where: each.field }),
    })),
  )
}
