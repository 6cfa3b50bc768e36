/** The public pages by which a group joins: the form, and the link it is sent. */
import { Type } from 'typebox'
import { form } from '../../design/form.ts'
import { type Happenings, noticeOf } from '../../design/happened.ts'
import type { ErrorItem, SummaryCard } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { isWithinLimits } from '../../platform/auth/attempts.ts'
import { sessionCookie } from '../../platform/auth/session.ts'
import { sessionFrom } from '../../platform/auth/session-from.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, page, privateView, redirect, type Visit, view } from '../../platform/http/route.ts'
import { organisationKinds, triageOrganisationOf } from '../organisations/index.ts'
import { listNeighbourhoods, ringUs } from '../places/index.ts'
import { askToJoin, joinByLink, readJoinLink, whyNoJoin } from './join.ts'
import { joinFields, readJoinForm } from './join-form.ts'
import type { Newcomer } from './newcomer.ts'

const happenings: Happenings = {
  sent: {
    message: 'We have sent you a link.',
    detail:
      'Open it within 24 hours: with it your group has joined, and you can pass on a first need right away. Nothing came? Look among unwanted mail, or fill the form in again.',
  },
}

/** In a quarter of an hour: one office or library, and one mail domain, which may be everybody's. */
const mostFromAnAddress = 10
const mostFromADomain = 40

const joinView = async (visit: Visit, errors: readonly ErrorItem[] = []) => {
  const { platform, place, actor, body, query } = visit
  const neighbourhoods = await platform.db.as(actor, listNeighbourhoods)
  return view(
    'joining/join.njk',
    {
      page: {
        title: 'Join with your group',
        backHref: `/${place.slug}`,
        ...noticeOf(happenings, query.done),
        ...(errors.length && { errors }),
      },
      open: triageOrganisationOf(place) !== null,
      sent: query.done === 'sent',
      form: form({
        action: `/${place.slug}/join`,
        fields: joinFields(neighbourhoods, false),
        values: body ?? {},
        errors,
        button: 'Send me the link',
      }),
    },
    { status: errors.length ? 422 : 200 },
  )
}

export const joinPage = page({
  method: 'GET',
  path: '/:place/join',
  allow: 'anyone',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => joinView(visit as never),
})

export const joinAnswer = page({
  method: 'POST',
  path: '/:place/join',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body, remoteAddress } = visit
    const neighbourhoods = await platform.db.as(actor, listNeighbourhoods)
    const read = readJoinForm(body, neighbourhoods, false)
    if ('errors' in read) return joinView(visit as never, read.errors)
    const within = await isWithinLimits(platform.db, actor, [
      { subject: `joining from ${remoteAddress}`, limit: mostFromAnAddress },
      { subject: `joining at ${read.group.email?.split('@')[1]?.toLowerCase()}`, limit: mostFromADomain },
    ])
    if (!within)
      return joinView(visit as never, [
        {
          field: 'email',
          message: `Many groups have asked to join just now. Wait 15 minutes and send this again, or ${ringUs(place)}.`,
        },
      ])
    const asked = await perform(platform.db, actor, askToJoin, read.group)
    if (isRefusal(asked)) return joinView(visit as never, errorsOf(asked))
    return redirect(`/${place.slug}/join?done=sent`)
  },
})

const params = Type.Object({ joinLink: Type.String({ maxLength: 100 }) })
type LinkVisit = Visit<{ joinLink: string }>

const linkView = ({ place, params }: LinkVisit, newcomer: Newcomer, errors: readonly ErrorItem[] = []) => {
  const said: SummaryCard = {
    title: 'What you told us',
    rows: [
      { key: 'Your group', value: newcomer.name },
      { key: 'What it is', value: organisationKinds[newcomer.kind] },
      { key: 'Whom you help', value: newcomer.about },
      ...(newcomer.helpsWith.length
        ? [{ key: 'You can be asked for', value: newcomer.helpsWith.map(code => needKinds[code].label).join(', ') }]
        : []),
      { key: 'Your name', value: newcomer.speaksFor },
    ],
  }
  return privateView('joining/join-link.njk', {
    page: { title: `Join as ${newcomer.name}`, titleIsContent: true, oneThing: true, ...(errors.length && { errors }) },
    said,
    action: { text: 'Join now', action: `/${place.slug}/join/link/${params.joinLink}` },
  })
}

const deadView = ({ place }: LinkVisit, why: keyof typeof whyNoJoin) =>
  privateView('design/problem.njk', {
    page: { title: 'This link opens nothing', backHref: `/${place.slug}/join` },
    because: '',
    sentences: [whyNoJoin[why]],
  })

const linkOf = ({ platform, actor, params }: LinkVisit) =>
  platform.db.asHouse(actor.placeId, tx => readJoinLink(tx, params.joinLink))

export const joinLinkPage = page({
  method: 'GET',
  path: '/:place/join/link/:joinLink',
  allow: 'anyone',
  params,
  async handle(visit) {
    // Only looked at: programs that check mail open every link before its reader does.
    const found = await linkOf(visit as never)
    return typeof found === 'string' ? deadView(visit as never, found) : linkView(visit as never, found)
  },
})

export const joinLinkAnswer = page({
  method: 'POST',
  path: '/:place/join/link/:joinLink',
  allow: 'anyone',
  params,
  async handle(visit) {
    const { platform, place, actor, params, cookies } = visit
    const found = await linkOf(visit as never)
    if (typeof found === 'string') return deadView(visit as never, found)
    const held = cookies[sessionCookie]
    const joined = await perform(platform.db, actor, joinByLink, {
      link: params.joinLink,
      from: sessionFrom(visit),
      ...(held && { heldToken: held }),
    })
    if (isRefusal(joined)) {
      // Pressed twice at once: the first has joined.
      const now = await linkOf(visit as never)
      return typeof now === 'string' ? deadView(visit as never, now) : linkView(visit as never, now, errorsOf(joined))
    }
    if (joined.token === null)
      return redirect(`/${place.slug}/sign-in?next=${encodeURIComponent(`/${place.slug}/our-group`)}`)
    return redirect(`/${place.slug}/our-group?done=joined`, [{ name: sessionCookie, value: joined.token }])
  },
})
