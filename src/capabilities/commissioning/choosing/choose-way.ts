import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { leadAgreement } from '../agreements/access-agreement.ts'
import type { Agreement } from '../agreements/agreement.ts'
import { saveAgreement } from '../agreements/agreement-store.ts'
import { findLocalArea } from '../local-area/local-area-store.ts'
import { choiceOf } from '../routes/choice.ts'
import { type Facts, readFacts } from '../routes/facts.ts'

/**
 * Says by which way an agreement is made, on what facts. A way the law does not leave open on them is refused with the reason; what was answered, the ways that were
 * open and the rules as they stood are kept with it.
 */
export const chooseWay = command({
  name: 'commissioning.choose-way',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference: Type.String(),
    route: Type.String({ pattern: '^[a-z0-9-]{3,40}$', mend: 'Choose by which way it is made' }),
    answers: Type.Record(Type.String({ maxLength: 20 }), Type.String({ maxLength: 60 })),
  }),
  async run(tx, { reference, route, answers }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    if (agreement.state !== 'draft') return refuse('signed', 'It is signed: how it was made does not change.')
    const { facts, errors } = readFacts(answers)
    const [wrong] = errors
    if (wrong) return refuse('wrong-answer', wrong.message, wrong.field)
    const other = anotherKind(agreement, facts)
    if (other) return refuse('another-kind', other, 'form')
    const choice = choiceOf(facts, route, dateAt(tx.now), await findLocalArea(tx))
    if ('wrong' in choice) return refuse('not-lawful', choice.wrong, 'route')
    const area = choice.keptFor.find(({ code }) => code === 'area')
    await saveAgreement(tx, agreement.agreementId, {
      route,
      routeFacts: choice,
      reservedArea: area ? (facts.area === 'uk' ? 'uk' : 'local') : null,
      reservedPlaces: area && area.areas.length > 0 ? area.areas : null,
      reservedFor: choice.keptFor.flatMap(({ code }) => (code === 'sme' || code === 'vcse' ? [code] : [])),
    })
    return { recordId: agreement.agreementId }
  },
})

/** Why answers are about another kind of agreement, or another thing, than the one it was written down as. */
const anotherKind = ({ kind, category }: Agreement, { form, what }: Facts): string | null => {
  if (kind === 'grant' && form !== 'grant')
    return 'It is written down as a grant, and the answers are not about one. Answer for a grant, or write it down anew.'
  if (kind === 'contract' && form !== 'contract')
    return 'It is written down as a contract, and the answers are not about one. Answer for a contract, or write it down anew.'
  if (what !== undefined && what !== category)
    return `It is written down as ${category}, and the answers are about ${what}. Answer for ${category}, or write it down anew.`
  return null
}
