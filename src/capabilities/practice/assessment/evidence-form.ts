/** How evidence is asked for and read, whoever puts it to what they say. */
import type { Field } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { readWebAddress } from '../web-address.ts'
import { type MeasureCode, measureCodes, measures } from './measures.ts'

export const evidenceFields: readonly Field[] = [
  {
    kind: 'radios',
    name: 'measure',
    label: 'Something this place counts already',
    hint: 'Its figure is taken live, and what it says today is kept with its day.',
    options: measureCodes.map(value => ({ value, text: measures[value].name })),
    optional: true,
  },
  { kind: 'text', name: 'title', label: 'Or a document: what it is called', optional: true },
  { kind: 'text', name: 'address', label: 'Where it can be read', optional: true, spellcheck: false },
  { kind: 'textarea', name: 'evidence', label: 'Or in words', limit: 2000, optional: true },
]

export interface TypedEvidence {
  readonly measure: MeasureCode | null
  readonly title: string | null
  readonly says: string | null
  readonly address: string | null
}

export const readEvidence = (body: Readonly<Record<string, unknown>>): TypedEvidence | ErrorItem => {
  const read = readWebAddress(body.address)
  if ('message' in read) return { field: 'address', message: read.message }
  return {
    measure: chosen<MeasureCode>(body.measure, measureCodes),
    title: typedLine(body.title) || null,
    says: typedText(body.evidence) || null,
    address: read.address,
  }
}
