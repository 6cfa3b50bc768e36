/** What can be written down about a volunteer, one short form for each kind: its fields, and what pressing its button does. */
import type { Field } from '../../../design/form.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import type { Visit } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { checkLevels, workforces } from '../words.ts'
import { recordCheck, recordIdentity, recordTraining } from './record-checks.ts'
import { askReference } from './references.ts'
import { trainingsOf } from './trainings.ts'
import { decisions, identityHows } from './words.ts'

export type WriteVisit = Visit<{ volunteerId: string; what: string }>

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

/** The form for one kind; undefined for a kind nobody knows. */
export const sheetFor = (what: string): Sheet | undefined => (Object.hasOwn(sheets, what) ? sheets[what] : undefined)
