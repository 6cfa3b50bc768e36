/** The figures of the page as JSON. */
import { Type } from 'typebox'
import { needKinds } from '../../kernel/need-kind.ts'
import type { ShownNumber } from '../../kernel/small-numbers.ts'
import { api, json } from '../../platform/http/route.ts'
import type { Measures, Wait } from './measures.ts'
import { chosenPeriod, periodChoices, readPeriodChoice } from './period.ts'
import { takeMeasures } from './take-measures.ts'

const Needs = Type.Integer({ minimum: 0 })
const orNull = <Of extends ReturnType<typeof Type.String | typeof Type.Number>>(of: Of) => Type.Union([of, Type.Null()])
const Minutes = orNull(Type.Number({ minimum: 0 }))
const OnDate = Type.String()

const WaitResponse = Type.Object({
  of: Needs,
  counted: Needs,
  stillWaiting: Needs,
  endedWithout: Needs,
  medianMinutes: Minutes,
  ninetiethMinutes: Minutes,
  within: Type.Array(Type.Object({ minutes: Type.Integer(), needs: Needs })),
})

/** A number, or null with why it is hidden. */
const Shown = Type.Object({ needs: Type.Union([Needs, Type.Null()]), says: Type.String() })

export const MeasuresResponse = Type.Object({
  place: Type.String(),
  asOf: Type.String(),
  /** `days` and `fromOn` are null for everything so far. */
  period: Type.Object({
    days: Type.Union([Type.Integer(), Type.Null()]),
    fromOn: orNull(Type.String()),
    toOn: OnDate,
  }),
  needs: Needs,
  silence: Type.Object({ needs: Needs, longestMinutes: Minutes, longestSince: orNull(Type.String()) }),
  waits: Type.Object({ firstReply: WaitResponse, firstYes: WaitResponse, done: WaitResponse }),
  knownOutcome: Type.Object({
    needs: Needs,
    of: Needs,
    couldNotFindOut: Needs,
    notToldYet: Needs,
    differences: Type.Array(Type.Object({ difference: Type.String(), needs: Needs })),
  }),
  reRouted: Type.Object({
    needs: Needs,
    of: Needs,
    afterNo: Needs,
    afterSilence: Needs,
    afterCouldNot: Needs,
    cameBackOnly: Needs,
  }),
  noTaker: Type.Object({
    needs: Needs,
    of: Needs,
    notSettled: Needs,
    endedOtherwise: Needs,
    neighbourhoods: Type.Array(
      Type.Object({ code: orNull(Type.String()), name: Type.String(), noTaker: Shown, taker: Shown }),
    ),
  }),
  kinds: Type.Array(Type.Object({ kind: Type.String(), label: Type.String(), needs: Needs })),
  requests: Type.Object({
    total: Needs,
    /** 'week' starts on Mondays. */
    by: Type.Union([Type.Literal('day'), Type.Literal('week')]),
    days: Type.Array(Type.Object({ on: OnDate, requests: Needs })),
  }),
})

/** `GET /:place/api/measures?days=7|30|90|all`: 30 days unless told. */
export const measuresApi = api({
  method: 'GET',
  path: '/:place/api/measures',
  allow: 'measures.see',
  query: Type.Object({ days: Type.Optional(Type.Unknown()) }),
  response: MeasuresResponse,
  async handle({ platform, place, actor, query }) {
    const choice = readPeriodChoice(query.days)
    if (!choice)
      return json({ error: { title: 'We do not know that number of days', message: wrongDays } }, { status: 400 })
    const { measures } = await platform.db.as(actor, tx => takeMeasures(tx, chosenPeriod(choice, tx.now)))
    return json(measuresBody(place.slug, measures))
  },
})

/** What to give instead of a number of days that is not one of the choices. */
export const wrongDays = `Choose days from ${periodChoices.join(', ')}.`

/** The measures as JSON; the command line prints the same. */
export const measuresBody = (slug: string, measures: Measures) => ({
  place: slug,
  asOf: measures.asOf.toISOString(),
  period: measures.period,
  needs: measures.needs,
  silence: { ...measures.silence, longestSince: measures.silence.longestSince?.toISOString() ?? null },
  waits: {
    firstReply: waitBody(measures.waits.firstReply),
    firstYes: waitBody(measures.waits.firstYes),
    done: waitBody(measures.waits.done),
  },
  knownOutcome: measures.knownOutcome,
  reRouted: measures.reRouted,
  noTaker: {
    ...measures.noTaker,
    neighbourhoods: measures.noTaker.neighbourhoods.map(({ code, name, noTaker, taker }) => ({
      code,
      name,
      noTaker: shown(noTaker),
      taker: shown(taker),
    })),
  },
  kinds: measures.kinds.map(({ kind, needs }) => ({ kind, label: needKinds[kind].label, needs })),
  requests: {
    total: measures.requests.total,
    by: measures.requests.by,
    days: measures.requests.days.map(({ on, value }) => ({ on, requests: value })),
  },
})

const waitBody = ({ lengths: _, ...wait }: Wait) => wait

const shown = (number: ShownNumber) => ({ needs: typeof number === 'number' ? number : null, says: String(number) })
