/** What the platform knows already, as evidence: taken from the facts of the last 90 days at the moment it is looked at, with its day. */
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { chosenPeriod, roughly, shareInWords, takeMeasures } from '../../demand/index.ts'

type Measures = Awaited<ReturnType<typeof takeMeasures>>['measures']

const waitOf = (wait: Measures['waits']['done'], what: string): string =>
  wait.counted === 0
    ? `Nothing to count yet: none of ${wait.of} needs had ${what}.`
    : `Half of ${wait.counted} needs had ${what} within ${roughly(wait.medianMinutes)}; ${wait.stillWaiting} still wait.`

/** Each measure with its name, and what it says of some days. */
export const measures = {
  'met locally': {
    name: 'Share of needs that local groups and volunteers took on',
    says: ({ noTaker }: Measures) =>
      `${shareInWords({ needs: noTaker.of - noTaker.needs, of: noTaker.of })} of ${noTaker.of} needs that came to an end were taken on by an organisation or volunteer here; for ${noTaker.needs} nobody could.`,
  },
  'first reply': {
    name: 'Time to a first reply by a person',
    says: ({ waits }: Measures) => waitOf(waits.firstReply, 'a first reply'),
  },
  'first yes': {
    name: 'Time until somebody says yes',
    says: ({ waits }: Measures) => waitOf(waits.firstYes, 'a yes'),
  },
  done: { name: 'Time until it is done', says: ({ waits }: Measures) => waitOf(waits.done, 'been done') },
  'known outcome': {
    name: 'Share of which it is known what changed',
    says: ({ knownOutcome }: Measures) =>
      `Of ${knownOutcome.of} needs that were done, what changed is known for ${shareInWords(knownOutcome)}.`,
  },
  'told again': {
    name: 'Share that had to be asked for again',
    says: ({ reRouted }: Measures) =>
      `${shareInWords(reRouted)} of ${reRouted.of} needs were passed on more than once, after a no, a silence or a “could not”.`,
  },
} as const satisfies Record<string, { name: string; says(of: Measures): string }>

export type MeasureCode = keyof typeof measures
export const measureCodes = Object.keys(measures) as MeasureCode[]

interface Said {
  /** The day they were taken, in words. */
  readonly on: string
  readonly says: Readonly<Record<MeasureCode, string>>
}

/** Counting every fact of a large place takes longer than a page should: what was taken is said again for ten minutes. */
const keptFor = 600_000
const kept = new WeakMap<object, Map<string, { at: number; said: Said }>>()

/** What every measure says now, or said less than ten minutes ago. */
export const sayMeasures = async (tx: PlaceTx): Promise<Said> => {
  const ofDatabase = kept.get(tx.database) ?? new Map<string, { at: number; said: Said }>()
  kept.set(tx.database, ofDatabase)
  const before = ofDatabase.get(tx.placeId)
  const now = tx.now.getTime()
  if (before && before.at <= now && now - before.at < keptFor) return before.said
  const { measures: taken } = await takeMeasures(tx, chosenPeriod('90', tx.now))
  const said: Said = {
    on: exactDate(dateAt(tx.now)),
    says: Object.fromEntries(measureCodes.map(code => [code, measures[code].says(taken)])) as Record<
      MeasureCode,
      string
    >,
  }
  ofDatabase.set(tx.placeId, { at: now, said })
  return said
}
