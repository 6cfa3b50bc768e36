import { Type } from 'typebox'
import { newLetterCode } from '../../../kernel/letter-code.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { findListedServices } from '../listed-service-store.ts'
import { MOST_KEPT, moved, NOTE_LENGTH } from './shortlist.ts'
import {
  deleteShared,
  deleteShortlist,
  findMerged,
  findShared,
  insertKept,
  insertShared,
  listKept,
  lockShortlist,
  removeKept,
  setNotes,
  setOrder,
} from './shortlist-store.ts'

/** What can be done with a shortlist. Anyone may: whoever brings the secret. */

const Secret = Type.String({ minLength: 16, maxLength: 100 })
const ServiceId = Type.String({ format: 'uuid' })
export const SHARED_CODE_LENGTH = 10

/** Puts a service on the list, at its end; twice is once. */
export const keepService = command({
  name: 'directory.keep-service',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ secret: Secret, serviceId: ServiceId }),
  run: (tx, { secret, serviceId }) => keep(tx, secret, [{ serviceId, note: '' }]),
})

/** Puts every service of a shared list on one's own list, with its notes. */
export const keepSharedList = command({
  name: 'directory.keep-shared-list',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ secret: Secret, code: Type.String({ maxLength: 40 }) }),
  async run(tx, { secret, code }) {
    const shared = await findShared(tx, code, undefined)
    return shared ? keep(tx, secret, shared.entries) : refuse('list-ended', 'ended')
  },
})

async function keep(tx: PlaceTx, secret: string, wanted: readonly { serviceId: string; note: string }[]) {
  await lockShortlist(tx, secret)
  const merged = await findMerged(
    tx,
    wanted.map(({ serviceId }) => serviceId),
  )
  const notes = new Map(wanted.map(({ serviceId, note }) => [merged.get(serviceId) ?? serviceId, note]))
  const services = await findListedServices(tx, [...notes.keys()])
  if (services.length === 0) return refuse('no-such-service', 'gone')
  const kept = new Set((await listKept(tx, secret)).map(({ serviceId }) => serviceId))
  const fresh = services.filter(({ serviceId }) => !kept.has(serviceId))
  if (kept.size + fresh.length > MOST_KEPT) return refuse('list-full', 'full')
  for (const { serviceId, name } of fresh)
    await insertKept(tx, secret, { serviceId, name, note: notes.get(serviceId) ?? '' })
  return { kept: kept.size + fresh.length }
}

/** Takes a service off; for an hour it can be put back as it was. */
export const removeService = command({
  name: 'directory.remove-kept-service',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ secret: Secret, serviceId: ServiceId }),
  async run(tx, { secret, serviceId }) {
    await lockShortlist(tx, secret)
    return { removed: await removeKept(tx, secret, serviceId) }
  },
})

/** Saves the notes, and moves or removes one entry when that was pressed: what was typed is never lost by pressing another button. */
export const changeShortlist = command({
  name: 'directory.rearrange-shortlist',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    secret: Secret,
    notes: Type.Record(ServiceId, Type.String({ maxLength: NOTE_LENGTH })),
    act: Type.Optional(
      Type.Object({
        what: Type.Union([Type.Literal('up'), Type.Literal('down'), Type.Literal('remove')]),
        serviceId: ServiceId,
      }),
    ),
  }),
  async run(tx, { secret, notes, act }) {
    await lockShortlist(tx, secret)
    await setNotes(tx, secret, notes)
    if (act?.what === 'remove') return { removed: await removeKept(tx, secret, act.serviceId) }
    if (act) {
      const order = (await listKept(tx, secret)).map(({ serviceId }) => serviceId)
      await setOrder(tx, secret, moved(order, act.serviceId, act.what === 'up' ? -1 : 1))
    }
    return { removed: false }
  },
})

/** Takes everything off for good, for whoever helps the next person. Links made before stay until they end. */
export const clearShortlist = command({
  name: 'directory.clear-shortlist',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ secret: Secret }),
  async run(tx, { secret }) {
    await lockShortlist(tx, secret)
    await deleteShortlist(tx, secret)
    return { cleared: true }
  },
})

/** Makes a link to the list as it is now. */
export const shareShortlist = command({
  name: 'directory.share-shortlist',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ secret: Secret }),
  async run(tx, { secret }) {
    await lockShortlist(tx, secret)
    const entries = await listKept(tx, secret)
    if (entries.length === 0) return refuse('list-empty', 'empty')
    for (let tries = 0; tries < 5; tries++) {
      const code = newLetterCode(SHARED_CODE_LENGTH)
      if (await insertShared(tx, secret, code, entries)) return { code }
    }
    throw new Error('no free code for a shared list')
  },
})

/** Ends a link before its time. Only whoever made it can. */
export const endSharedList = command({
  name: 'directory.end-shared-list',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ secret: Secret, code: Type.String({ maxLength: 40 }) }),
  run: async (tx, { secret, code }) =>
    (await deleteShared(tx, code, secret)) ? { ended: true } : refuse('not-yours', 'ended'),
})
