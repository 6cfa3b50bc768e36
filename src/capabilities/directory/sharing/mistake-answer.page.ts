import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import { noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import type { Steps } from '../../../design/view-models.ts'
import type { Language } from '../../../kernel/language.ts'
import { readLetterCode } from '../../../kernel/letter-code.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { notFound, page, redirect, view } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { AIM_DAYS, isOpen, MISTAKE_CODE_LENGTH, usualReplyDays } from './mistake.ts'
import { findMistakeByCode, listReplyHours, type Mistake } from './mistake-store.ts'
import { sharingWords } from './sharing-words.ts'
import { daysBefore } from './shortlist.ts'

/** `/:place/mistakes/:mistakeCode`: what became of a report, for whoever has its reference. It says nothing of who sent it, nor in which words. */

type MistakeAnswerPage = PageModel & {
  say: ReturnType<typeof sharingWords>
  code: string
  service: { name: string; href: string }
  told: readonly string[]
  happening: Steps
  answer: string
  answeredIn: string
}

/** How long an answer usually takes, as measured over the last 90 days; what we aim at where there is too little to measure. */
export const replyTime = (tx: PlaceTx, language: Language): Promise<string> =>
  tx.house(async () => {
    const days = usualReplyDays(await listReplyHours(tx, daysBefore(tx.now, 90)))
    const say = sharingWords(language)
    return days === null ? say('aimWithin', { days: AIM_DAYS }) : say('usuallyWithin', { days })
  })

const headers = { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' }

export const mistakeAnswerPage = page({
  method: 'GET',
  path: '/:place/mistakes/:mistakeCode',
  allow: 'anyone',
  params: Type.Object({ mistakeCode: Type.String() }),
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, params, query, language }) {
    const say = sharingWords(language)
    const code = readLetterCode(params.mistakeCode, MISTAKE_CODE_LENGTH)
    const { mistake, answeredIn } = await platform.db.as(actor, async tx => ({
      mistake: code ? await tx.house(() => findMistakeByCode(tx, code)) : null,
      answeredIn: await replyTime(tx, language),
    }))
    if (!mistake) return notFound(say('noSuchReport'))
    const base = `/${place.slug}`
    const model: MistakeAnswerPage = {
      page: {
        title: say('becameTitle'),
        translated: true,
        backHref: `${base}/services/${mistake.serviceId}`,
        // The address is kept as a bookmark: it thanks nobody once there is an answer to read.
        ...(mistake.state === 'received' &&
          noticeOf({ sent: { message: say('sentThanks'), detail: say('sentKeep') } }, query.done)),
      },
      say,
      code: `${mistake.code.slice(0, 4)} ${mistake.code.slice(4)}`,
      service: { name: mistake.serviceName, href: `${base}/services/${mistake.serviceId}` },
      told: mistake.wrong.map(code => say(`wrong_${code}`)),
      happening: { steps: stepsOf(mistake, say) },
      answer: mistake.answer ?? '',
      answeredIn: isOpen(mistake.state) ? answeredIn : '',
    }
    return view('directory/sharing/mistake-answer.njk', model, { headers })
  },
})

function stepsOf(
  { state, receivedAt, lookedAt, answeredAt }: Mistake,
  say: ReturnType<typeof sharingWords>,
): Steps['steps'] {
  const received = { when: 'past' as const, sentence: say('stepReceived'), at: receivedAt }
  const answer = { when: 'future' as const, sentence: say('stepAnswer') }
  if (state === 'received') return [received, { when: 'present', sentence: say('stepWaits') }, answer]
  const looked = { sentence: say('stepLookedAt'), ...(lookedAt && { at: lookedAt }) }
  if (state === 'looked at') return [received, { when: 'present', ...looked }, answer]
  const sentence = say(state === 'mended' ? 'stepMended' : 'stepNotAMistake')
  return [received, { when: 'past', ...looked }, { when: 'past', sentence, ...(answeredAt && { at: answeredAt }) }]
}

/** `/:place/mistakes?code=…`: for whoever has the reference on paper. */
export const lookUpMistakePage = page({
  method: 'GET',
  path: '/:place/mistakes',
  allow: 'anyone',
  query: Type.Object({ code: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query, language }) {
    const say = sharingWords(language)
    const typed = typedLine(query.code).slice(0, 60)
    const code = readLetterCode(typed, MISTAKE_CODE_LENGTH)
    const found = code && (await platform.db.as(actor, tx => tx.house(() => findMistakeByCode(tx, code))))
    if (found) return redirect(`/${place.slug}/mistakes/${found.code}`)
    const errors = query.code === undefined ? [] : [{ field: 'code', message: say('noSuchReport') }]
    return view(
      'design/question.njk',
      {
        page: { title: say('lookUpTitle'), translated: true, backHref: `/${place.slug}`, errors },
        form: form({
          action: `/${place.slug}/mistakes`,
          method: 'get',
          language,
          fields: [
            {
              kind: 'text',
              name: 'code',
              label: say('reference'),
              hint: say('lookUpHint'),
              width: 10,
              spellcheck: false,
              autocomplete: 'off',
            },
          ],
          values: { code: typed },
          errors,
          button: say('lookUp'),
        }),
      },
      { status: errors.length > 0 ? 422 : 200, headers },
    )
  },
})
