import { factKind } from '../../platform/facts/fact.ts'

export type Decision = 'ask organisation' | 'signpost' | 'close'

/** Somebody decided what should happen next to a need: the first of these is the first human reply. */
export const NeedTriaged = factKind<{
  needId: string
  helpRequestId: string
  decision: Decision
  organisationName: string | null
  serviceName: string | null
  closingReason: string | null
}>('need-triaged', data =>
  data.decision === 'ask organisation'
    ? `Decided to ask ${data.organisationName ?? 'an organisation'}.`
    : data.decision === 'signpost'
      ? `Told them about ${data.serviceName ?? 'a service'}.`
      : 'Decided to close it.',
)
