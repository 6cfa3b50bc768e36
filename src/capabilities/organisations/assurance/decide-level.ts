import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { cannotSettle, sharingQueue } from '../settles-sharing.ts'
import { type Basis, bases, type Purpose, purposes, type SharedField, sharedFieldCodes } from '../sharing-words.ts'
import { type AssuranceLevel, assuranceLevels } from '../words.ts'
import { insertLevelScope } from './assurance-store.ts'

/** What a table of levels can allow: an emergency is limited by no table. */
export const basesOfLevels = (Object.keys(bases) as Basis[]).filter(basis => basis !== 'vital interests')

/** Decides what organisations of a level may be told, for a purpose, from a day on. What was decided before stays written. */
export const decideLevel = command({
  name: 'organisations.decide-level',
  allow: 'sharing.settle',
  input: Type.Object({
    level: Type.Enum(Object.keys(assuranceLevels), { mend: 'Choose a level' }),
    purpose: Type.Enum(Object.keys(purposes), { mend: 'Choose what it is for' }),
    fields: Type.Array(Type.Enum(sharedFieldCodes), { mend: 'Choose which details' }),
    bases: Type.Array(Type.Enum(basesOfLevels), { mend: 'Choose what may allow it' }),
    fromOn: Type.String({ format: 'date', mend: 'Enter the first day, like 1 12 2026' }),
    why: Type.String({ minLength: 5, maxLength: 300, mend: 'Say why, in 5 to 300 characters' }),
  }),
  async run(tx, input) {
    const cannot = await cannotSettle(tx)
    if (cannot) return cannot
    if (input.fromOn < dateAt(tx.now))
      return refuse(
        'in-the-past',
        'The first day cannot be in the past: what was shared until now was shared.',
        'fromOn',
      )
    if (input.fields.length > 0 && input.bases.length === 0)
      return refuse('no-basis', 'Choose what may allow it, or no details at all.', 'bases')
    if (input.fields.length === 0 && input.bases.length > 0)
      return refuse('no-fields', 'Choose which details, or nothing that allows it.', 'fields')
    await tx.house(() =>
      insertLevelScope(tx, {
        level: input.level as AssuranceLevel,
        purpose: input.purpose as Purpose,
        fields: input.fields as SharedField[],
        bases: input.bases as Basis[],
        fromOn: input.fromOn,
        why: input.why.trim(),
      }),
    )
    await tx.wake(sharingQueue, { placeId: tx.placeId })
    return { recordId: null, auditReason: `${input.level}, ${input.purpose}: ${input.why.trim()}` }
  },
})
