import { Type } from 'typebox'
import { isRefusal, refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import { record } from '../../platform/facts/fact.ts'
import { accessNeed } from '../requests/index.ts'
import { OutcomeRecorded } from './facts.ts'
import { insertOutcome, listOutcomes } from './outcome-store.ts'
import { type Difference, differences, type ToldBy, toldBys } from './words.ts'

/** Writes down what changed, in the resident's words. The need then closes as helped. */
export const recordOutcome = command({
  name: 'outcomes.record-outcome',
  allow: 'outcome.record',
  input: Type.Object({
    needId: Type.String({ format: 'uuid', mend: 'Choose a need' }),
    difference: Type.Enum(Object.keys(differences), { mend: 'Choose how things are now' }),
    inTheirWords: Type.String({ maxLength: 1000, mend: 'Keep this to 1,000 characters' }),
    toldBy: Type.Enum(Object.keys(toldBys), { mend: 'Choose who told us' }),
  }),
  async run(tx, input) {
    const need = await accessNeed(tx, input.needId, 'change')
    if (isRefusal(need)) return need
    const [already] = await listOutcomes(tx, [need.needId])
    if (already) return refuse('outcome-known', `How it went was already written down by ${already.recordedByName}.`)
    if (!['done', 'ongoing', 'in contact'].includes(need.state))
      return refuse('not-helped-yet', 'The help has not been given yet, so there is no outcome to tell.')
    const difference = input.difference as Difference
    const toldBy: ToldBy = tx.actor.kind === 'bearer' ? 'the resident' : (input.toldBy as ToldBy)
    await insertOutcome(tx, {
      needId: need.needId,
      difference,
      inTheirWords: input.inTheirWords.trim() || null,
      toldBy,
      recordedByName: tx.actor.name,
    })
    const data = { needId: need.needId, difference, known: difference !== 'not known' }
    await record(tx, OutcomeRecorded, { recordId: need.needId, journeyId: need.journeyId }, data)
    return { recordId: need.needId }
  },
})
