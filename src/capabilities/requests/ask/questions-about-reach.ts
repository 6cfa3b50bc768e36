import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { readEmail, readPhone } from '../../people/index.ts'
import { always, error, forSomeone, type Question, wrong } from './question.ts'
import { mostAddress } from './questions-about-person.ts'

const contactByCodes = ['phone', 'text', 'email', 'letter'] as const

export const contactBy: Question = {
  path: 'reach',
  title: answers => (forSomeone(answers) ? 'How should we reach them?' : 'How should we reach you?'),
  fields: answers => [
    {
      kind: 'radios',
      name: 'contactBy',
      label: contactBy.title(answers),
      options: [
        { value: 'phone', text: 'Phone call' },
        { value: 'text', text: 'Text message' },
        { value: 'email', text: 'E-mail' },
        { value: 'letter', text: 'Letter' },
      ],
      ...(forSomeone(answers) && { orElse: { value: 'through me', text: 'Through me, not directly' } }),
    },
  ],
  values: answers => ({ contactBy: answers.contactBy }),
  applies: always,
  isAnswered: answers => answers.contactBy !== undefined,
  read(posted, answers) {
    const through = forSomeone(answers) ? ['through me' as const] : []
    const answer = chosen(posted.contactBy, [...contactByCodes, ...through])
    return answer
      ? { answers: { ...answers, contactBy: answer } }
      : { errors: [error('contactBy', 'Choose one way in which we can reach you')] }
  },
}

export const contact: Question = {
  path: 'contact',
  title: answers => {
    const whose = forSomeone(answers) ? 'their' : 'your'
    if (answers.contactBy === 'letter') return `What is ${whose} address?`
    return answers.contactBy === 'email' ? `What is ${whose} e-mail address?` : `What is ${whose} phone number?`
  },
  fields(answers) {
    const off = forSomeone(answers) && { autocomplete: 'off' }
    const phone = { kind: 'phone' as const, name: 'phone', label: 'Phone number', ...off }
    if (answers.contactBy === 'letter')
      return [
        {
          kind: 'textarea',
          name: 'address',
          label: contact.title(answers),
          hint: 'The whole address, so that a letter arrives.',
          rows: 4,
          autocomplete: 'street-address',
          ...off,
        },
      ]
    if (answers.contactBy === 'email')
      return [
        { kind: 'email', name: 'email', label: 'E-mail address', ...off },
        { ...phone, optional: true, hint: 'Helps when something is urgent.' },
      ]
    return [
      {
        ...phone,
        label: contact.title(answers),
        hint: answers.contactBy === 'text' ? 'A mobile number, like 07700 900123' : 'Like 020 7946 0123',
      },
    ]
  },
  values: ({ contact: known, where: home }) => ({
    phone: known?.phone,
    email: known?.email,
    address: known?.address || (home && home !== 'rather not' ? home.address : ''),
  }),
  applies: answers => answers.contactBy !== 'through me',
  isAnswered({ contact: known, contactBy: by }) {
    if (!known) return false
    if (by === 'email') return known.email !== ''
    return by === 'letter' ? known.address !== '' : known.phone !== ''
  },
  read(posted, answers) {
    const by = answers.contactBy
    const typed = { phone: typedLine(posted.phone), email: typedLine(posted.email), address: typedText(posted.address) }
    if (by === 'letter')
      return (
        wrong(
          typed.address ? null : error('address', 'Enter the address that letters should go to'),
          typed.address.length > mostAddress ? error('address', `Keep the address to ${mostAddress} characters`) : null,
        ) ?? { answers: { ...answers, contact: { phone: '', email: '', address: typed.address } } }
      )
    const phone = typed.phone ? readPhone(typed.phone) : null
    const email = by === 'email' ? readEmail(typed.email) : null
    return (
      wrong(
        email && 'message' in email ? error('email', email.message) : null,
        phone && 'message' in phone ? error('phone', phone.message) : null,
        !phone && by !== 'email' ? error('phone', 'Enter a phone number, like 020 7946 0123') : null,
        phone && 'isMobile' in phone && by === 'text' && !phone.isMobile
          ? error('phone', 'Enter a mobile number, like 07700 900123: texts may not arrive at any other')
          : null,
      ) ?? {
        answers: {
          ...answers,
          contact: {
            phone: phone && 'phone' in phone ? phone.phone : '',
            email: email && 'email' in email ? email.email : '',
            address: '',
          },
        },
      }
    )
  },
}
