/** Writing down what was checked of a volunteer: one short form for each kind, and asking somebody who knows them. */
import { Type } from 'typebox'
import { dateValues, form, readDate } from '../../../design/form.ts'
import type { PageHead } from '../../../design/page.ts'
import { dateAt } from '../../../design/time-in-words.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
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
import { chosen, typedText } from '../../../platform/http/typed.ts'
import { findPerson } from '../../people/index.ts'
import { accessVolunteer } from './access.ts'
import { findReference } from './checks-store.ts'
import { writeDownReference } from './references.ts'
import { referenceAnswers } from './words.ts'
import { sheetFor, type WriteVisit } from './write-down-sheets.ts'

/** The volunteer's name, for whoever may write something down about them; null for anybody else. */
const whose = ({
  platform,
  actor,
  params,
}: Pick<WriteVisit, 'platform' | 'actor'> & { params: { volunteerId: string } }) =>
  platform.db.as(actor, async tx => {
    const volunteer = await accessVolunteer(tx, params.volunteerId, 'read')
    return isRefusal(volunteer) ? null : ((await findPerson(tx, volunteer.personId))?.name ?? 'A volunteer')
  })

const gone = () => notFound('We cannot find that volunteer, or they are not yours to see.')

const show = async (visit: WriteVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { place, params, body, platform } = visit
  const sheet = sheetFor(params.what)
  const name = sheet && (await whose(visit))
  if (!sheet || !name) return gone()
  const back = `/${place.slug}/volunteers/${params.volunteerId}`
  const today = Object.assign(
    {},
    ...Object.keys(sheet.dates)
      .filter(date => date === 'seenOn')
      .map(date => dateValues(date, dateAt(platform.clock()))),
  )
  return privateView('design/question.njk', {
    page: { title: sheet.title, caption: name, kind: 'staff', backHref: back, errors } satisfies PageHead as PageHead,
    form: form({
      action: `${back}/write-down/${params.what}`,
      fields: sheet.fields(visit),
      values: errors.length ? body : today,
      errors,
      button: sheet.button,
      instead: { text: 'Go back', href: back },
    }),
  })
}

const params = Type.Object({ volunteerId: Type.String({ format: 'uuid' }), what: Type.String() })

const writeDownPage = page({
  method: 'GET',
  path: '/:place/volunteers/:volunteerId/write-down/:what',
  allow: 'volunteer.check',
  params,
  handle: visit => show(visit as unknown as WriteVisit),
})

const writeDownAnswer = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/write-down/:what',
  allow: 'volunteer.check',
  params,
  async handle(given) {
    const visit = given as unknown as WriteVisit
    const { place, params, body } = visit
    const sheet = sheetFor(params.what)
    if (!sheet || !(await whose(visit))) return gone()
    const dates = Object.entries(sheet.dates).map(([name, called]) => ({
      name,
      called,
      read: readDate(body, name, called),
    }))
    const wrong = dates.flatMap(({ name, called, read }) =>
      'on' in read ? [] : [{ field: name, message: 'message' in read ? read.message : `Enter ${called}` }],
    )
    // The rest of the form is looked at too, so that every mistake is told at once.
    const on = Object.fromEntries(dates.map(({ name, read }) => [name, 'on' in read ? read.on : '']))
    const answer = await sheet.send(visit, on)
    if (!isRefusal(answer)) return redirect(`/${place.slug}/volunteers/${params.volunteerId}?done=${answer.done}`)
    const others = errorsOf(answer).filter(({ field }) => !wrong.some(other => other.field === field))
    const order = sheet.fields(visit).map(({ name }) => name)
    return show(
      visit,
      [...others, ...wrong].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field)),
    )
  },
})

const oneReference = Type.Object({
  volunteerId: Type.String({ format: 'uuid' }),
  referenceId: Type.String({ format: 'uuid' }),
})

type ReferenceVisit = Visit<{ volunteerId: string; referenceId: string }>

const showReference = async (visit: ReferenceVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, actor, place, params, body } = visit
  const name = await whose(visit)
  const reference = name && (await platform.db.as(actor, tx => findReference(tx, params.referenceId, 'read')))
  const back = `/${place.slug}/volunteers/${params.volunteerId}`
  if (!reference || reference.volunteerId !== params.volunteerId) return notFound('We cannot find that reference.')
  if (reference.answeredAt) return redirect(back)
  return privateView('design/question.njk', {
    page: {
      title: `What did ${reference.refereeName} answer?`,
      caption: name,
      kind: 'staff',
      backHref: back,
      errors,
    } satisfies PageHead as PageHead,
    form: form({
      action: `${back}/references/${params.referenceId}`,
      fields: [
        {
          kind: 'radios',
          name: 'answer',
          label: `Do they recommend ${name}?`,
          ...(reference.refereeContact && {
            hint: `${reference.relationship}. Reach them at ${reference.refereeContact}`,
          }),
          options: Object.entries(referenceAnswers).map(([value, { label }]) => ({ value, text: label })),
        },
        { kind: 'textarea', name: 'words', label: 'What else did they say?', optional: true, limit: 1000, rows: 3 },
      ],
      values: body,
      errors,
      button: 'Write it down',
      instead: { text: 'Go back', href: back },
    }),
  })
}

const referencePage = page({
  method: 'GET',
  path: '/:place/volunteers/:volunteerId/references/:referenceId',
  allow: 'volunteer.check',
  params: oneReference,
  handle: visit => showReference(visit as unknown as ReferenceVisit),
})

const referenceAnswer = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/references/:referenceId',
  allow: 'volunteer.check',
  params: oneReference,
  async handle(given) {
    const visit = given as unknown as ReferenceVisit
    const { platform, actor, place, params, body } = visit
    const answer = await perform(platform.db, actor, writeDownReference, {
      ...params,
      answer: chosen(body.answer, Object.keys(referenceAnswers)) ?? '',
      words: typedText(body.words),
    })
    return isRefusal(answer)
      ? showReference(visit, errorsOf(answer))
      : redirect(`/${place.slug}/volunteers/${params.volunteerId}?done=answered`)
  },
})

export const writeDownRoutes = [writeDownPage, writeDownAnswer, referencePage, referenceAnswer]
