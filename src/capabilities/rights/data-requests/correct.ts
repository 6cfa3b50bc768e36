/** Putting right what is wrong of who somebody is: everywhere it stands, with everybody told to whom it was shown, and back again. */
import { newId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { findRepeats, type Repeated, saveRepeats } from '../../../platform/personal/repeat-store.ts'
import type { FactOfPerson } from '../../../platform/personal/rule.ts'
import { allRules, allTables } from '../../../platform/personal/rules.ts'
import { findWordsEverywhere } from '../../../platform/personal/search-store.ts'
import { dataProtectionHolder } from '../../organisations/index.ts'
import { findPerson, type Person, readEmail, readPhone, saveWhereTheyLive } from '../../people/index.ts'
import { snapToKilometre, whereaboutsOf } from '../../places/index.ts'
import { saveNear } from '../../requests/index.ts'
import { followPutRight } from '../../volunteers/index.ts'
import type { DataRequest } from '../data-request.ts'
import { findWhoIsMeant } from '../find-person.ts'
import { type Correction, insertCorrection, saveCorrectionUndone } from './correction-store.ts'
import { type Recipient, recipientsOf, tellRecipients } from './tell-recipients.ts'

/** What a press would change, and what it would not. */
export interface CorrectionPlan {
  readonly fact: FactOfPerson | null
  readonly was: string | null
  readonly wanted: string
  readonly personIds: readonly string[]
  readonly changes: readonly Repeated[]
  /** Texts in which the same words stand, by table and column: nobody can change those by a press. */
  readonly alsoStands: readonly { readonly table: string; readonly column: string; readonly rows: number }[]
  readonly recipients: readonly Recipient[]
}

const columnOf: Readonly<Record<FactOfPerson, keyof Person>> = {
  name: 'name',
  phone: 'phone',
  email: 'email',
  address: 'address',
  postcode: 'postcode',
  communication: 'communicationNeeds',
}

/** How it is written once it is put right, or why it cannot stand there. */
const asWritten = async (tx: PlaceTx, fact: FactOfPerson, typed: string): Promise<string | Refusal> => {
  const no = (because: string) => refuse('wrong-input', `${because} Ask them, or refuse it and say why.`, 'state')
  switch (fact) {
    case 'name':
      return typed.length > 0 && typed.length <= 120 ? typed : no('A name has up to 120 letters.')
    case 'phone': {
      const read = readPhone(typed)
      return 'phone' in read && read.phone ? read.phone : no('That is no phone number.')
    }
    case 'email': {
      const read = readEmail(typed)
      return 'email' in read && read.email ? read.email : no('That is no e-mail address.')
    }
    case 'postcode': {
      const where = await whereaboutsOf(tx, typed)
      return where.isPostcode ? where.shown : no('That is no postcode.')
    }
    default:
      return typed.length > 0 && typed.length <= 500 ? typed : no('That has up to 500 letters.')
  }
}

const factOf = ({ field }: DataRequest): FactOfPerson | null => (field && field !== 'other' ? field : null)

/** What putting it right would change now, and who would be told: as the page shows it before anybody presses. */
export const planCorrection = (tx: PlaceTx, asked: DataRequest): Promise<CorrectionPlan | Refusal> =>
  tx.house(async () => {
    const person = asked.personId ? await findPerson(tx, asked.personId) : null
    if (!person) return refuse('nobody', 'Nobody is found any more whom it is about.')
    const fact = factOf(asked)
    const [one = [person]] = await findWhoIsMeant(tx, person.personId)
    const personIds = one.map(({ personId }) => personId as string)
    const recipients = await recipientsOf(tx, personIds, fact)
    if (!fact)
      return { fact, was: null, wanted: asked.wanted ?? '', personIds, changes: [], alsoStands: [], recipients }
    const wanted = await asWritten(tx, fact, asked.wanted ?? '')
    if (typeof wanted !== 'string') return wanted
    const was = (person[columnOf[fact]] as string | null) ?? null
    const stands = await findRepeats(tx, allRules(), personIds, fact, was)
    const own = rowOf(person, fact)
    const changes = stands.some(({ table, id }) => table === own.table && id === own.id) ? stands : [own, ...stands]
    return { fact, was, wanted, personIds, changes, alsoStands: await textsWith(tx, was, changes), recipients }
  })

/** The rule of who somebody is. */
const ofPerson = () => allRules().find(({ record }) => record === 'person')

/** Their own record, also where nothing stood there so far. */
const rowOf = ({ personId }: Person, fact: FactOfPerson): Repeated => {
  const rule = ofPerson()
  const [column] = rule?.repeats?.columns[fact] ?? []
  if (!rule || !column) throw new Error(`No manifest says where ${fact} stands.`)
  return { table: rule.table, column, id: personId, what: rule.what }
}

/** Texts that say the same words, but for what is told to nobody: for a person to look at. */
const textsWith = async (tx: PlaceTx, was: string | null, changes: readonly Repeated[]) => {
  if (!was) return []
  const apart = new Set(allRules().flatMap(rule => (rule.apart ? [rule.table] : [])))
  const tables = Object.fromEntries(
    Object.entries(allTables()).flatMap(([table, sight]) =>
      apart.has(table) || table.startsWith('platform.') || table.startsWith('rights.') || !sight.personal?.length
        ? []
        : [[table, { ...sight, acting: [], plain: [] }]],
    ),
  )
  const found = await findWordsEverywhere(tx, tables, [was])
  return found.flatMap(({ table, column, rows }) => {
    const changed = changes.filter(one => one.table === table && one.column === column).length
    return rows > changed && column !== 'email_in_small_letters' ? [{ table, column, rows: rows - changed }] : []
  })
}

/** Puts it right everywhere, and tells everybody to whom it was shown (`law.toldOn`). Kept so that it can be taken back. */
export const correct = (tx: PlaceTx, asked: DataRequest): Promise<Refusal | CorrectionPlan> =>
  tx.house(async () => {
    const plan = await planCorrection(tx, asked)
    if (isRefusal(plan)) return plan
    const { fact, was, wanted, changes, recipients } = plan
    const correctionId = newId()
    if (fact) {
      await change(tx, fact, was, wanted, changes, false)
      await insertCorrection(tx, {
        correctionId,
        dataRequestId: asked.dataRequestId,
        personId: asked.personId ?? '',
        fact,
        was,
        wanted,
        changed: changes.map(({ table, column, id }) => ({ table, column, id })),
        told: recipients.map(({ id }) => id),
      })
      await grantAccess(tx, [
        { recordId: correctionId, holderId: dataProtectionHolder(tx.placeId), basis: 'answers for the data' },
      ])
    }
    await tellRecipients(tx, asked.dataRequestId, `data request corrected ${correctionId}`, fact, recipients, false)
    return plan
  })

/** Takes back what was put right, where it still stands as it was put right, and tells the same people. */
export const takeBackCorrection = (tx: PlaceTx, made: Correction): Promise<Refusal | null> =>
  tx.house(async () => {
    const { correctionId, dataRequestId, personId, fact, was, wanted } = made
    if (!(await saveCorrectionUndone(tx, correctionId))) return refuse('undone', 'This has been taken back already.')
    const [one = []] = await findWhoIsMeant(tx, personId)
    const personIds = one.length > 0 ? one.map(({ personId }) => personId as string) : [personId]
    const stands = await findRepeats(tx, allRules(), personIds, fact, wanted)
    const mine = (row: Omit<Repeated, 'what'>) =>
      made.changed.some(({ table, column, id }) => table === row.table && column === row.column && id === row.id)
    await change(tx, fact, wanted, was, stands.filter(mine), true)
    const recipients = await recipientsOf(tx, personIds, fact)
    await tellRecipients(tx, dataRequestId, `data request taken back ${correctionId}`, fact, recipients, true)
    return null
  })

/** Writes it, and what follows from it: where a postcode is, and what volunteering hangs on. */
const change = async (
  tx: PlaceTx,
  fact: FactOfPerson,
  was: string | null,
  now: string | null,
  rows: readonly Omit<Repeated, 'what'>[],
  isTakenBack: boolean,
): Promise<void> => {
  await saveRepeats(tx, allRules(), rows, now)
  const people = rows.flatMap(({ table, id }) => (table === ofPerson()?.table ? [id] : []))
  if (fact === 'name') await followPutRight(tx, people, { fact, was: was ?? '', now: now ?? '', isTakenBack })
  if (fact === 'phone') await followPutRight(tx, people, { fact })
  if (fact === 'postcode') {
    const where = now ? await whereaboutsOf(tx, now) : { position: null, neighbourhoodId: null }
    await saveWhereTheyLive(tx, people, where)
    await saveNear(tx, people, where.position && snapToKilometre(where.position), where.neighbourhoodId)
    await followPutRight(tx, people, { fact, where })
  }
}
