import { chosen, typedLine } from '../../../platform/http/typed.ts'
import { readEmail, readPhone } from '../../people/index.ts'
import { answersForSomeoneNew } from './answers.ts'
import { always, error, forSomeone, line, type Question, wrong } from './question.ts'

export const who: Question = {
  path: 'who',
  title: () => 'Who needs help?',
  fields: () => [
    {
      kind: 'radios',
      name: 'who',
      label: 'Who needs help?',
      options: [
        { value: 'me', text: 'I do' },
        { value: 'someone else', text: 'Someone else', hint: 'A relative, a neighbour, someone you look after' },
      ],
    },
  ],
  values: answers => ({ who: answers.who }),
  applies: always,
  isAnswered: answers => answers.who !== undefined,
  read(posted, answers) {
    const answer = chosen(posted.who, ['me', 'someone else'])
    if (!answer) return { errors: [error('who', 'Say who needs help: you or someone else')] }
    if (answers.who === answer) return { answers }
    return { answers: { ...answersForSomeoneNew(answers), who: answer } }
  },
}

export const permission: Question = {
  path: 'permission',
  title: () => 'Have they said you may ask for them?',
  fields: () => [
    {
      kind: 'radios',
      name: 'permission',
      label: 'Have they said you may ask for them?',
      hint: 'They need to know that you are telling us about them, and what for.',
      options: [
        { value: 'yes', text: 'Yes, they know and agree' },
        { value: 'no', text: 'No, or not yet' },
      ],
    },
  ],
  values: answers => ({ permission: answers.permission }),
  applies: forSomeone,
  isAnswered: answers => answers.permission !== undefined,
  // "No" leads to a stop page before it gets here.
  read: (posted, answers) =>
    chosen(posted.permission, ['yes'])
      ? { answers: { ...answers, permission: 'yes' } }
      : { errors: [error('permission', 'Say whether they have agreed that you ask for them')] },
}

export const asker: Question = {
  path: 'about-you',
  title: () => 'About you',
  fields: () => [
    { kind: 'text', name: 'askerName', label: 'Your name', autocomplete: 'name', spellcheck: false },
    {
      kind: 'text',
      name: 'relationship',
      label: 'How do you know them?',
      hint: 'For example: daughter, neighbour, support worker',
    },
    {
      kind: 'text',
      name: 'askerContact',
      label: 'How can we reach you?',
      hint: 'A phone number or an e-mail address. We will tell you what is happening.',
      autocomplete: 'tel',
      spellcheck: false,
    },
  ],
  values: ({ asker: known }) => ({
    askerName: known?.name,
    relationship: known?.relationship,
    askerContact: known?.contact,
  }),
  applies: forSomeone,
  isAnswered: answers => answers.asker !== undefined,
  read(posted, answers) {
    const typed = typedLine(posted.askerContact)
    const phone = readPhone(typed)
    const email = readEmail(typed)
    const contact = 'email' in email ? email.email : 'phone' in phone ? phone.phone : null
    return (
      wrong(
        line(posted.askerName, 'askerName', 'Enter your name', 'your name'),
        line(posted.relationship, 'relationship', 'Say how you know them, like daughter or neighbour', 'this'),
        contact
          ? null
          : error('askerContact', 'Enter a phone number like 020 7946 0123, or an e-mail like name@example.org'),
      ) ?? {
        answers: {
          ...answers,
          asker: {
            name: typedLine(posted.askerName),
            relationship: typedLine(posted.relationship),
            contact: contact ?? '',
          },
        },
      }
    )
  },
}
