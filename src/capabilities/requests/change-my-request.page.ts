/** What the resident can do about their own request: end a need, stop sharing, see who has looked. */

import { Type } from 'typebox'
import type { PageModel } from '../../design/page.ts'
import type { SummaryCard } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, notFound, page, privateView, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { looksInWords } from '../people/index.ts'
import { ringUs } from '../places/index.ts'
import { findHeldRequest, heldRequestId, myRequestPath } from './my-request.page.ts'
import { sayNoLongerNeeded, withdrawConsent } from './progress-need.ts'
import { ringLine, say } from './say.ts'
import { listLooksAtRequest } from './who-has-looked.ts'

const OneNeed = Type.Object({ needId: Type.String({ format: 'uuid' }) })

type Held = Pick<Visit, 'platform' | 'place' | 'actor'>

/** Leads whoever holds no code, or no longer, to where it is asked for. */
const askForCode = ({ place }: Held): Reply => redirect(`${myRequestPath(place)}?done=ended`)

const findNeedHere = async (visit: Held, needId: string) => {
  const held = await visit.platform.db.as(visit.actor, findHeldRequest)
  return { held, need: held?.needs.find(need => need.needId === needId) }
}

const noLongerNeededView = (visit: Held, needId: string, what: string, message?: string): Reply => {
  const { place } = visit
  return say(
    {
      title: 'Is this no longer needed?',
      caption: what,
      backHref: myRequestPath(place),
      ...(message && { errors: [{ field: 'form', message }] }),
    },
    {
      sentences: [
        'We stop looking for help with this, and whoever is helping is told. They can no longer see these details.',
        'If help is needed again later, you can ask again.',
      ],
      actions: [
        {
          text: 'Yes, it is no longer needed',
          action: myRequestPath(place, `needs/${needId}/no-longer-needed`),
          look: 'danger',
        },
        { text: 'No, go back', href: myRequestPath(place), look: 'other' },
      ],
    },
  )
}

const noLongerNeededPage = page({
  method: 'GET',
  path: '/:place/my-request/needs/:needId/no-longer-needed',
  allow: 'anyone',
  params: OneNeed,
  async handle(visit) {
    if (!heldRequestId(visit.actor)) return askForCode(visit)
    const { held, need } = await findNeedHere(visit, visit.params.needId)
    if (!held) return askForCode(visit)
    if (!need) return notFound('There is no such need in this request.')
    if (need.state === 'closed') return redirect(myRequestPath(visit.place))
    return noLongerNeededView(visit, need.needId, needKinds[need.kind].asks)
  },
})

const noLongerNeeded = page({
  method: 'POST',
  path: '/:place/my-request/needs/:needId/no-longer-needed',
  allow: 'anyone',
  params: OneNeed,
  async handle(visit) {
    const { platform, place, actor, params } = visit
    if (!heldRequestId(actor)) return askForCode(visit)
    const { held, need } = await findNeedHere(visit, params.needId)
    if (!held) return askForCode(visit)
    if (!need) return notFound('There is no such need in this request.')
    const ended = await perform(platform.db, actor, sayNoLongerNeeded, { needId: need.needId })
    // Pressed twice, it is as ended as pressed once.
    if (!isRefusal(ended) || need.closingReason === 'no longer needed')
      return redirect(`${myRequestPath(place)}?done=no-longer-needed`)
    return noLongerNeededView(visit, need.needId, needKinds[need.kind].asks, ended.message)
  },
})

const stopSharingView = ({ place }: Held, message?: string): Reply =>
  say(
    {
      title: 'Stop sharing details?',
      backHref: myRequestPath(place),
      ...(message && { errors: [{ field: 'form', message }] }),
    },
    {
      sentences: [
        'Organisations that said yes can then no longer see the name, the address and what you told us. Whoever was asked is told that it is over.',
        'We go on with your request, but can only tell you about services near you and talk to you ourselves. Help that has begun may stop.',
        `If you only want one organisation not to know, or something is wrong, ${ringUs(place)}.`,
      ],
      actions: [
        { text: 'Stop sharing', action: myRequestPath(place, 'stop-sharing'), look: 'danger' },
        { text: 'Go on sharing', href: myRequestPath(place), look: 'other' },
      ],
    },
  )

const stopSharingPage = page({
  method: 'GET',
  path: '/:place/my-request/stop-sharing',
  allow: 'anyone',
  async handle(visit) {
    const held = heldRequestId(visit.actor) && (await visit.platform.db.as(visit.actor, findHeldRequest))
    if (!held) return askForCode(visit)
    if (held.shares) return stopSharingView(visit)
    return say(
      { title: 'Nothing is being shared', backHref: myRequestPath(visit.place) },
      {
        sentences: ['There is no permission to share these details, so we pass nothing on.'],
        actions: [{ text: 'Back to what is happening', href: myRequestPath(visit.place) }],
      },
    )
  },
})

const stopSharing = page({
  method: 'POST',
  path: '/:place/my-request/stop-sharing',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor } = visit
    const helpRequestId = heldRequestId(actor)
    if (!helpRequestId) return askForCode(visit)
    const stopped = await perform(platform.db, actor, withdrawConsent, { helpRequestId })
    if (!isRefusal(stopped) || stopped.refused === 'no-consent')
      return redirect(`${myRequestPath(place)}?done=stopped-sharing`)
    return stopSharingView(visit, errorsOf(stopped)[0]?.message ?? stopped.message)
  },
})

type WhoHasLooked = PageModel & { card: SummaryCard | null; phones: ReturnType<typeof ringLine> }

const whoHasLooked = page({
  method: 'GET',
  path: '/:place/my-request/who-has-looked',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor } = visit
    if (!heldRequestId(actor)) return askForCode(visit)
    const looks = await platform.db.as(actor, async tx => {
      const held = await findHeldRequest(tx)
      return held && listLooksAtRequest(tx, held.request)
    })
    if (!looks) return askForCode(visit)
    const rows = looksInWords(looks, platform.clock())
    const model: WhoHasLooked = {
      page: { title: 'Who has looked at these details', backHref: myRequestPath(place) },
      card: rows.length ? { rows } : null,
      phones: ringLine(place, 'Something here is not right? Ring'),
    }
    return privateView('requests/who-has-looked.njk', model)
  },
})

/** What can be done with one's own request. */
export const changeMyRequestRoutes = [noLongerNeededPage, noLongerNeeded, stopSharingPage, stopSharing, whoHasLooked]
