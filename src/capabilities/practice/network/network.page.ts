/** `/:place/network`: the councils of the network, for everybody. */
import { Type } from 'typebox'
import { plural } from '../../../design/filters.ts'
import { form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { page, view } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import type { SectionsPage } from '../sections.ts'
import { type ListedCouncil, listCouncils } from './council-store.ts'

/** Councils on one page of the list. */
const atOnce = 50

const happenings: Happenings = {}

export const networkPage = page({
  method: 'GET',
  path: '/:place/network',
  allow: 'anyone',
  query: Type.Object({
    q: Type.Optional(Type.Unknown()),
    page: Type.Optional(Type.Unknown()),
    done: Type.Optional(Type.Unknown()),
  }),
  async handle({ platform, place, actor, query }) {
    const words = typedLine(query.q).slice(0, 100)
    const at = /^[1-9]\d{0,3}$/.test(typedLine(query.page)) ? Number(query.page) : 1
    const { councils, count } = await platform.db.as(actor, tx =>
      listCouncils(tx, { words, today: dateAt(tx.now), from: (at - 1) * atOnce, most: atOnce }),
    )
    const here = `/${place.slug}/network`
    const convenes = isAllowed(actor, 'network.convene') && actor.kind === 'person'
    const add = { text: 'Add a council', href: `${here}/new` }
    const pageHref = (number: number) =>
      `${here}?${new URLSearchParams({ ...(words && { q: words }), page: String(number) })}`
    const model: SectionsPage = {
      page: {
        title: 'Councils that keep it local',
        backHref: `/${place.slug}/practice`,
        ...noticeOf(happenings, query.done),
      },
      sections: [
        {
          sentences: [
            'Councils of the network have endorsed the six principles, named champions in their cabinet and senior team, and learn from one another and from their communities.',
          ],
          links: [
            { text: 'The six principles', href: `/${place.slug}/practice` },
            { text: 'Stories from the network', href: `/${place.slug}/library` },
            ...(convenes ? [add] : []),
          ],
        },
        ...(count > atOnce || words
          ? [
              {
                form: form({
                  action: here,
                  method: 'get',
                  fields: [{ kind: 'text', name: 'q', label: 'Find a council', width: 20 }],
                  values: { q: words },
                  button: 'Find',
                }),
              },
            ]
          : []),
        {
          title: words
            ? `${plural(count, 'council')} with “${words}”`
            : count > 0
              ? plural(count, 'council')
              : 'No council yet',
          ...(councils.length === 0 && {
            empty: words
              ? {
                  title: 'No council found',
                  sentences: ['Check the spelling, or look at all of them.'],
                  action: { text: 'See all councils', href: here, look: 'other' as const },
                }
              : {
                  title: 'No council has joined yet',
                  sentences: ['Whoever convenes the network adds councils here as they endorse the principles.'],
                  ...(convenes && { action: add }),
                },
          }),
          items: councils.map(council => itemOf(council, here)),
          links: [
            ...(at > 1 ? [{ text: 'The page before', href: pageHref(at - 1) }] : []),
            ...(at * atOnce < count ? [{ text: 'The next page', href: pageHref(at + 1) }] : []),
          ],
        },
      ],
    }
    return view('practice/sections.njk', model)
  },
})

const itemOf = (council: ListedCouncil, here: string) => {
  const { endorsedOn, cabinetChampion, teamChampion, conversations, openCommitments, keptCommitments } = council
  const champions =
    cabinetChampion && teamChampion
      ? 'champions in cabinet and senior team'
      : cabinetChampion
        ? 'a champion in the cabinet'
        : teamChampion
          ? 'a champion in the senior team'
          : ''
  const has = [
    champions,
    conversations ? plural(conversations, 'community conversation') : '',
    openCommitments + keptCommitments
      ? `${plural(openCommitments + keptCommitments, 'commitment')}, ${keptCommitments} kept`
      : '',
  ].filter(Boolean)
  return {
    title: council.name,
    href: `${here}/councils/${council.councilId}`,
    ...(council.leftOn && { state: { word: `Left ${exactDate(council.leftOn)}`, tone: 'stopped' as const } }),
    lines: [
      endorsedOn
        ? `Endorsed the principles ${exactDate(endorsedOn)}${has.length ? '; ' : '.'}${has.join(', ')}${has.length ? '.' : ''}`
        : council.joinedOn
          ? `Joined ${exactDate(council.joinedOn)}. No endorsement is recorded yet${has.length ? `; ${has.join(', ')}` : ''}.`
          : `No endorsement is recorded yet${has.length ? `; ${has.join(', ')}` : ''}.`,
    ],
  }
}
