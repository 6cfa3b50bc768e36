/**
 * Made-up examples of every component, in every state that looks different: what the gallery shows and the tests read.
 */

import { languages } from '../kernel/language.ts'
import { exampleForm } from './example-form.ts'
import { examplePictures } from './example-pictures.ts'
import type { CheckAnswers } from './form.ts'
import type { Frame, Notice } from './page.ts'
import type {
  Action,
  Candidates,
  EmptyState,
  ServiceResult,
  StateTag,
  Steps,
  SummaryCard,
  Timeline,
  Worklist,
} from './view-models.ts'
import { layoutWords } from './wording.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export type Examples = ReturnType<typeof examples>

/** @param now the instant the examples happen around. */
export function examples(now: Date) {
  const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds)
  const ahead = (milliseconds: number) => new Date(now.getTime() + milliseconds)

  const tags: StateTag[] = [
    { word: 'Not looked at yet', tone: 'fresh' },
    { word: 'Asked', tone: 'waiting' },
    { word: 'Needs an answer', tone: 'attention' },
    { word: 'Late', tone: 'overdue' },
    { word: 'Said yes', tone: 'agreed' },
    { word: 'Being done', tone: 'underway' },
    { word: 'Done', tone: 'done' },
    { word: 'No longer needed', tone: 'stopped' },
    { word: 'Not known', tone: 'unknown' },
  ]

  const steps: Record<string, Steps> = {
    'Someone has been asked': {
      steps: [
        { when: 'past', sentence: 'You told us what you need.', at: ago(3 * hour) },
        { when: 'past', sentence: 'Amira read it and looked for someone near you.', at: ago(70 * minute) },
        {
          when: 'present',
          sentence: 'We have asked Southside Hub.',
          detail: "If they can't, we'll ask the next nearest, and you don't need to do anything.",
          by: ahead(90 * minute),
        },
        { when: 'future', sentence: 'They say yes and ring you to agree a time.' },
        { when: 'future', sentence: 'You tell us how it went.' },
      ],
    },
    'Just asked': {
      steps: [
        { when: 'present', sentence: 'We have what you told us.', detail: 'A person will read it today.', at: now },
        { when: 'future', sentence: 'We look for someone near you.' },
      ],
    },
  }

  const move = (text: string, about: string, look?: Action['look']): Action => ({
    text,
    about,
    action: '/example/act',
    formToken: 'made-up',
    ...(look ? { look } : {}),
  })
  const nobodyWaits: EmptyState = {
    title: 'Nobody is waiting for you',
    sentences: [
      'Everyone who asked has an answer, and every answer is in time.',
      'The next one is due by 4 pm: Southside Hub, a lift to a clinic.',
    ],
    tone: 'good',
  }
  const worklists: Record<string, Worklist> = {
    'Four people wait': {
      caption: '4 people need an answer',
      asOf: now,
      refreshHref: '/example/worklist',
      empty: nobodyWaits,
      rows: [
        {
          id: 'n1',
          who: 'Mrs A, 70s',
          href: '/example/needs/1',
          what: 'Shopping, this week',
          where: 'Northgate, ZZ1',
          heldBy: 'Southside Hub, asked 2 days ago',
          since: ago(2 * day),
          due: ago(5 * hour),
          state: { word: 'Answer late', tone: 'overdue' },
          wouldMoveIt: 'Northgate Kitchen is next, 0.9 miles',
          action: move('Ask Northgate Kitchen', 'for Mrs A, shopping'),
        },
        {
          id: 'n2',
          who: 'A man in his 40s',
          href: '/example/needs/2',
          what: 'Help to fill in a form for housing costs',
          where: 'Millbank, ZZ2',
          heldBy: 'Nobody yet',
          since: ago(9 * hour),
          state: { word: 'Needs you', tone: 'attention' },
          wouldMoveIt: '6 organisations could help',
          action: move('Find who can help', 'the man in his 40s, housing costs'),
        },
        {
          id: 'n3',
          who: 'Family of five',
          href: '/example/needs/3',
          what: 'Food until Friday, and a cot',
          where: 'Harbour, ZZ1',
          heldBy: 'Harbour Pantry',
          since: ago(3 * hour),
          due: ahead(2 * hour),
          state: { word: 'Asked', tone: 'waiting' },
          wouldMoveIt: 'Ring them: 0161 496 0101',
          action: move('Note a call', 'about the family of five', 'other'),
        },
        {
          id: 'n4',
          who: 'Mr K, 82',
          href: '/example/needs/4',
          what: 'Someone to talk to',
          heldBy: 'Tea and Company',
          since: ago(40 * minute),
          state: { word: 'Said yes', tone: 'agreed' },
          wouldMoveIt: 'They ring him today',
          action: move('Note what happened', 'about Mr K', 'other'),
        },
      ],
    },
    'Nobody waits': { caption: 'Who needs an answer now', asOf: now, rows: [], empty: nobodyWaits },
  }

  const candidateLists: Record<string, Candidates> = {
    'Three could help': {
      caption: 'Who near them can do this',
      planB: "If Southside Hub can't, or says nothing by 2 pm, Northgate Kitchen is asked next.",
      empty: { title: 'Nobody near has this in their listing' },
      candidates: [
        {
          id: 'c1',
          name: 'Southside Hub',
          href: '/example/organisations/1',
          kind: 'Organisation',
          reasons: [
            { text: '0.6 miles' },
            { text: 'open until 5 pm' },
            { text: 'said yes to 9 of 10' },
            { text: 'checked in March' },
          ],
          wouldShare: 'what is needed, the ward and the day. Name, address and phone only if they say yes.',
          action: move('Ask Southside Hub', 'to do the shopping'),
        },
        {
          id: 'c2',
          name: 'Northgate Kitchen',
          href: '/example/organisations/2',
          kind: 'Mutual-aid group',
          reasons: [
            { text: '0.9 miles' },
            { text: 'closed today', tone: 'against' },
            { text: 'no answers yet to go by', tone: 'unknown' },
          ],
          wouldShare: 'what is needed and the ward.',
          action: move('Ask Northgate Kitchen', 'to do the shopping', 'other'),
        },
        {
          id: 'c3',
          name: 'A volunteer',
          kind: 'Volunteer',
          reasons: [{ text: '300 yards' }, { text: 'free on Thursdays' }],
          wouldShare: 'what is needed and the day.',
          state: { word: 'Said no on Monday', tone: 'stopped' },
        },
      ],
    },
    'Nobody could': {
      caption: 'Who near them can do this',
      candidates: [],
      empty: {
        title: 'Nobody within 5 miles lists this',
        sentences: ['Look further away, or ring round: what you find out helps the next person.'],
        action: { text: 'Look within 15 miles', href: '/example/further', look: 'other' },
      },
    },
  }

  const timelines: Record<string, Timeline> = {
    'A need so far': {
      caption: 'What has happened',
      facts: [
        {
          at: ago(70 * minute),
          actor: 'Amira Shah, Council contact centre',
          sentence: 'Asked Southside Hub to do the shopping.',
          tone: 'waiting',
        },
        {
          at: ago(26 * hour),
          actor: 'Northgate Kitchen',
          sentence: 'Said no.',
          quote:
            'Our van is off the road until Friday. Happy to be asked again:\n- from Saturday\n- or for parcels on foot',
          tone: 'stopped',
        },
        { at: ago(9 * day), actor: 'Keep it Local', sentence: 'Sent a text to say what happens next.', tone: 'done' },
        { at: ago(40 * day), actor: 'The resident, by phone', sentence: 'Asked for help with shopping.' },
      ],
    },
  }

  const cards: Record<string, SummaryCard> = {
    'Answers to check': {
      title: 'About you',
      rows: [
        { key: 'Name', value: 'Sam Example', change: '/example/name' },
        { key: 'Address', value: '1 Made-up Street\nNorthgate\nZZ1 4AB', change: '/example/address' },
        { key: 'Best time to ring', value: 'After 3 pm', change: '/example/time' },
      ],
      actions: [{ text: 'Remove', href: '/example/remove' }],
    },
    'Facts without a title': {
      rows: [
        { key: 'Open', value: 'Monday to Friday, 9 am to 5 pm' },
        { key: 'Website', value: 'southside.example', href: 'https://southside.example/' },
      ],
    },
  }

  const notices: Notice[] = [
    {
      tone: 'done',
      message: 'We have asked Southside Hub.',
      detail: "They have until 2 pm. If they can't, we'll ask the next nearest.",
      undo: { text: 'Undo', action: '/example/undo', look: 'other' },
    },
    {
      tone: 'information',
      message: 'The hub on Mill Lane is closed on Monday.',
      link: { text: 'Who is open instead', href: '/example/open' },
    },
    {
      tone: 'attention',
      message: 'Amira changed this a minute ago, while you were reading.',
      detail: 'Read it again before you send yours.',
    },
  ]

  const actions: Action[] = [
    { text: 'Yes, we can', action: '/example/yes', formToken: 'made-up' },
    { text: "No, we can't", href: '/example/no', look: 'other' },
    { text: 'Withdraw their details', action: '/example/withdraw', look: 'danger' },
  ]

  const services: ServiceResult[] = [
    {
      number: 1,
      name: 'Lunch club',
      href: '/example/services/1',
      organisation: 'Southside Hub',
      summary: 'A hot meal and company, twice a week. We can fetch you if you cannot walk.',
      open: { word: 'Open until 2 pm', tone: 'agreed' },
      reasons: [{ text: '0.6 miles' }, { text: 'says "lunch" in its name' }],
      cost: '£3 a meal',
      whoFor: 'anyone over 60',
      checked: 'Checked in October',
      phone: { says: '0161 496 0101', href: 'tel:+441614960101' },
    },
    {
      number: 2,
      name: 'Community fridge and pantry for everyone who lives in Harbour or near it',
      href: '/example/services/2',
      organisation: 'Harbour Pantry',
      open: { word: 'Closed, opens tomorrow at 10 am', tone: 'stopped' },
      reasons: [{ text: '1.4 miles' }, { text: 'closed today', tone: 'against' }],
      cost: 'Free',
      checked: 'Not checked since 2024',
    },
  ]

  const check: CheckAnswers = {
    sections: Object.values(cards),
    says: 'We will look for someone near you today and tell you what happens next.',
    action: '/example/send',
    button: 'Ask for help',
    formToken: 'made-up',
  }

  return {
    tags,
    steps,
    worklists,
    candidates: candidateLists,
    timelines,
    cards,
    notices,
    actions,
    services,
    empty: [
      nobodyWaits,
      { title: 'No services match', sentences: ['Try fewer words, or look further away.'] },
    ] as EmptyState[],
    form: exampleForm,
    check,
    ...examplePictures(),
  }
}

/** What a frame says of language when there is nothing to choose. */
export const exampleLanguage = {
  language: { code: 'en', ...languages.en },
  say: layoutWords('en'),
  otherLanguages: [],
  largerText: false,
  otherTextSize: { text: 'Larger text', href: '?text=large' },
  largePrint: false,
} as const

/** A frame for the gallery and for tests, with everything in it. */
export function exampleFrame(staticPath: string): Frame {
  return {
    staticPath,
    ...exampleLanguage,
    address: 'https://keep-it-local.example/example/page',
    place: { name: 'Made-up Place', href: '/example' },
    navigation: [
      { text: 'Who needs an answer', href: '/example/worklist', current: true, count: 4 },
      { text: 'Take a call', href: '/example/ask' },
      { text: 'Find help', href: '/example/find' },
      { text: 'How are we doing', href: '/example/doing' },
    ],
    signedIn: {
      name: 'Amira Shah',
      organisation: 'Council contact centre',
      signOutHref: '/example/sign-out',
      formToken: 'made-up',
    },
    phone: { says: '0161 496 0000', href: 'tel:+441614960000', hours: '9 am to 5 pm, Monday to Friday' },
    footerLinks: [
      { text: 'Accessibility', href: '/example/accessibility' },
      { text: 'Privacy', href: '/example/privacy' },
    ],
  }
}
