import type { Basis } from '../src/capabilities/organisations/index.ts'
import type { Difference, toldBys } from '../src/capabilities/outcomes/index.ts'
import type { couldNotReasons, DeclineReason } from '../src/capabilities/referrals/index.ts'
import type { ClosingReason, takenHows } from '../src/capabilities/requests/index.ts'
import { type Chance, chance } from '../src/kernel/chance.ts'
import { organisations } from './organisations.ts'
import { neighbourhoodOf, type Resident, someone } from './residents.ts'
import type { DemoNeed, Situation } from './situation.ts'
import { endings, openings } from './situations.ts'

/** What somebody does to a need at a moment; each is one of our own commands. `by` is the name of a member of an organisation. */
export type Act =
  | { readonly does: 'describe'; readonly by: string }
  | {
      readonly does: 'ask'
      readonly by: string
      readonly organisation: string
      readonly basis: Basis
      readonly ground: string
      readonly readOut: boolean
    }
  | {
      readonly does: 'say yes' | 'make contact' | 'help regularly' | 'finish' | 'hear it is not needed'
      readonly by: string
    }
  | { readonly does: 'say no'; readonly by: string; readonly reasonCode: DeclineReason; readonly reason: string }
  | {
      readonly does: 'give up'
      readonly by: string
      readonly reasonCode: keyof typeof couldNotReasons
      readonly reason: string
    }
  | { readonly does: 'let time run out' }
  | { readonly does: 'take back' | 'signpost'; readonly by: string }
  | { readonly does: 'close'; readonly by: string; readonly reason: ClosingReason; readonly note: string }
  | {
      readonly does: 'tell how it went'
      /** Null when the resident tells it, with the reference and the code. */
      readonly by: string | null
      readonly difference: Difference
      readonly words: string
      readonly toldBy: keyof typeof toldBys
    }
  | { readonly does: 'stay untold' | 'say it is not needed' | 'withdraw permission' }

export interface Step {
  readonly at: Date
  /** Which need of the story. */
  readonly need: number
  readonly act: Act
}

/** One request from first word to last. */
export interface Story {
  readonly at: Date
  readonly resident: Resident
  readonly needs: readonly (DemoNeed & { readonly description: string })[]
  readonly words: string
  readonly takenHow: keyof typeof takenHows
  /** Whoever wrote it down; null when the resident did. */
  readonly takenBy: string | null
  readonly onBehalf: { readonly name: string; readonly relationship: string; readonly contact: string } | null
  readonly mayShare: boolean
  /** The story (by its place in the list) of the same person, who asks again. */
  readonly again: number | null
  readonly steps: readonly Step[]
}

export const minutes = 60_000
export const hours = 60 * minutes
export const days = 24 * hours

/** When the Hub is open, in hours UTC: inside its London hours in summer and winter. */
const opens = 8.5
const closes = 16.5

/** The first moment from `at` on when somebody is at work; mornings start a little unevenly. */
export const atWork = (at: Date, chances: Chance): Date => {
  const hour = at.getUTCHours() + at.getUTCMinutes() / 60
  if (hour >= opens && hour < closes) return at
  const morning = new Date(at)
  if (hour >= closes) morning.setUTCDate(morning.getUTCDate() + 1)
  morning.setUTCHours(8, 30, 0, 0)
  return new Date(morning.getTime() + chances.between(2, 70) * minutes)
}

export const later = (at: Date, milliseconds: number): Date => new Date(at.getTime() + milliseconds)

export const organisationCalled = (name: string) => {
  const found = organisations.find(organisation => organisation.name === name)
  if (!found) throw new Error(`Larkmere has no organisation called ${name}.`)
  return found
}

/** Somebody of the hub who decides what happens next. */
export const hubMember = (chances: Chance): string =>
  chances.pick((organisations[0]?.members ?? []).filter(({ role }) => role === 'coordinator')).name

/** Somebody of an organisation who answers for it. */
export const answererOf = (organisation: string, chances: Chance): string =>
  chances.pick(
    organisationCalled(organisation).members.filter(({ role }) => role === 'coordinator' || role === 'link worker'),
  ).name

/** How a request came in, and whose hands wrote it down. Nobody takes calls at night. */
export const intake = (chances: Chance, at: Date, { age }: Resident): Pick<Story, 'takenHow' | 'takenBy'> => {
  const hour = at.getUTCHours()
  const isOpen = hour >= 8 && hour < 17
  const takenHow = isOpen
    ? chances.weighted([
        ['web', age < 60 ? 5 : 2],
        ['phone', age < 60 ? 3 : 6],
        ['in person', 2],
      ] as const)
    : 'web'
  if (takenHow === 'web') return { takenHow, takenBy: null }
  const council = ['Gareth Pryce', 'Yvonne Baptiste']
  const surgery = ['Dilys Okafor', 'Marek Zielinski']
  const takenBy =
    takenHow === 'phone'
      ? chances.weighted([
          [chances.pick(council), 6],
          [hubMember(chances), 3],
          [chances.pick(surgery), 1],
        ] as const)
      : chances.weighted([
          [chances.pick(surgery), 5],
          [hubMember(chances), 4],
          [chances.pick(council), 1],
        ] as const)
  return { takenHow, takenBy }
}

const askers: Readonly<Record<string, readonly string[]>> = {
  daughter: ['Carla', 'Mina', 'Shona'],
  son: ['Adrian', 'Kofi', 'Liam'],
  niece: ['Tess', 'Anjali'],
  wife: ['Irene', 'Nusrat', 'Peggy'],
  grandson: ['Jake', 'Ravi'],
  mother: ['Denise', 'Marta', 'Abena'],
  teacher: ['Ms Langley', 'Mr Oduya'],
}

/** A story without its steps: who asks, for what, in which words. Two in the same situation still tell it differently. */
export const beginStory = (
  chances: Chance,
  at: Date,
  resident: Resident,
  situation: Situation,
  number: number,
): Story => {
  const opening = chances.pick(openings)
  const ending = chances.pick(endings)
  const family = resident.name.split(' ').at(-1)
  const first = situation.askedBy ? chances.pick(askers[situation.askedBy] ?? ['Alex']) : null
  const asker = first && (first.includes(' ') ? first : `${first} ${family}`)
  return {
    at,
    resident,
    needs: situation.needs.map(need => ({ ...need, description: `${someone(resident)} ${need.says}.` })),
    words: [situation.askedBy ? '' : opening, situation.story, situation.askedBy ? '' : ending]
      .filter(Boolean)
      .join(' '),
    ...intake(chances, at, resident),
    onBehalf:
      asker && situation.askedBy
        ? {
            name: asker,
            relationship: situation.askedBy,
            contact: chances.isTrue(0.5)
              ? `${asker.toLowerCase().replace(/[^a-z]+/g, '.')}.${number}@example.org`
              : `0161 496 0${String(300 + number).padStart(3, '0')}`,
          }
        : null,
    mayShare: !chances.isTrue(0.07),
    again: null,
    steps: [],
  }
}

/** Somebody of the situation's age, woman or man as the story has it. */
export const residentFor = (draw: (chances: Chance) => Resident, { who }: Situation, seed: number): Resident => {
  for (let turn = 0; ; turn += 1) {
    const resident = draw(chance(seed + turn * 7919))
    if (!who || resident.woman === (who === 'woman')) return resident
  }
}

/** Everyone who does this kind of thing; `near` when they say that they do it where the resident lives. */
export const whoCould = (kind: DemoNeed['kind'], resident: Resident): { name: string; near: boolean }[] => {
  const home = neighbourhoodOf(resident)
  return organisations
    .filter(({ takesReferrals, helpsWith }) => takesReferrals && helpsWith.includes(kind))
    .map(({ name, helpsIn }) => ({ name, near: helpsIn === null || home === null || helpsIn.includes(home) }))
}
