/** What was typed and ticked in the form for putting a need to volunteers, as the command takes it; the command says what is wrong with it. */
import type { Static } from 'typebox'
import { chosen, ticked, typedLine, typedText } from '../../../platform/http/typed.ts'
import { consentHows } from '../../people/index.ts'
import { cannotManageReasons, languageCodes, qualifyingServices, withChildren } from '../../volunteers/index.ts'
import { instantFrom } from '../clock.ts'
import { askedElsewheres, everies, type OffersBy } from '../words.ts'
import type { PutInput } from './put-to-volunteers.ts'
import { type PutValues, type YesPart, yesses } from './usual-answers.ts'

const keysOf = <Of extends object>(of: Of) => Object.keys(of) as (keyof Of & string)[]

const listOf = (given: unknown): unknown[] => (Array.isArray(given) ? given : [given])

/** Whom a coordinator ticked. */
export const readTicked = (body: PutValues): string[] =>
  listOf(body.volunteerIds).filter(id => typeof id === 'string' && id !== '') as string[]

/** What was typed as the command takes it: what cannot be read is left for the command to name. */
export const readPut = (needId: string, body: PutValues, offersBy: OffersBy): Static<typeof PutInput> => {
  const ticks = ticked<YesPart>(body.circumstances, keysOf(yesses))
  const every = chosen(body.every, keysOf(everies))
  const meetAt = typedLine(body.meetAtOrganisationId)
  const minutes = typedLine(body.minutes)
  return {
    needId,
    activity: typedLine(body.activity) as never,
    what: typedText(body.what),
    startsAt: instantFrom(body, 'startsOn', 'startsTime'),
    endsAt: instantFrom(body, 'endsOn', 'endsTime'),
    minutes: /^\d{1,4}$/.test(minutes) ? Number(minutes) : (Number.NaN as never),
    every,
    circumstances: {
      contact: typedLine(body.contact) as never,
      cannotManageBecause: chosen(body.cannotManageBecause, keysOf(cannotManageReasons)),
      qualifyingService: chosen(body.qualifyingService, keysOf(qualifyingServices)),
      handlesMoney: ticks.includes('handlesMoney'),
      toOrFromCare: ticks.includes('toOrFromCare'),
      personalCare: ticks.includes('personalCare'),
      actsForThem: ticks.includes('actsForThem'),
      overnight: ticks.includes('overnight'),
      withChildren: chosen(body.withChildren, keysOf(withChildren)),
    },
    languages: ticked(body.languages, languageCodes),
    needsCar: ticked(body.needsCar, ['yes']).length > 0,
    trainings: listOf(body.trainings)
      .filter(code => typeof code === 'string' && code !== '')
      .slice(0, 40) as string[],
    meetAtOrganisationId: meetAt && meetAt !== 'home' ? meetAt : null,
    askedElsewhere: chosen(body.askedElsewhere, keysOf(askedElsewheres)),
    askedElsewhereSays: typedText(body.askedElsewhereSays),
    offersBy,
    basis: typedLine(body.basis) as never,
    basisGround: typedText(body.basisGround),
    consentGivenHow: consentHows.find(how => how === typedLine(body.consentGivenHow)) ?? null,
  }
}

/** Fields of the form by the names the command uses for them. */
export const fieldOf = (field: string): string =>
  ({ startsAt: 'startsOn', endsAt: 'endsOn', circumstances: 'contact' })[field] ?? field
