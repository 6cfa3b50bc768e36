/**
 * How far each principle is lived, in four levels with statements that can be observed. OUR OWN RUBRIC: none has been published by the network (looked for in 2026), and every page that uses
 * it says so. What residents are asked is what they can see from where they stand.
 */

export const ourOwn =
  'This rubric is our own. The network has published six principles and no way to score them; the four levels and their statements were written for this system.'

export const levelNames = { 1: 'Not yet', 2: 'Beginning', 3: 'In places', 4: 'Everywhere' } as const
export type Level = keyof typeof levelNames
export const levels: readonly Level[] = [1, 2, 3, 4]

export interface Rubric {
  readonly principle: number
  /** What each level looks like, 1 to 4: for the council and for community organisations. */
  readonly statements: readonly [string, string, string, string]
  /** What residents are asked, and an answer for each level. */
  readonly residents: { readonly ask: string; readonly answers: readonly [string, string, string, string] }
}

export const rubric: readonly Rubric[] = [
  {
    principle: 1,
    statements: [
      'Each service has its own budget, its own form and its own threshold. Nobody sees what a person is asked in all of them together.',
      'Some services meet about the same people. What they agree depends on who is in the room.',
      'In at least one area of work, services and community organisations share a plan and know what became of each need that is passed on.',
      'Budgets are pooled where needs meet. People tell their story once, and what is learned from those who come back again changes services.',
    ],
    residents: {
      ask: 'When you need help with several things, how is it?',
      answers: [
        'I go from door to door and tell my story again each time',
        'Sometimes one person knows who else can help',
        'Mostly somebody sees to it that the others know',
        'I tell it once, and somebody makes sure that it all happens',
      ],
    },
  },
  {
    principle: 2,
    statements: [
      'Services are planned and run for the whole area. Neighbourhoods appear in no budget and no report.',
      'One or two neighbourhoods are tried out, and the money ends with the project.',
      'In some neighbourhoods there is a team, a budget and a group of residents and organisations that decide together.',
      'Each neighbourhood has these for good, and central teams work for them.',
    ],
    residents: {
      ask: 'Is help organised near where you live?',
      answers: [
        'No, it is all far away or by phone',
        'There is a little near me',
        'There is a place near me that I would go to first',
        'There is a place near me, and people like me have a say in it',
      ],
    },
  },
  {
    principle: 3,
    statements: [
      'Nobody knows how much of what is spent stays local, or “local” is defined nowhere.',
      'The local share is known, with its definition. It changes nothing about how contracts are made.',
      'There is a target. Contracts are split or kept small where that lets local organisations in, and the share grows.',
      'The share is published every year with its definition, grows, and is part of each decision to buy.',
    ],
    residents: {
      ask: 'Who does the work that the council pays for here?',
      answers: [
        'Companies from far away, as far as I can see',
        'A few local groups and firms',
        'Many local groups and firms',
        'Nearly always people and groups from here',
      ],
    },
  },
  {
    principle: 4,
    statements: [
      'Help begins at a threshold. What happens before it is nobody’s task.',
      'Small early help exists as short grants.',
      'Early help is paid for over several years in some services, and it is counted what later need it spares.',
      'Early help has a growing share of the budget, and need that comes back because nothing was done early is counted and acted on.',
    ],
    residents: {
      ask: 'When something starts to go wrong, can you get help early?',
      answers: [
        'No, only when it is very bad',
        'Sometimes, by luck',
        'Often, if I ask',
        'Yes, often before I have to ask',
      ],
    },
  },
  {
    principle: 5,
    statements: [
      'Community organisations are told what was decided. Rooms, grants and people’s time are cut first.',
      'They are consulted, and hear what became of what they said in some cases.',
      'Grants of several years, buildings and staff time support them, and some decisions are made together.',
      'They are partners from the first question. Support is long-term, includes buildings, and is agreed with those it reaches least.',
    ],
    residents: {
      ask: 'Does the council stand by local groups?',
      answers: ['No, it gets in their way', 'Now and then', 'Mostly', 'Yes, you can rely on it'],
    },
  },
  {
    principle: 6,
    statements: [
      'The same large procedure is used for everything. Small organisations do not bid.',
      'There is a shorter form for small sums. Organisations first hear of it when it is published.',
      'People and organisations are asked before it is written. Grants or contracts kept for local organisations are usual where the law allows.',
      'Local is the starting point, and anything else is explained. Agreements are long, reports are short, and price is not below what the work costs.',
    ],
    residents: {
      ask: 'When a service changes, are people here asked first?',
      answers: ['Never, it just changes', 'Afterwards, sometimes', 'Often before', 'Yes, and we see what came of it'],
    },
  },
]

export const rubricOf = (principle: number): Rubric | undefined => rubric.find(each => each.principle === principle)
