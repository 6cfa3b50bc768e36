/** What a group that joined by itself can do now, and what became of what it passed on. */
import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../design/happened.ts'
import type { PageModel } from '../../design/page.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { page, privateView } from '../../platform/http/route.ts'
import { phoneOf } from '../places/index.ts'
import {
  leftUnderLimitedTrust,
  listNeedsOf,
  listRequestsTakenBy,
  mostUnderLimitedTrust,
  needStates,
} from '../requests/index.ts'

const happenings: Happenings = {
  joined: {
    message: 'Your group has joined.',
    detail: 'You can pass on a first need now. It goes straight to whoever decides what happens next.',
  },
}

type OurGroupPage = PageModel & {
  left: number | null
  most: number
  passedOn: readonly { reference: string; madeAt: Date; needs: string }[]
  phone: string | null
  takeHref: string
  passwordHref: string
}

export const ourGroupPage = page({
  method: 'GET',
  path: '/:place/our-group',
  allow: 'group.see',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const organisationId = actor.organisationId ?? ''
    const { left, passedOn } = await platform.db.as(actor, async tx => {
      const requests = await listRequestsTakenBy(tx, organisationId)
      return {
        left: await leftUnderLimitedTrust(tx, organisationId),
        passedOn: await Promise.all(
          requests.map(async ({ helpRequestId, reference, madeAt }) => ({
            reference,
            madeAt,
            needs: (await listNeedsOf(tx, helpRequestId))
              .map(({ kind, state }) => `${needKinds[kind].label}: ${needStates[state].label.toLowerCase()}`)
              .join('; '),
          })),
        ),
      }
    })
    const model: OurGroupPage = {
      page: {
        title: actor.organisationName ?? 'Your group',
        titleIsContent: true,
        kind: 'staff',
        ...noticeOf(happenings, query.done),
      },
      left,
      most: mostUnderLimitedTrust,
      passedOn,
      phone: phoneOf(place)?.says ?? null,
      takeHref: `/${place.slug}/requests/take`,
      passwordHref: `/${place.slug}/sign-in/forgotten`,
    }
    return privateView('joining/our-group.njk', model)
  },
})
