import { needKindCodes, needKinds } from '../../../kernel/need-kind.ts'
import { chosen, ticked, typedText } from '../../../platform/http/typed.ts'
import { type Urgency, urgencies } from '../words.ts'
import { always, error, forSomeone, type Question, wrong } from './question.ts'

const urgencyCodes = Object.keys(urgencies) as Urgency[]
const urgencyOptions = urgencyCodes.map(code => ({ value: code, text: urgencies[code].label }))
export const kinds: Question = {
  path: 'needs',
  title: answers => (forSomeone(answers) ? 'What do they need help with?' : 'What do you need help with?'),
  fields: answers => [
    {
      kind: 'checkboxes',
      name: 'kinds',
      label: kinds.title(answers),
      hint: 'Choose all that apply. You only need to tell us once.',
      options: needKindCodes.map(code => ({ value: code, text: needKinds[code].asks })),
    },
  ],
  values: answers => ({ kinds: answers.kinds }),
  applies: always,
  isAnswered: ({ kinds: known }) => known !== undefined,
  read(posted, answers) {
    const picked = ticked(posted.kinds, needKindCodes)
    return picked.length
      ? { answers: { ...answers, kinds: picked } }
      : { errors: [error('kinds', 'Choose at least one thing you need help with')] }
  },
}

export const howSoon: Question = {
  path: 'how-soon',
  title: () => 'How soon is help needed?',
  fields: answers => [
    {
      kind: 'radios',
      name: 'urgency',
      label: 'How soon is help needed?',
      options: urgencyOptions,
      ...((answers.kinds?.length ?? 0) > 1 && {
        orElse: { value: 'it differs', text: 'Some things are more urgent than others' },
      }),
    },
  ],
  values: answers => ({ urgency: answers.urgency }),
  applies: always,
  isAnswered: ({ urgency, kinds: known }) =>
    urgency !== undefined && !(urgency === 'it differs' && (known?.length ?? 0) < 2),
  read(posted, answers) {
    const differs = (answers.kinds?.length ?? 0) > 1 ? ['it differs' as const] : []
    const urgency = chosen(posted.urgency, [...urgencyCodes, ...differs])
    return urgency
      ? { answers: { ...answers, urgency } }
      : { errors: [error('urgency', 'Choose how soon help is needed')] }
  },
}

export const howSoonEach: Question = {
  path: 'how-soon-each',
  title: () => 'How soon is each thing needed?',
  fields: ({ kinds: known = [] }) =>
    known.map(kind => ({
      kind: 'radios',
      name: `urgency-${kind}`,
      label: needKinds[kind].asks,
      options: urgencyOptions,
    })),
  values: ({ urgencyOf = {} }) =>
    Object.fromEntries(Object.entries(urgencyOf).map(([kind, urgency]) => [`urgency-${kind}`, urgency])),
  applies: answers => answers.urgency === 'it differs' && (answers.kinds?.length ?? 0) > 1,
  isAnswered: ({ kinds: known = [], urgencyOf }) => known.every(kind => urgencyOf?.[kind] !== undefined),
  read(posted, answers) {
    const each = (answers.kinds ?? []).map(kind => ({ kind, urgency: chosen(posted[`urgency-${kind}`], urgencyCodes) }))
    return (
      wrong(
        ...each.map(({ kind, urgency }) =>
          urgency
            ? null
            : error(`urgency-${kind}`, `Choose how soon help is needed with: ${needKinds[kind].asks.toLowerCase()}`),
        ),
      ) ?? { answers: { ...answers, urgencyOf: Object.fromEntries(each.map(({ kind, urgency }) => [kind, urgency])) } }
    )
  },
}

const mostStory = 4000

export const story: Question = {
  path: 'story',
  title: () => 'Tell us in your own words',
  fields: () => [
    {
      kind: 'textarea',
      name: 'story',
      label: 'Tell us in your own words',
      hint: 'What has happened, and what would help? Say if you need a certain diet, or something from your faith or culture. Do not tell us bank details, card numbers or PINs. We never ask for them.',
      rows: 8,
      limit: mostStory,
    },
  ],
  values: answers => ({ story: answers.story }),
  applies: always,
  isAnswered: ({ story: told, kinds: known }) =>
    told !== undefined && (told !== '' || !(known ?? []).includes('other')),
  read(posted, answers) {
    const told = typedText(posted.story)
    if (told.length > mostStory)
      return {
        errors: [error('story', 'Keep what you tell us to 4,000 characters: the most important things are enough')],
      }
    if (!told && answers.kinds?.includes('other'))
      return { errors: [error('story', 'You chose "Something else": tell us what it is, in a few words')] }
    return { answers: { ...answers, story: told } }
  },
}
