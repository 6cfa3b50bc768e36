import { Type } from 'typebox'
import type { PageModel } from '../../../design/page.ts'
import { qrCode } from '../../../design/qr-code.ts'
import { dateAt, dayMonthYear } from '../../../design/time-in-words.ts'
import type { Action } from '../../../design/view-models.ts'
import { readLetterCode } from '../../../kernel/letter-code.ts'
import { notFound, page, view } from '../../../platform/http/route.ts'
import { SHARED_CODE_LENGTH } from './keep-services.ts'
import { type KeptEntry, loadKept } from './kept-entries.ts'
import { type ListText, listText, type PrintChoice, printChoice } from './list-page.ts'
import { sharingWords } from './sharing-words.ts'
import { secretOf } from './shortlist.ts'
import { findShared } from './shortlist-store.ts'

/** `/:place/list/:listCode`: a list somebody shared, for everyone who has its address; for its maker also the QR code, the text and the end. */

type SharedListPage = PageModel & {
  say: ReturnType<typeof sharingWords>
  until: string
  entries: readonly KeptEntry[]
  map: unknown
  print: PrintChoice
  printedOn: string
  address: string
  qr: string
  /** Only for whoever made it. */
  maker: { says: string; text: ListText; end: Action; backHref: string } | null
  keepAll: Action
}

export const sharedListPage = page({
  method: 'GET',
  path: '/:place/list/:listCode',
  allow: 'anyone',
  params: Type.Object({ listCode: Type.String() }),
  query: Type.Object({ print: Type.Optional(Type.Unknown()) }),
  async handle(visit) {
    const { platform, place, actor, params, cookies, language } = visit
    const say = sharingWords(language)
    const base = `/${place.slug}`
    const code = readLetterCode(params.listCode, SHARED_CODE_LENGTH)
    const now = platform.clock()
    const found =
      code &&
      (await platform.db.as(actor, async tx => {
        const shared = await findShared(tx, code, secretOf(cookies))
        return shared && { shared, list: await loadKept(tx, shared.entries, { base, language, now }) }
      }))
    if (!found) return notFound(say('listEnded'))
    const { shared, list } = found
    const date = dayMonthYear(dateAt(shared.endsAt), language)
    const address = `${platform.config.publicUrl}${base}/list/${shared.code}`
    const model: SharedListPage = {
      page: {
        title: say('listTitle'),
        translated: true,
        ...(shared.isMaker && { backHref: `${base}/shortlist` }),
      },
      say,
      until: say('listUntil', { date }),
      entries: list.entries,
      map: list.map,
      print: printChoice(visit, say),
      printedOn: dayMonthYear(dateAt(now), language),
      address,
      qr: qrCode(address, say('qrTitle')),
      maker: shared.isMaker
        ? {
            says: say('linkSays', { date }),
            text: listText(list.asText, place.name, say, address),
            end: { text: say('endLink'), action: `${base}/list/${shared.code}/end`, look: 'danger' },
            backHref: `${base}/shortlist`,
          }
        : null,
      keepAll: {
        text: say('keepAll'),
        action: `${base}/shortlist/keep`,
        hidden: { code: shared.code },
        look: 'other',
      },
    }
    return view('directory/sharing/list-by-link.njk', model, {
      headers: { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' },
    })
  },
})
