import { Type } from 'typebox'
import { fieldView } from '../../../design/form.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { ticked, typedLine, typedText } from '../../../platform/http/typed.ts'
import { findListedService } from '../listed-service-store.ts'
import { directoryWords } from '../words.ts'
import { type MistakeErrorKey, MOST_WORDS, readMistake, type TypedMistake, wrongs } from './mistake.ts'
import { replyTime } from './mistake-answer.page.ts'
import { reportMistake } from './report-mistake.ts'
import { sharingWords } from './sharing-words.ts'

/** `/:place/services/:serviceId/mistake`: what is wrong, in ticks and words, and how to hear back. */

type ServiceVisit = Visit<{ serviceId: string }, unknown>

const params = Type.Object({ serviceId: Type.String() })
type Mistaken = { field: string; key: MistakeErrorKey | 'tooMany' }

async function show(visit: ServiceVisit, typed: TypedMistake, mistaken: readonly Mistaken[]): Promise<Reply> {
  const { platform, place, actor, language, params } = visit
  const missing = directoryWords(language)('noSuchService')
  if (!isUuid(params.serviceId)) return notFound(missing)
  const { service, answeredIn } = await platform.db.as(actor, async tx => ({
    service: await findListedService(tx, params.serviceId),
    answeredIn: await replyTime(tx, language),
  }))
  if (!service) return notFound(missing)
  const say = sharingWords(language)
  const errors = mistaken.map(({ field, key }) => ({ field, message: say(key) }))
  const here = `/${place.slug}/services/${service.serviceId}`
  const field = (of: Parameters<typeof fieldView>[0]) => fieldView(of, { ...typed }, errors, false, language)
  return view(
    'directory/sharing/report-mistake.njk',
    {
      page: { title: say('reportTitle'), translated: true, backHref: here, errors },
      say,
      name: service.name,
      action: `${here}/mistake`,
      answeredIn,
      fields: [
        field({
          kind: 'checkboxes',
          name: 'wrong',
          label: say('whatIsWrong'),
          hint: say('tickAll'),
          options: wrongs.map(code => ({ value: code, text: say(`wrong_${code}`) })),
        }),
        field({
          kind: 'textarea',
          name: 'words',
          label: say('inYourWords'),
          hint: say('inYourWordsHint'),
          limit: MOST_WORDS,
          optional: true,
        }),
      ],
      contact: [
        field({ kind: 'email', name: 'email', label: say('yourEmail'), optional: true }),
        field({ kind: 'phone', name: 'phone', label: say('yourPhone'), optional: true }),
      ],
      trap: {
        shown: mistaken.some(({ field }) => field === 'website'),
        field: field({ kind: 'text', name: 'website', label: say('leaveEmpty'), autocomplete: 'off' }),
      },
    },
    { status: errors.length > 0 ? 422 : 200 },
  )
}

const nothingTyped: TypedMistake = { wrong: [], words: '', email: '', phone: '', website: '' }

export const reportMistakePage = page({
  method: 'GET',
  path: '/:place/services/:serviceId/mistake',
  allow: 'anyone',
  params,
  handle: visit => show(visit, nothingTyped, []),
})

export const sendMistakePage = page({
  method: 'POST',
  path: '/:place/services/:serviceId/mistake',
  allow: 'anyone',
  params,
  async handle(visit) {
    const { platform, place, actor, body, language, params, remoteAddress } = visit
    const typed: TypedMistake = {
      wrong: ticked(body.wrong, wrongs),
      words: typedText(body.words),
      email: typedLine(body.email),
      phone: typedLine(body.phone),
      website: typedLine(body.website),
    }
    const read = readMistake(typed)
    if ('errors' in read) return show(visit, typed, read.errors)
    if (!isUuid(params.serviceId)) return show(visit, typed, [])
    const answer = await perform(platform.db, actor, reportMistake, {
      serviceId: params.serviceId,
      ...read.report,
      language,
      from: actor.personId ?? remoteAddress,
    })
    if (isRefusal(answer))
      return show(visit, typed, answer.refused === 'too-many' ? [{ field: 'form', key: 'tooMany' }] : [])
    return redirect(`/${place.slug}/mistakes/${answer.code}?done=sent`)
  },
})
