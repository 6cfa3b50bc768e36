import { chosen, ticked, typedLine, typedText } from '../../../platform/http/typed.ts'
import { consentWording } from '../words.ts'
import { type CommunicationNeed, communicationNeedCodes, communicationNeeds } from './answers.ts'
import { always, error, forSomeone, line, type Question, wrong } from './question.ts'

/** Characters of an address. */
export const mostAddress = 300

export const where: Question = {
  path: 'where',
  title: answers => (forSomeone(answers) ? 'Where do they live?' : 'Where do you live?'),
  fields: answers => [
    {
      kind: 'postcode',
      name: 'postcode',
      label: 'Postcode',
      hint: 'Like ZZ1 4AB. The first part is enough, like ZZ1. We use it to find who is near.',
      ...(forSomeone(answers) && { autocomplete: 'off' }),
    },
    {
      kind: 'textarea',
      name: 'address',
      label: 'House and street',
      hint: 'Whoever helps will need it to come to the door. Only they see it, and only after they say yes.',
      rows: 3,
      optional: true,
      autocomplete: forSomeone(answers) ? 'off' : 'street-address',
    },
    {
      kind: 'checkboxes',
      name: 'ratherNot',
      label: 'If you do not want to tell us',
      options: [{ value: 'yes', text: 'I would rather not say' }],
    },
  ],
  values: ({ where: known }) =>
    known === 'rather not' ? { ratherNot: 'yes' } : { postcode: known?.postcode, address: known?.address },
  applies: always,
  isAnswered: answers => answers.where !== undefined,
  // Whether the postcode is anywhere is asked of the gazetteer afterwards (postcode-said.ts).
  read(posted, answers) {
    if (ticked(posted.ratherNot, ['yes']).length) return { answers: { ...answers, where: 'rather not' } }
    const postcode = typedLine(posted.postcode)
    const address = typedText(posted.address)
    return (
      wrong(
        postcode
          ? null
          : error(
              'postcode',
              'Enter a postcode like ZZ1 4AB, or the first part, like ZZ1, or say you would rather not',
            ),
        address.length > mostAddress ? error('address', `Keep the address to ${mostAddress} characters`) : null,
      ) ?? { answers: { ...answers, where: { postcode, address } } }
    )
  },
}

export const name: Question = {
  path: 'name',
  title: answers => (forSomeone(answers) ? 'What is their name?' : 'What is your name?'),
  fields: answers => [
    {
      kind: 'text',
      name: 'name',
      label: name.title(answers),
      hint: forSomeone(answers)
        ? 'Only the person who agreed that you ask for them.'
        : 'Whatever you like to be called.',
      autocomplete: forSomeone(answers) ? 'off' : 'name',
      spellcheck: false,
    },
  ],
  values: answers => ({ name: answers.name }),
  applies: always,
  isAnswered: answers => answers.name !== undefined,
  read: (posted, answers) =>
    wrong(line(posted.name, 'name', forSomeone(answers) ? 'Enter their name' : 'Enter your name', 'the name')) ?? {
      answers: { ...answers, name: typedLine(posted.name) },
    },
}

const mostMore = 200

export const communication: Question = {
  path: 'talking',
  title: answers =>
    forSomeone(answers) ? 'What should we know before we talk to them?' : 'What should we know before we talk to you?',
  fields: () => [
    {
      kind: 'checkboxes',
      name: 'communication',
      label: 'Choose all that apply',
      options: communicationNeedCodes.map(code => ({ value: code, text: communicationNeeds[code] })),
      orElse: { value: 'none', text: 'None of these' },
    },
    {
      kind: 'text',
      name: 'communicationMore',
      label: 'Which language, or anything else that helps',
      hint: 'For example: Polish; best after 2 pm; let it ring for long',
      optional: true,
    },
  ],
  values: ({ communication: known }) => ({
    communication: known && (known.needs.length ? known.needs : 'none'),
    communicationMore: known?.more,
  }),
  applies: always,
  isAnswered: answers => answers.communication !== undefined,
  read(posted, answers) {
    const picked = ticked(posted.communication, [...communicationNeedCodes, 'none'])
    const needs = picked.filter((code): code is CommunicationNeed => code !== 'none')
    const more = typedLine(posted.communicationMore)
    return (
      wrong(
        picked.length || more ? null : error('communication', 'Choose what we should know, or "None of these"'),
        picked.includes('none') && needs.length
          ? error('communication', 'Choose what we should know, or "None of these", not both')
          : null,
        more.length > mostMore ? error('communicationMore', `Keep this to ${mostMore} characters`) : null,
      ) ?? { answers: { ...answers, communication: { needs, more } } }
    )
  },
}

export const share: Question = {
  path: 'share',
  title: answers => (forSomeone(answers) ? 'May we share their details?' : 'May we share your details?'),
  fields: answers => [
    {
      kind: 'radios',
      name: 'share',
      label: share.title(answers),
      hint: forSomeone(answers) ? `Ask them: "${consentWording}"` : consentWording,
      options: [
        { value: 'yes', text: forSomeone(answers) ? 'Yes, they agree' : 'Yes' },
        {
          value: 'no',
          text: 'No',
          hint: 'We will not pass anything on. We can only tell you about services near you, and talk to you ourselves.',
        },
      ],
    },
  ],
  values: answers => ({ share: answers.share }),
  applies: always,
  isAnswered: answers => answers.share !== undefined,
  read(posted, answers) {
    const answer = chosen(posted.share, ['yes', 'no'])
    return answer
      ? { answers: { ...answers, share: answer } }
      : { errors: [error('share', 'Say whether we may share these details: yes or no')] }
  },
}
