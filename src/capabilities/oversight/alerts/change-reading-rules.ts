import { Type } from 'typebox'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { numberNames, type ReadingNumbers, readingNumbers, usualNumbers } from './reading-numbers.ts'
import { insertNumbers, listChosenNumbers } from './reading-rules-store.ts'

// The version that stands on the page from which it is changed: of two who change it at once, the second looks again.
const replaces = Type.Integer({ minimum: 0, mend: 'Look at the page again, then try once more.' })

const changedMeanwhile = refuse(
  'changed-meanwhile',
  'Somebody else changed this meanwhile. Here is how it stands now: look at it, then try once more.',
)

/** What is wrong with one of the numbers, in words. */
export const mendOf = (name: keyof ReadingNumbers): string =>
  `${readingNumbers[name].label}: enter a whole number from ${readingNumbers[name].least} to ${readingNumbers[name].most}`

const saveNext = async (tx: PlaceTx, replaced: number, because: string, numbers: ReadingNumbers | null) =>
  (await insertNumbers(tx, { version: replaced + 1, because, numbers })) ? { recordId: null } : changedMeanwhile

const areSame = (one: ReadingNumbers, other: ReadingNumbers): boolean =>
  numberNames.every(name => one[name] === other[name])

/** Chooses from which numbers on reading is unusual here; what was told stays told. */
export const changeReadingRules = command({
  name: 'oversight.change-reading-rules',
  allow: 'reading-rules.change',
  input: Type.Object({
    replaces,
    because: Type.String({ minLength: 1, maxLength: 300, mend: 'Say why, in up to 300 characters' }),
    numbers: Type.Object(
      Object.fromEntries(
        numberNames.map(name => [
          name,
          Type.Integer({
            minimum: readingNumbers[name].least,
            maximum: readingNumbers[name].most,
            mend: mendOf(name),
          }),
        ]),
      ),
    ),
  }),
  async run(tx, { replaces, because, numbers }) {
    const [now] = await listChosenNumbers(tx, 1)
    if ((now?.version ?? 0) !== replaces) return changedMeanwhile
    if (areSame(numbers as unknown as ReadingNumbers, now?.numbers ?? usualNumbers))
      return refuse('nothing-changed', 'These numbers count already: change at least one.')
    return saveNext(tx, replaces, because, numbers as unknown as ReadingNumbers)
  },
})

/** Back to what every place starts with, whatever a later version of the programme makes of it. */
export const useUsualReadingRules = command({
  name: 'oversight.use-usual-reading-rules',
  allow: 'reading-rules.change',
  input: Type.Object({ replaces }),
  async run(tx, { replaces }) {
    const [now] = await listChosenNumbers(tx, 1)
    if ((now?.version ?? 0) !== replaces) return changedMeanwhile
    if (!now?.numbers) return refuse('nothing-changed', 'What every place starts with counts already.')
    return saveNext(tx, replaces, 'Back to what every place starts with.', null)
  },
})

/** Takes the latest choice back: what counted before it counts again. */
export const undoReadingRules = command({
  name: 'oversight.undo-reading-rules',
  allow: 'reading-rules.change',
  input: Type.Object({ replaces }),
  async run(tx, { replaces }) {
    const [now, before] = await listChosenNumbers(tx, 2)
    if (!now) return refuse('nothing-to-undo', 'Nobody has changed anything yet.')
    if (now.version !== replaces) return changedMeanwhile
    return saveNext(tx, replaces, 'The last change was taken back.', before?.numbers ?? null)
  },
})
