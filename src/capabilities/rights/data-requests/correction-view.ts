/** What a press would put right, and what was, as the lead reads it. */
import { exactTime } from '../../../design/time-in-words.ts'
import type { SummaryCard } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { correctable, type DataRequest } from '../data-request.ts'
import { law } from '../law.ts'
import { columnInWords, tableInWords } from '../table-in-words.ts'
import { planCorrection } from './correct.ts'
import type { Correction } from './correction-store.ts'
import type { Recipient } from './tell-recipients.ts'

export interface PlanView {
  /** Why it cannot be put right by a press; null where it can. */
  readonly refusal: string | null
  readonly change: string | null
  readonly changes: readonly string[]
  readonly stays: readonly string[]
  readonly told: readonly string[]
  readonly law: string
}

/** "2 rows", once for each kind of record. */
const counted = (rows: readonly { readonly what: string }[]): string[] => {
  const counts = new Map<string, number>()
  for (const { what } of rows) counts.set(what, (counts.get(what) ?? 0) + 1)
  return [...counts].map(([what, count]) => `${what}${count > 1 ? ` (${count})` : ''}`)
}

const recipientKinds: Readonly<Record<Recipient['kind'], string>> = {
  organisation: '',
  volunteer: ', who volunteers',
  'in an emergency': ', who opened it in an emergency',
  system: ': software that reads it, by its ids',
}

const recipientInWords = ({ kind, name, path, references, unreachable }: Recipient): string =>
  `${name}${recipientKinds[kind]}${references.length > 0 ? `, for ${references.join(', ')}` : ''}${
    unreachable
      ? ': cannot be told any more, for they left no way'
      : path || kind === 'system'
        ? ''
        : ': no longer sees it, and is told to destroy it'
  }`

/** Before the press: every record it changes, where the same words stand besides, and who is told. */
export const drawPlan = async (tx: PlaceTx, asked: DataRequest): Promise<PlanView> => {
  const plan = await planCorrection(tx, asked)
  const nothing = { change: null, changes: [], stays: [], told: [], law: law.toldOn }
  if (isRefusal(plan)) return { ...nothing, refusal: plan.message }
  const { fact, was, wanted, changes, alsoStands, recipients } = plan
  return {
    refusal: null,
    change: fact ? `${correctable[fact]}: “${was ?? 'nothing'}” becomes “${wanted}”` : null,
    changes: counted(changes),
    stays: alsoStands.map(
      ({ table, column, rows }) => `${tableInWords(table)}, “${columnInWords(table, column)}”: ${rows}`,
    ),
    told: recipients.map(recipientInWords),
    law: law.toldOn,
  }
}

/** What was put right: its history. */
export const correctionCard = ({
  fact,
  was,
  wanted,
  changed,
  told,
  changedAt,
  changedBy,
  undoneAt,
  undoneBy,
}: Correction): SummaryCard => ({
  title: `${correctable[fact]} put right`,
  rows: [
    { key: 'What stood there', value: was ?? 'Nothing' },
    { key: 'What it became', value: wanted },
    { key: 'Where', value: counted(changed.map(({ table }) => ({ what: tableInWords(table) }))).join('\n') },
    {
      key: 'Who was told',
      value: told.length === 1 ? '1 who had been shown it' : `${told.length} who had been shown it`,
    },
    { key: 'By whom', value: `${changedBy}, ${exactTime(changedAt)}` },
    ...(undoneAt ? [{ key: 'Taken back', value: `${undoneBy}, ${exactTime(undoneAt)}` }] : []),
  ],
})
