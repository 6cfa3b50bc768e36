import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import type { Action } from '../../../design/view-models.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { command, perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { notFound, page, redirect, view } from '../../../platform/http/route.ts'
import { asTyped } from '../../../platform/http/typed.ts'
import type { ServiceLocation } from '../listed-service.ts'
import { findListedService } from '../listed-service-store.ts'
import type { PrivateAddress } from '../private-address.ts'
import { lockAgainstImports } from '../write-lock-store.ts'
import { makePrivate } from './make-private.ts'
import { type KeptAddress, listPrivateAddresses, setEditorsMaySee } from './private-address-store.ts'
import { accessEntry, type EntryToEdit, isEditor, noSuchEntry } from './propose-change.ts'

/** The true address of a place that is kept private: who may see it sees it here, and each look is written down. */

export const LOOKED = 'looked at a private address'

/**
 * The addresses the actor may see: those granted to their organisation; for whoever keeps the directory right only where the organisation says so.
 * Every one that is shown leaves an audit line.
 */
export async function lookAtPrivateAddresses(tx: PlaceTx, entry: EntryToEdit): Promise<KeptAddress[]> {
  const hidden = (entry.live?.locations ?? []).filter(location => location.hidden).map(({ locationId }) => locationId)
  if (hidden.length === 0) return []
  const granted = await tx.asActor(() => listPrivateAddresses(tx, hidden))
  const forEditors = isEditor(tx.actor)
    ? (await tx.house(() => listPrivateAddresses(tx, hidden))).filter(({ editorsMaySee }) => editorsMaySee)
    : []
  const seen = [...new Map([...granted, ...forEditors].map(each => [each.addressId, each])).values()]
  for (const { addressId } of seen) await audit(tx, LOOKED, addressId)
  return seen
}

/** Says whether those who keep the directory right may see the organisation's private addresses. */
export const letEditorsSeeAddress = command({
  name: 'directory.let-editors-see-address',
  allow: 'entry.edit',
  inHouse: true,
  input: Type.Object({ serviceId: Type.String({ format: 'uuid' }), may: Type.Boolean() }),
  async run(tx, { serviceId, may }) {
    const entry = await accessEntry(tx, serviceId)
    if (!entry?.live || entry.checksItself) return noSuchEntry()
    for (const location of entry.live.locations)
      if (location.hidden) await setEditorsMaySee(tx, location.locationId, may)
    return { recordId: serviceId }
  },
})

/** Makes the addresses of an entry private at once; it waits for nobody. */
export const keepAddressPrivate = command({
  name: 'directory.keep-address-private',
  allow: 'entry.edit',
  inHouse: true,
  input: Type.Object({
    serviceId: Type.String({ format: 'uuid' }),
    locationId: Type.String({ format: 'uuid', mend: 'Choose the place' }),
  }),
  async run(tx, { serviceId, locationId }) {
    await lockAgainstImports(tx)
    const entry = await accessEntry(tx, serviceId)
    const location = (await findListedService(tx, serviceId))?.locations.find(each => each.locationId === locationId)
    if (!entry?.live || !location) return noSuchEntry()
    if (location.hidden) return refuse('private-already', 'This address is private already.')
    await makePrivate(tx, locationId)
    return { recordId: serviceId }
  },
})

type AddressPage = PageModel & {
  addresses: readonly { lines: string; keptBy: string; at: Date }[]
  hiddenCount: number
  /** Places everybody sees, each with the press that makes it private. */
  open: readonly { lines: string; keep: Action }[]
  action: string
  mayDecide: boolean
  editorsMaySee: boolean
  editHref: string
}

const asLines = ({ name, addressLines, town, county, postcode }: PrivateAddress | ServiceLocation) =>
  [name, ...(addressLines ?? []), town, county, postcode].filter(Boolean).join('\n')

const One = Type.Object({ entryId: Type.String({ format: 'uuid' }) })
const happened: Happenings = {
  yes: { message: 'Those who keep the directory right may see the address. Each look is written down.' },
  no: { message: 'Only people of your organisation see the address.' },
  private: { message: 'The address is private now, everywhere, and in everything that was kept.' },
}

export const privateAddressPage = page({
  method: 'GET',
  path: '/:place/directory/entries/:entryId/private-address',
  allow: 'entry.edit',
  params: One,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, params, query }) {
    const found = await platform.db.as(actor, tx =>
      tx.house(async () => {
        const entry = await accessEntry(tx, params.entryId)
        return entry?.live ? { entry, addresses: await lookAtPrivateAddresses(tx, entry) } : null
      }),
    )
    if (!found) return notFound('There is no such entry among those you look after.')
    const { entry, addresses } = found
    const base = `/${place.slug}/directory/entries/${params.entryId}`
    const hiddenCount = (entry.live?.locations ?? []).filter(({ hidden }) => hidden).length
    const model: AddressPage = {
      page: {
        title: hiddenCount > 0 ? 'The private address' : 'Keep an address private',
        caption: entry.content.name,
        backHref: `${base}/edit`,
        ...noticeOf(happened, query.done),
      },
      addresses: addresses.map(({ address, keptByName, keptAt }) => ({
        lines: asLines(address),
        keptBy: keptByName,
        at: keptAt,
      })),
      hiddenCount,
      open: (entry.live?.locations ?? [])
        .filter(location => !location.hidden && asLines(location) !== '')
        .map(location => ({
          lines: asLines(location),
          keep: {
            text: 'Keep this address private',
            about: `: ${asLines(location).replaceAll('\n', ', ')}`,
            action: `${base}/private-address`,
            hidden: { do: 'make private', locationId: location.locationId },
            look: 'danger',
          },
        })),
      action: `${base}/private-address`,
      mayDecide: !entry.checksItself,
      editorsMaySee: addresses.some(({ editorsMaySee }) => editorsMaySee),
      editHref: `${base}/edit`,
    }
    return view('directory/editing/private-address.njk', model, { headers: { 'cache-control': 'no-store' } })
  },
})

export const privateAddressAnswer = page({
  method: 'POST',
  path: '/:place/directory/entries/:entryId/private-address',
  allow: 'entry.edit',
  params: One,
  async handle({ platform, place, actor, params, body }) {
    const here = `/${place.slug}/directory/entries/${params.entryId}/private-address`
    const doing = asTyped(body.do)
    if (doing === 'make private') {
      const made = await perform(platform.db, actor, keepAddressPrivate, {
        serviceId: params.entryId,
        locationId: asTyped(body.locationId),
      })
      return isRefusal(made) ? notFound(made.message) : redirect(`${here}?done=private`)
    }
    const may = doing === 'let editors see'
    const answer = await perform(platform.db, actor, letEditorsSeeAddress, { serviceId: params.entryId, may })
    return isRefusal(answer) ? notFound(answer.message) : redirect(`${here}?done=${may ? 'yes' : 'no'}`)
  },
})
