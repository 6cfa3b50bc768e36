import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import { dateAt, dayMonthYear } from '../../../design/time-in-words.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { addressLimit, guess } from '../../../platform/auth/attempts.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, typedText } from '../../../platform/http/typed.ts'
import { freshnessOf } from '../freshness.ts'
import type { ListedService } from '../listed-service.ts'
import { findListedService } from '../listed-service-store.ts'
import { contactCard, entryCard, readerOf, whereAndWhenCard, whoCard } from '../service-cards.ts'
import { sayFreshness } from '../words.ts'
import type { AskedLink } from './asking-store.ts'
import { freshnessWording } from './freshness-words.ts'
import { answerByLink, isWrongLink, readStillRightLink } from './still-right.ts'

/**
 * `/:place/still-right/:link`, from a mail: the entry as the public reads it, and three answers. Looking changes nothing, since mail scanners follow links; only
 * a press does. No sign-in, and nothing of who was asked is shown.
 */

const params = Type.Object({ link: Type.String() })
const headers = { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' }
const template = 'directory/freshness/still-right.njk'

type LinkVisit = Visit<{ link: string }, Record<string, unknown>>

/** Looks a link up, slowed down for whoever guesses. */
const lookUp = ({ platform, actor, params, remoteAddress }: LinkVisit) =>
  guess(platform.db, actor, [{ subject: `address ${remoteAddress}`, limit: addressLimit }], isWrongLink, () =>
    platform.db.as(actor, async tx => {
      const asked = await readStillRightLink(tx, params.link)
      if (isRefusal(asked)) return asked
      return { asked, service: await findListedService(tx, asked.serviceId) }
    }),
  )

const show = async (visit: LinkVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const found = await lookUp(visit)
  if (isRefusal(found)) return closed(visit, found)
  const { asked, service } = found
  if (!service) return closed(visit, { refused: 'gone', message: '' })
  if (asked.settledAt) return thanks(visit, asked, service)
  const { place, platform, language, params, body } = visit
  const reader = readerOf(language, platform.clock())
  const say = freshnessWording(language)
  const here = `/${place.slug}/still-right/${params.link}`
  const freshness = freshnessOf(service, reader.now)
  return view(
    template,
    {
      page: { title: say('isItRight'), caption: service.name, translated: true, oneThing: true, errors },
      state: 'open',
      intro: say('intro', { place: place.name }),
      checked: { word: sayFreshness(freshness, language), tone: freshness.stale ? 'unknown' : 'agreed' },
      description: service.description ?? '',
      cards: [contactCard, whereAndWhenCard, whoCard, entryCard].map(card => card(service, reader)),
      right: { text: say('everythingIsRight'), action: here, hidden: { answer: 'right' } },
      rightMeans: say('rightMeans'),
      changed: {
        title: say('somethingHasChanged'),
        open: errors.length > 0,
        form: form({
          action: here,
          language,
          hidden: { answer: 'changed' },
          fields: [
            {
              kind: 'textarea',
              name: 'words',
              label: say('whatHasChanged'),
              hint: say('whatHasChangedHint'),
              limit: 1000,
            },
          ],
          values: { words: typedText(body.words) },
          errors,
          button: say('tellThem'),
        }),
      },
      stopped: {
        title: say('weHaveStopped'),
        means: say('stoppedMeans'),
        action: { text: say('weHaveStoppedIt'), action: here, look: 'danger' as const, hidden: { answer: 'stopped' } },
      },
    },
    { status: errors.length > 0 ? 422 : 200, headers },
  )
}

/** What was answered and when, kindly, however often the link is opened again. */
const thanks = ({ place, language }: LinkVisit, asked: AskedLink, service: ListedService): Reply => {
  const say = freshnessWording(language)
  const on = dayMonthYear(dateAt(asked.settledAt as Date), language)
  const done = asked.answer ?? 'otherwise'
  return view(
    template,
    {
      page: { title: say(`thanks_${done}`), caption: service.name, translated: true, oneThing: true },
      state: 'used',
      sentences: [say(`done_${done}`, { on }), say(`next_${done}`)],
      entry: { text: say('seeTheEntry'), href: `/${place.slug}/services/${service.serviceId}` },
    },
    { headers },
  )
}

const closed = ({ language }: LinkVisit, { refused }: Refusal): Reply => {
  const say = freshnessWording(language)
  const why =
    refused === 'link-ended'
      ? 'ended'
      : refused === 'gone'
        ? 'gone'
        : refused === 'too-many-attempts'
          ? 'slow'
          : 'notOurs'
  return view(
    template,
    {
      page: { title: say(`closed_${why}`), translated: true, oneThing: true },
      state: 'closed',
      sentences: [say(`closedBecause_${why}`)],
    },
    { status: why === 'slow' ? 429 : why === 'notOurs' ? 404 : 410, headers },
  )
}

export const stillRightPage = page({
  method: 'GET',
  path: '/:place/still-right/:link',
  allow: 'anyone',
  params,
  handle: visit => show(visit as LinkVisit),
})

export const stillRightAnswer = page({
  method: 'POST',
  path: '/:place/still-right/:link',
  allow: 'anyone',
  params,
  async handle(given) {
    const visit = given as LinkVisit
    const { platform, actor, place, body, params, language } = visit
    const answer = chosen(body.answer, ['right', 'changed', 'stopped'] as const)
    const here = `/${place.slug}/still-right/${params.link}`
    if (!answer) return redirect(here)
    const found = await lookUp(visit)
    if (isRefusal(found)) return closed(visit, found)
    const done = await perform(platform.db, actor, answerByLink, {
      link: params.link,
      answer,
      words: typedText(body.words),
    })
    // Used a moment ago by somebody else: the page says what was done.
    if (!isRefusal(done) || done.refused === 'used') return redirect(here)
    const say = freshnessWording(language)
    const message = done.refused === 'no-words' ? say('sayWhatChanged') : say('tooLong')
    return show(
      visit,
      errorsOf(done).map(() => ({ field: 'words', message })),
    )
  },
})
