import type { FormSpecification } from './form.ts'

/** A made-up form with every kind of field, some of them filled in wrongly. */
export const exampleForm: FormSpecification = {
  action: '/example/form',
  formToken: 'made-up',
  button: 'Continue',
  instead: { text: 'Do this later', href: '/example/later' },
  errors: [
    { field: 'postcode', message: 'Enter a postcode like ZZ1 4AB, or the first part, like ZZ1' },
    { field: 'bornOn', message: 'The date of birth must be a real date, like 27 3 1950' },
    { field: 'help', message: 'Choose at least one kind of help' },
  ],
  values: {
    fullName: 'Sam <Example>',
    postcode: 'ZZ',
    'bornOn-day': '31',
    'bornOn-month': '2',
    'bornOn-year': '1950',
    contact: 'phone',
    notes: 'Two steps up to the door',
  },
  fields: [
    { kind: 'text', name: 'fullName', label: 'Your name', autocomplete: 'name' },
    { kind: 'postcode', name: 'postcode', label: 'Your postcode', hint: 'Like ZZ1 4AB' },
    {
      kind: 'phone',
      name: 'phone',
      label: 'Your phone number',
      hint: 'So that someone can ring you',
      optional: true,
    },
    { kind: 'email', name: 'email', label: 'Your e-mail address', optional: true },
    {
      kind: 'date',
      name: 'bornOn',
      label: 'When were you born?',
      hint: 'For example, 27 3 1950',
      autocomplete: 'bday',
    },
    {
      kind: 'radios',
      name: 'contact',
      label: 'How should we tell you what happens?',
      options: [
        { value: 'phone', text: 'Ring me' },
        { value: 'text', text: 'Send a text', hint: 'To the number above' },
      ],
      orElse: { value: 'none', text: "I'll look on this page" },
    },
    {
      kind: 'checkboxes',
      name: 'help',
      label: 'What do you need help with?',
      options: [
        { value: 'food', text: 'Food', hint: 'Shopping, meals, or money for food' },
        { value: 'lift', text: 'Getting somewhere' },
        { value: 'company', text: 'Someone to talk to' },
      ],
      orElse: { value: 'other', text: 'Something else' },
    },
    {
      kind: 'select',
      name: 'when',
      label: 'When?',
      options: [
        { value: 'today', text: 'Today' },
        { value: 'week', text: 'This week' },
      ],
    },
    { kind: 'textarea', name: 'notes', label: 'Anything that would help us help you', limit: 500, optional: true },
  ],
}
