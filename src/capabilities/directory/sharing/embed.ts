import { isNeedKind, type NeedKind, needKinds } from '../../../kernel/need-kind.ts'
import { asTyped, chosen, typedLine } from '../../../platform/http/typed.ts'

/** What a site that shows our search in a frame may choose, as it stands in the address. Pure. */

export const sizes = ['3', '5', '10'] as const
export type EmbedSize = (typeof sizes)[number]

export type EmbedChoices = { kind: NeedKind | null; neighbourhood: string; results: EmbedSize }

export function readEmbedChoices(query: Readonly<Record<string, unknown>>): EmbedChoices {
  const kind = asTyped(query.kind)
  return {
    kind: isNeedKind(kind) ? kind : null,
    neighbourhood: typedLine(query.neighbourhood).slice(0, 40),
    results: chosen(query.results, sizes) ?? '5',
  }
}

/** The choices as they stand in an address; what is usual is left out. */
export const embedQuery = ({ kind, neighbourhood, results }: EmbedChoices): string => {
  const said = new URLSearchParams({
    ...(kind && { kind }),
    ...(neighbourhood && { neighbourhood }),
    ...(results !== '5' && { results }),
  }).toString()
  return said && `?${said}`
}

/** The words a kind of help is searched by. */
export const wordsOf = (kind: NeedKind): string => needKinds[kind].words

/** Room for the form and the results without a second scroll bar on most screens; longer lists scroll inside. */
export const embedHeight = ({ results }: EmbedChoices): number => Math.min(900, 420 + Number(results) * 110)

/** Who may show the search in a frame: the origins a place names, or everybody, since all of it is public. Our own pages always may. */
export function mayFrame(settings: Readonly<Record<string, unknown>>): string[] {
  const named = settings.embeddedBy
  if (!Array.isArray(named)) return ['*']
  const origins = named.filter(
    origin => typeof origin === 'string' && /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/i.test(origin),
  )
  return ["'self'", ...origins]
}

/** What is copied into another site's page: the frame, and a plain link for whoever cannot see frames. */
export function embedSnippet({
  address,
  fallback,
  title,
  height,
}: {
  address: string
  fallback: string
  title: string
  height: number
}): string {
  const safe = (text: string) =>
    text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return [
    `<iframe src="${safe(address)}" title="${safe(title)}" width="100%" height="${height}" loading="lazy" style="border: 0; max-width: 100%"></iframe>`,
    `<p><a href="${safe(fallback)}">${safe(title)}</a></p>`,
  ].join('\n')
}
