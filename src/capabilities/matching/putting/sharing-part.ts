import type { Static } from 'typebox'
import type { PutInput } from './put-to-volunteers.ts'
import type { PutPart } from './usual-answers.ts'

/** Answers to the words read out just now; 'refused' stops it. */
const saidNow: readonly { value: string; text: string }[] = [
  { value: 'said on the phone', text: 'Yes, on the phone' },
  { value: 'said in person', text: 'Yes, in person' },
  { value: 'given for them by someone who asked them', text: 'Yes, through someone who asked them' },
  { value: 'refused', text: 'No' },
]

const bases = {
  consent: 'Their permission',
  'public task': 'Public task of a public body',
  'vital interests': 'To protect someone’s life',
} as const

/**
 * The part of the form that says what allows sharing who they are.
 * @param permitted whether they gave a permission before that allows it.
 */
export const sharingPart = (
  put: Pick<Static<typeof PutInput>, 'basis' | 'basisGround' | 'consentGivenHow'>,
  permitted: boolean,
): PutPart => ({
  name: 'sharing',
  title: 'What allows sharing who they are',
  says:
    put.basis === 'consent'
      ? permitted
        ? 'The permission they gave'
        : put.consentGivenHow
          ? `Their permission, ${put.consentGivenHow}`
          : 'Ask them now: read the words out'
      : [Object.hasOwn(bases, put.basis) ? bases[put.basis as keyof typeof bases] : 'Not chosen yet', put.basisGround]
          .filter(part => part)
          .join(': '),
  fields: [
    ...(permitted
      ? []
      : [
          {
            kind: 'radios' as const,
            name: 'consentGivenHow',
            label: 'What did they answer?',
            options: saidNow,
          },
        ]),
    {
      kind: 'radios',
      name: 'basis',
      label: 'What allows it?',
      options: [
        { value: 'consent', text: permitted ? 'The permission they gave' : 'Their permission, asked for just now' },
        { value: 'public task', text: bases['public task'], hint: 'For a public body doing its ordinary work' },
        {
          value: 'vital interests',
          text: bases['vital interests'],
          hint: 'Only when waiting to ask would put a life at risk',
        },
      ],
    },
    {
      kind: 'textarea',
      name: 'basisGround',
      label: 'Why, when it is not their permission',
      optional: true,
      limit: 500,
      rows: 2,
    },
  ],
})
