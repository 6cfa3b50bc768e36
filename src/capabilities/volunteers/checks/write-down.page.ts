/** Writing down what was checked of a volunteer: one short form for each kind, and asking somebody who knows them. */
import { Type } from 'typebox'
import { dateValues, type Field, form, readDate } from '../../../design/form.ts'
import type { PageHead } from '../../../design/page.ts'
import { dateAt } from '../../../design/time-in-words.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
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
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { findPerson } from '../../people/index.ts'
import { checkLevels, workforces } from '../words.ts'
import { accessVolunteer } from './access.ts'
import { findReference } from './checks-store.ts'
import { recordCheck, recordIdentity, recordTraining } from './record-checks.ts'
import { askReference, writeDownReference } from './references.ts'
import { trainingsOf } from './trainings.ts'
import { decisions, identityHows, referenceAnswers } from './words.ts'

type WriteVisit = Visit<{ volunteerId: string; what: string }>

/** One form: its fields, and what pressing its button does. A date that is not one is a mistake of the form and never reaches the command. */
interface Sheet {
  readonly title: string
  readonly button: string
  readonly dates: Readonly<Record<string, string>>
  fields(visit: WriteVisit): readonly Field[]
  send(visit: WriteVisit, on: Readonly<Record<string, string>>): Promise<{ done: string } | Refusal>
}

const options = (of: Readonly<Record<string, { label: string } | string>>) =>
  Object.entries(of).map(([value, says]) => ({ value, text: typeof says === 'string' ? says : says.label }))

const sheets: Readonly<Record<string, Sheet>> = {
  identity: {
    title: 'You saw who they are',
    button: 'Write it down',
    dates: { seenOn: 'the day you saw it' },
    fields: () => [
      {
        kind: 'radios',
        name: 'how',
        label: 'What did you see?',
        hint: 'We keep no number and no copy.',
        options: options(identityHows),
      },
      { kind: 'date', name: 'seenOn', label: 'When did you see it?' },
    ],
    async send({ platform, actor, params, body }, { seenOn = '' }) {
      const answer = await perform(platform.db, actor, recordIdentity, {
        volunteerId: params.volunteerId,
        how: typedLine(body.how),
        seenOn,
      })
      return isRefusal(answer) ? answer : { done: 'identity' }
    },
  },
  check: {
    title: 'A check they hold',
    button: 'Write it down',
    dates: { certificateOn: 'the date on the certificate', seenOn: 'the day you saw it' },
    fields: () => [
      {
        kind: 'radios',
        name: 'level',
        label: 'Which level stands on the certificate?',
        hint: 'Give the certificate back. We keep no copy, no number and nothing that stands in it.',
        options: options(checkLevels).filter(({ value }) => value !== 'none'),
      },
      {
        kind: 'radios',
        name: 'workforce',
        label: 'For which workforce?',
        hint: 'A basic check is for none.',
        options: options(workforces),
      },
      { kind: 'date', name: 'certificateOn', label: 'Which date stands on it?' },
      { kind: 'date', name: 'seenOn', label: 'When did you see it, or look up its status?' },
      {
        kind: 'checkboxes',
        name: 'updateService',
        label: 'The Update Service',
        options: [{ value: 'yes', text: 'It is on the Update Service, and I looked up that nothing has changed' }],
      },
      {
        kind: 'radios',
        name: 'decision',
        label: 'What did you decide?',
        hint: 'An entry on a certificate is no reason by itself to say no.',
        options: options(decisions),
      },
    ],
    async send({ platform, actor, params, body }, { certificateOn = '', seenOn = '' }) {
      const answer = await perform(platform.db, actor, recordCheck, {
        volunteerId: params.volunteerId,
        level: typedLine(body.level),
        workforce: typedLine(body.workforce) || null,
        certificateOn,
        seenOn,
        updateService: body.updateService === 'yes',
        decision: typedLine(body.decision),
      })
      return isRefusal(answer) ? answer : { done: 'check' }
    },
  },
  training: {
    title: 'A training they have done',
    button: 'Write it down',
    dates: { doneOn: 'the day it was done' },
    fields: ({ place }) => [
      {
        kind: 'radios',
        name: 'training',
        label: 'Which training?',
        options: trainingsOf(place.settings).map(({ code, label, countsMonths }) => ({
          value: code,
          text: label,
          hint: countsMonths === null ? 'Counts for always' : `Counts for ${countsMonths} months`,
        })),
      },
      { kind: 'date', name: 'doneOn', label: 'When did they do it?' },
    ],
    async send({ platform, actor, params, body }, { doneOn = '' }) {
      const answer = await perform(platform.db, actor, recordTraining, {
        volunteerId: params.volunteerId,
        training: typedLine(body.training),
        doneOn,
      })
      return isRefusal(answer) ? answer : { done: 'training' }
    },
  },
  reference: {
    title: 'Ask somebody who knows them',
    button: 'Ask them',
    dates: {},
    fields: () => [
      { kind: 'text', name: 'refereeName', label: 'Who knows them?', autocomplete: 'off' },
      {
        kind: 'text',
        name: 'relationship',
        label: 'How do they know each other?',
        hint: 'Like: worked together for five years. Not family.',
        autocomplete: 'off',
      },
      {
        kind: 'text',
        name: 'contact',
        label: 'Their e-mail address, or phone number',
        hint: 'By e-mail they get one question and a link that works once. By phone you ring, and write down what they say. It is deleted when they have answered.',
        autocomplete: 'off',
        spellcheck: false,
      },
    ],
    async send({ platform, actor, params, body }) {
      const answer = await perform(platform.db, actor, askReference, {
        volunteerId: params.volunteerId,
        refereeName: typedLine(body.refereeName),
        relationship: typedLine(body.relationship),
        contact: typedLine(body.contact),
      })
      return isRefusal(answer) ? answer : { done: answer.byMail ? 'asked' : 'ring' }
    },
  },
}

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
  const sheet = Object.hasOwn(sheets, params.what) ? sheets[params.what] : undefined
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
    const sheet = Object.hasOwn(sheets, params.what) ? sheets[params.what] : undefined
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
    return show(visit, [...others, ...wrong])
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
