import type { FastifyInstance } from 'fastify'

/** What a reader reads of a page, without its marks. */
export const textOf = (html: string): string =>
  html
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ')

/** A place with somebody who triages in it. */
interface TriagedPlace {
  readonly slug: string
  readonly cookies: { readonly amira: string }
}

/** What a test says of a visit: who comes (the hub's coordinator unless said; null for nobody), what is posted, which headers. */
export interface Coming {
  readonly cookie?: string | null
  readonly post?: Readonly<Record<string, string | readonly string[]>>
  readonly headers?: Readonly<Record<string, string>>
}

/** Opens an address of a place, or posts a form to it, as a browser would. */
export const visitIn =
  (web: () => FastifyInstance) =>
  async (place: TriagedPlace, address: string, { cookie = place.cookies.amira, post, headers }: Coming = {}) => {
    const fields = Object.entries(post ?? {}).flatMap(([name, value]) =>
      [value].flat().map(one => [name, one] as [string, string]),
    )
    const answer = await web().inject({
      method: post ? 'POST' : 'GET',
      url: `/${place.slug}${address}`,
      headers: {
        ...headers,
        ...(cookie && { cookie }),
        ...(post && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(post && { payload: new URLSearchParams(fields).toString() }),
    })
    return {
      status: answer.statusCode,
      location: answer.headers.location,
      cookies: answer.cookies,
      text: textOf(answer.body),
      html: answer.body,
    }
  }
