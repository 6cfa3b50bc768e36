/** The ways out of asking for help: danger, no agreement yet, begun before, and "forget my answers". */

import { page, redirect } from '../../../platform/http/route.ts'
import { newSecret } from '../../../platform/platform.ts'
import { triageOrganisationOf } from '../../organisations/index.ts'
import { placeSettings, ringUs } from '../../places/index.ts'
import { concernLink } from '../../safeguarding/index.ts'
import { type PhoneLine, ringLine, say } from '../say.ts'
import { asAnyone, askPath, ringInstead } from './ask-for-help.ts'
import { askCookie, draftCookie, dropDraft, findDraft, keepDraft } from './draft.ts'
import { firstUnanswered } from './questions.ts'

/**
 * What anyone can ring for free: whoever told a search that they want to die, or are hit, is led here. As samaritans.org, the government's guidance on
 * domestic abuse and safer.scot give them (stored copies, read on 22 November 2026); the last one as many directories do.
 */
const helplines: readonly PhoneLine[] = [
  { lead: 'If you are thinking of ending your life, or cannot go on, ring', says: '116 123', href: 'tel:116123' },
  { lead: 'If somebody at home hurts or frightens you, ring', says: '0808 2000 247', href: 'tel:08082000247' },
  { lead: 'The same in Scotland', says: '0800 027 1234', href: 'tel:08000271234' },
  { lead: 'If you are under 19, about anything, ring', says: '0800 1111', href: 'tel:08001111' },
].map(line => ({ ...line, hours: 'free, day and night' }))

const dangerStop = page({
  method: 'GET',
  path: '/:place/ask/danger',
  allow: 'anyone',
  async handle({ place }) {
    const { emergencyPhone, safeguardingPhone } = placeSettings(place.settings)
    const worried = 'Worried that a child or an adult is being harmed or neglected? Ring'
    const another = emergencyPhone && emergencyPhone.href !== 'tel:999' ? emergencyPhone : null
    return say(
      { title: 'Ring now: do not wait for us', backHref: askPath(place) },
      {
        phones: [
          { lead: 'If anyone is in danger now, ring', says: '999', href: 'tel:999' },
          ...(another ? [{ lead: 'In an emergency here you can also ring', ...another }] : []),
          ...helplines,
          ...(safeguardingPhone ? [{ lead: worried, ...safeguardingPhone }] : ringLine(place, worried)),
        ],
        sentences: [
          'If you cannot speak on a mobile, ring 999, listen, and press 55 when you are asked.',
          'We do not take safeguarding concerns here, because they must not wait in a list: tell our safeguarding leads instead. Your answer has not been kept.',
        ],
        more: [
          concernLink(place.slug),
          { text: 'Go back if nobody is in danger', href: askPath(place) },
          { text: 'Find help near you', href: `/${place.slug}/find` },
        ],
      },
    )
  },
})

const askThemFirst = page({
  method: 'GET',
  path: '/:place/ask/ask-them-first',
  allow: 'anyone',
  async handle({ place }) {
    return say(
      { title: 'Please ask them first', backHref: askPath(place, 'permission') },
      {
        sentences: [
          'We cannot write down anything about someone who has not agreed to it.',
          'Ask them whether you may tell us who they are and what they need. If they say yes, come back here. They can also ask for themselves, here or by phone.',
          'If they cannot decide for themselves, or you do not know what to do, talk to us first. You need not say who it is.',
        ],
        phones: ringLine(place, 'Ring us'),
        more: [
          { text: 'They have agreed: go on', href: askPath(place, 'permission') },
          { text: 'Find help near them without telling us who they are', href: `/${place.slug}/find` },
          { text: 'Stop and forget my answers', href: askPath(place, 'stop') },
        ],
      },
    )
  },
})

const begunPage = page({
  method: 'GET',
  path: '/:place/ask/begun',
  allow: 'anyone',
  async handle(visit) {
    const { place, cookies } = visit
    const draft = await asAnyone(visit, tx => findDraft(tx, cookies[askCookie]))
    if (!draft || draft.sent) return redirect(askPath(place))
    const open = firstUnanswered(draft.answers)
    return say(
      { title: 'A request was begun on this device', backHref: askPath(place) },
      {
        sentences: [
          'It has not been sent. If it is yours, you can carry on where you stopped.',
          'If it is not yours, or you want to begin afresh, start again: we then forget those answers.',
        ],
        actions: [
          { text: 'Carry on', href: askPath(place, open?.path ?? 'check') },
          { text: 'Start again', action: askPath(place, 'start-again'), look: 'other' },
        ],
      },
    )
  },
})

const startAgain = page({
  method: 'POST',
  path: '/:place/ask/start-again',
  allow: 'anyone',
  async handle(visit) {
    const { place, cookies } = visit
    if (!triageOrganisationOf(place)) return ringInstead(place)
    const held = cookies[askCookie]
    return asAnyone(visit, async tx => {
      const draft = held ? await findDraft(tx, held) : null
      if (held) await dropDraft(tx, held)
      if (!draft || draft.sent || draft.answers.danger !== 'no') return redirect(askPath(place), [draftCookie(null)])
      const token = newSecret()
      await keepDraft(tx, token, { answers: { danger: 'no' } })
      return redirect(askPath(place, 'who'), [draftCookie(token)])
    })
  },
})

const stopPage = page({
  method: 'GET',
  path: '/:place/ask/stop',
  allow: 'anyone',
  async handle({ place }) {
    return say(
      { title: 'Stop and forget your answers?', backHref: askPath(place, 'begun') },
      {
        sentences: [
          'Nothing has been sent. We will forget what you told us at once, also on this device.',
          `You can ask again at any time, or ${ringUs(place)}.`,
        ],
        actions: [
          { text: 'Forget my answers', action: askPath(place, 'forget') },
          { text: 'Carry on', href: askPath(place, 'begun'), look: 'other' },
        ],
      },
    )
  },
})

const forget = page({
  method: 'POST',
  path: '/:place/ask/forget',
  allow: 'anyone',
  async handle(visit) {
    const { place, cookies } = visit
    const held = cookies[askCookie]
    if (held) await asAnyone(visit, tx => dropDraft(tx, held))
    return redirect(`/${place.slug}?done=forgotten`, [draftCookie(null)])
  },
})

/** Every way out, and back in. */
export const waysOutRoutes = [dangerStop, askThemFirst, begunPage, startAgain, stopPage, forget]
