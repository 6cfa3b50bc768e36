/** `/:place/bulletin`: asking for the bulletin, confirming, leaving, and what went out before. All of it without an account. */
import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { isWithinLimits } from '../../../platform/auth/attempts.ts'
import { perform } from '../../../platform/command.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
} from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { ringUs } from '../../places/index.ts'
import type { SectionsPage } from '../sections.ts'
import { findBulletin, listBulletinStories, listSentBulletins } from './bulletin-store.ts'
import { askForBulletin, confirmBulletin, leaveBulletin, readConfirmLink, readLeaveLink } from './subscribe.ts'

const happenings: Happenings = {
  sent: {
    message: 'We have sent you a mail.',
    detail:
      'Open its link within three days and press the button. Nothing came? Look among unwanted mail, or ask again in an hour.',
  },
}

/** In a quarter of an hour, from one network address, and to one mail domain, which may be everybody's. */
const mostFromAnAddress = 10
const mostToADomain = 60

const drawAsk = async (visit: Visit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, body, query } = visit
  const past = await platform.db.as(actor, tx => listSentBulletins(tx, 50))
  const model: SectionsPage = {
    page: {
      title: 'Get the bulletin',
      backHref: `/${place.slug}/library`,
      errors,
      ...noticeOf(happenings, query.done),
    },
    sections: [
      {
        sentences: [
          'Stories of what works, now and then by e-mail. We keep your address and nothing else, and you leave with one press in any bulletin.',
        ],
        form: form({
          action: `/${place.slug}/bulletin`,
          fields: [{ kind: 'email', name: 'email', label: 'Your e-mail address' }],
          values: body,
          errors,
          button: 'Sign up',
        }),
      },
      {
        title: 'What went out before',
        ...(past.length === 0 && { sentences: ['None has gone out yet.'] }),
        items: past.map(({ bulletinId, subject, goingAt }) => ({
          title: subject,
          href: `/${place.slug}/bulletin/past/${bulletinId}`,
          lines: goingAt ? [exactDate(dateAt(goingAt))] : [],
        })),
      },
    ],
  }
  return privateView('practice/sections.njk', model)
}

const answerAsk = async (visit: Visit): Promise<Reply> => {
  const { platform, place, actor, body, remoteAddress } = visit
  const email = typedLine(body.email)
  const within = await isWithinLimits(platform.db, actor, [
    { subject: `bulletin from ${remoteAddress}`, limit: mostFromAnAddress },
    { subject: `bulletin to ${email.split('@')[1]?.toLowerCase()}`, limit: mostToADomain },
  ])
  if (!within)
    return drawAsk(visit, [
      {
        field: 'email',
        message: `Many have signed up just now. Wait 15 minutes and send this again, or ${ringUs(place)}.`,
      },
    ])
  const asked = await perform(platform.db, actor, askForBulletin, { email })
  return isRefusal(asked) ? drawAsk(visit, errorsOf(asked)) : redirect(`/${place.slug}/bulletin?done=sent`)
}

const says = (title: string, sentences: readonly string[], more: Partial<SectionsPage['sections'][number]> = {}) =>
  privateView('practice/sections.njk', {
    page: { title, oneThing: true },
    sections: [{ sentences, ...more }],
  } satisfies SectionsPage as SectionsPage)

const confirmParams = Type.Object({ bulletinLink: Type.String({ maxLength: 200 }) })

// Only looked at: programs that check mail open every link before its reader does.
const drawConfirm = async ({ platform, place, actor, params }: Visit): Promise<Reply> => {
  const link = params.bulletinLink ?? ''
  const subscriber = await platform.db.asHouse(actor.placeId, tx => readConfirmLink(tx, link))
  if (!subscriber)
    return says('This link opens nothing', ['It has run out, or was used to leave. Ask for the bulletin again.'], {
      links: [{ text: 'Ask for the bulletin', href: `/${place.slug}/bulletin` }],
    })
  if (subscriber.confirmedAt)
    return says('You get the bulletin', ['It comes to the address where you read our mail. Each has a link to leave.'])
  return says('Do you want the bulletin?', ['It comes to the address where you read our mail.'], {
    actions: [{ text: 'Yes, send it to me', action: `/${place.slug}/bulletin/confirm/${link}` }],
  })
}

const leaveParams = Type.Object({ leaveLink: Type.String({ maxLength: 200 }) })
const left = (slug: string): Reply =>
  says('You have left', ['We have forgotten your address, and send you no more bulletins.'], {
    links: [{ text: 'Left by mistake? Sign up again', href: `/${slug}/bulletin` }],
  })

const drawLeave = async ({ platform, place, actor, params }: Visit): Promise<Reply> => {
  const link = params.leaveLink ?? ''
  const subscriber = await platform.db.asHouse(actor.placeId, tx => readLeaveLink(tx, link))
  if (!subscriber) return notFound('We do not know this link. A letter may be missing: open it from the mail again.')
  if (subscriber === 'left') return left(place.slug)
  return says('Leave the bulletin', ['One press, and we forget your address.'], {
    actions: [{ text: 'Leave', action: `/${place.slug}/bulletin/leave/${link}` }],
  })
}

/** Answered at once, with no way to another page: a mail program that presses for its reader follows none (RFC 8058, section 3.1). */
const answerLeave = async ({ platform, place, actor, params }: Visit): Promise<Reply> => {
  let answer: unknown | Refusal = null
  // A bulletin that is being revised at that very moment may stand in the way once; the press must not be lost for it.
  for (let tries = 0; tries < 4; tries++) {
    answer = await perform(platform.db, actor, leaveBulletin, { link: params.leaveLink ?? '' })
    if (!isRefusal(answer)) return left(place.slug)
    if (answer.refused !== 'somebody-else') break
  }
  return notFound(isRefusal(answer) ? answer.message : '')
}

const pastPage = page({
  method: 'GET',
  path: '/:place/bulletin/past/:bulletinId',
  allow: 'anyone',
  params: Type.Object({ bulletinId: Type.String({ format: 'uuid' }) }),
  async handle({ platform, place, actor, params }) {
    const found = await platform.db.as(actor, async tx => {
      const bulletin = await findBulletin(tx, params.bulletinId)
      return bulletin?.goingAt ? { bulletin, stories: await listBulletinStories(tx, bulletin.bulletinId) } : null
    })
    if (!found) return notFound('There is no such bulletin.')
    const { bulletin, stories } = found
    const gone = stories.filter(({ title }) => title === null).length
    const model: SectionsPage = {
      page: {
        title: bulletin.subject,
        caption: bulletin.goingAt ? exactDate(dateAt(bulletin.goingAt)) : '',
        backHref: `/${place.slug}/bulletin`,
      },
      sections: [
        {
          text: bulletin.opening,
          items: stories.flatMap(({ storyId, title, summary }) =>
            title === null
              ? []
              : [{ title, href: `/${place.slug}/library/${storyId}`, lines: summary ? [summary] : [] }],
          ),
          ...(gone > 0 && {
            links: [],
            sentences: [
              gone === 1
                ? 'One story of this bulletin is not published any more.'
                : `${gone} stories of this bulletin are not published any more.`,
            ],
          }),
        },
      ],
    }
    return privateView('practice/sections.njk', model)
  },
})

export const bulletinRoutes = [
  page({
    method: 'GET',
    path: '/:place/bulletin',
    allow: 'anyone',
    query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
    handle: visit => drawAsk({ ...(visit as unknown as Visit), body: {} }),
  }),
  page({
    method: 'POST',
    path: '/:place/bulletin',
    allow: 'anyone',
    handle: visit => answerAsk(visit as unknown as Visit),
  }),
  page({
    method: 'GET',
    path: '/:place/bulletin/confirm/:bulletinLink',
    allow: 'anyone',
    params: confirmParams,
    handle: visit => drawConfirm(visit as unknown as Visit),
  }),
  page({
    method: 'POST',
    path: '/:place/bulletin/confirm/:bulletinLink',
    allow: 'anyone',
    params: confirmParams,
    async handle(given) {
      const visit = given as unknown as Visit
      const link = visit.params.bulletinLink ?? ''
      await perform(visit.platform.db, visit.actor, confirmBulletin, { link })
      return redirect(`/${visit.place.slug}/bulletin/confirm/${link}`)
    },
  }),
  page({
    method: 'GET',
    path: '/:place/bulletin/leave/:leaveLink',
    allow: 'anyone',
    params: leaveParams,
    handle: visit => drawLeave(visit as unknown as Visit),
  }),
  page({
    method: 'POST',
    path: '/:place/bulletin/leave/:leaveLink',
    allow: 'anyone',
    params: leaveParams,
    // Mail programs may send the one field as a form with parts (RFC 8058, section 3.2).
    takesFile: 1,
    handle: visit => answerLeave(visit as unknown as Visit),
  }),
  pastPage,
]
