import { auditAll } from '../../../platform/audit/audit.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { GridPoint } from '../../../platform/db/tables.ts'
import { sawInList } from '../../people/index.ts'
import { type Activity, readWeighed } from '../../volunteers/index.ts'
import { liveMatchStates } from '../match.ts'
import type { CheckFilter, Filters, Show, Sorting, StateFilter } from './volunteer-filters.ts'

/** The volunteers one organisation looks after, with what matching knows of them: listed, searched and counted. Read by the house, for that organisation alone. */

/** One of them, in a list. */
export interface ListedVolunteer {
  readonly volunteerId: string
  readonly personId: string
  readonly name: string
  readonly phone: string | null
  readonly reference: string
  readonly state: 'active' | 'paused' | 'left'
  readonly activities: readonly Activity[]
  readonly neighbourhoodId: string | null
  readonly identitySeenOn: string | null
  readonly signedUpAt: Date
  readonly pausedUntil: string | null
  readonly leftAt: Date | null
  readonly isMaybeSecond: boolean
  readonly checkEndsOn: string | null
  readonly toldAt: Date | null
  readonly askAgainOn: string | null
  readonly lastGaveOn: string | null
  readonly lastThankedAt: Date | null
  /** Offers of the last 90 days. */
  readonly offers: number
  /** Of the last 30 days, not answered in time. */
  readonly unanswered: number
  readonly lastAskedAt: Date | null
  readonly inHand: number
}

/** The days and moments everything here is counted by. */
export interface AsOf {
  /** 'YYYY-MM-DD' on the place's calendar. */
  readonly today: string
  readonly now: Date
  /** The last day on which a check "ends soon". */
  readonly soon: string
}

const day = 86_400_000
const before = (now: Date, days: number): Date => new Date(now.getTime() - days * day)

/** How far back figures look, in days. */
export const spans = { lately: 30, quarter: 90, heard: 28 } as const

/** Volunteers (v) with what they were offered (o) and have in hand (m); whoever was forgotten is among them, without a name. */
const everLookedAfter = (tx: PlaceTx, organisationId: string, { now }: AsOf) => tx.sql`
  volunteers.public_looked_after v
  left join (select volunteer_id, count(*) filter (where sent_at > ${before(now, spans.quarter)})::int as offers,
      count(*) filter (where sent_at > ${before(now, spans.lately)})::int as offers_lately,
      count(*) filter (where state = 'no answer' and sent_at > ${before(now, spans.lately)})::int as unanswered,
      count(*) filter (where state in ('yes', 'in reserve') and sent_at > ${before(now, spans.lately)})::int as yes,
      count(*) filter (where state = 'no' and sent_at > ${before(now, spans.lately)})::int as no,
      count(*) filter (where state = 'sent' and sent_at > ${before(now, spans.lately)})::int as open, max(sent_at) as last_asked_at
    from matching.offer where place_id = ${tx.placeId} and state <> 'not reached' group by volunteer_id) o on o.volunteer_id = v.volunteer_id
  left join (select volunteer_id, count(*)::int as in_hand from matching.match
    where place_id = ${tx.placeId} and state = any(${[...liveMatchStates]}) group by volunteer_id) m on m.volunteer_id = v.volunteer_id
  where v.place_id = ${tx.placeId} and v.organisation_id = ${organisationId}`

const lookedAfter = (tx: PlaceTx, organisationId: string, asOf: AsOf) =>
  tx.sql`${everLookedAfter(tx, organisationId, asOf)} and not v.is_forgotten`

const mayBeAsked = (tx: PlaceTx, { today }: AsOf) =>
  tx.sql`(v.state = 'active' or (v.state = 'paused' and v.paused_until <= ${today})) and not v.is_maybe_second`

const unheard = (tx: PlaceTx) => tx.sql`v.state = 'active' and v.told_at is null`

// Whoever helps somebody, or was asked lately, has heard from us.
const late = (tx: PlaceTx, { today, now }: AsOf) => tx.sql`
  v.state = 'active' and v.ask_again_on < ${today} and m.in_hand is null and (o.last_asked_at is null or o.last_asked_at < ${before(now, spans.heard)})`

const notThanked = (tx: PlaceTx, { today, now }: AsOf) => tx.sql`
  v.state <> 'left' and v.last_gave_on > (${today}::date - ${spans.quarter}::int)
  and (v.last_thanked_at is null or v.last_thanked_at <= ${before(now, spans.quarter)})`

const notAsked = (tx: PlaceTx, asOf: AsOf, weeks: number) => {
  const since = before(asOf.now, weeks * 7)
  return tx.sql`${mayBeAsked(tx, asOf)} and v.signed_up_at < ${since} and (o.last_asked_at is null or o.last_asked_at < ${since})`
}

const shown = (tx: PlaceTx, show: Show, asOf: AsOf) =>
  ({
    unheard: () => unheard(tx),
    late: () => late(tx, asOf),
    'no-answer': () => tx.sql`o.unanswered > 0`,
    'not-thanked': () => notThanked(tx, asOf),
    'asked-lately': () => tx.sql`${mayBeAsked(tx, asOf)} and o.offers > 0`,
    'asked-month': () => tx.sql`${mayBeAsked(tx, asOf)} and o.offers_lately > 0`,
    gave: () => tx.sql`v.last_gave_on > (${asOf.today}::date - ${spans.quarter}::int)`,
    thanked: () => tx.sql`v.last_thanked_at > ${before(asOf.now, spans.quarter)}`,
  })[show]()

const inState = (tx: PlaceTx, state: StateFilter, asOf: AsOf) =>
  ({
    active: () => mayBeAsked(tx, asOf),
    paused: () => tx.sql`v.state = 'paused' and (v.paused_until is null or v.paused_until > ${asOf.today})`,
    second: () => tx.sql`v.is_maybe_second and v.state <> 'left'`,
    left: () => tx.sql`v.state = 'left'`,
    here: () => tx.sql`v.state <> 'left'`,
  })[state]()

const inCheck = (tx: PlaceTx, check: CheckFilter, { today, soon }: AsOf) =>
  ({
    'not-seen': () => tx.sql`v.identity_seen_on is null`,
    none: () => tx.sql`v.check_ends_on is null`,
    held: () => tx.sql`v.check_ends_on >= ${today}`,
    soon: () => tx.sql`v.check_ends_on between ${today} and ${soon}`,
    ended: () => tx.sql`v.check_ends_on < ${today}`,
  })[check]()

const likeAnywhere = (words: string): string => `%${words.replace(/[%_\\]/g, '\\$&')}%`

/** A name, a phone number as it is written anywhere, an e-mail address, or a reference. */
const found = (tx: PlaceTx, words: string) => {
  const digits = words.replace(/\D/g, '')
  const bare = words.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
  const each = words.split(' ').map(word => tx.sql`and v.name ilike ${likeAnywhere(word)}`)
  return tx.sql`(
    (true ${each.reduce((all, one) => tx.sql`${all} ${one}`, tx.sql``)})
    or v.email ilike ${likeAnywhere(words)}
    or (${bare.length >= 3} and upper(replace(v.reference, '-', '')) like ${`${bare}%`})
    or (${digits.length >= 4 && /^[\d\s()+-]+$/.test(words)} and regexp_replace(v.phone, '\\D', '', 'g') like ${`%${digits.replace(/^(44|0)/, '')}%`}))`
}

const order = (tx: PlaceTx, sort: Sorting) =>
  ({
    // Nobody has seen who they are, the longest waiting first; then whose check ends first.
    todo: () =>
      tx.sql`v.identity_seen_on is not null, case when v.identity_seen_on is null then v.signed_up_at end, v.check_ends_on nulls last, v.signed_up_at, v.volunteer_id`,
    name: () => tx.sql`lower(v.name), v.volunteer_id`,
    newest: () => tx.sql`v.signed_up_at desc, v.volunteer_id`,
    waiting: () => tx.sql`coalesce(o.last_asked_at, v.signed_up_at), v.volunteer_id`,
    asked: () => tx.sql`coalesce(o.offers, 0) desc, o.last_asked_at desc nulls last, v.volunteer_id`,
  })[sort]()

/** Volunteers on one page of a list. */
export const perPage = 50

/** A page of those who fit, and how many fit in all, in one statement. Each of them leaves a line. */
export const listLookedAfter = (
  tx: PlaceTx,
  organisationId: string,
  { words, state, check, activity, neighbourhoodId, weeks, show, sort, page }: Filters,
  asOf: AsOf,
): Promise<{ rows: ListedVolunteer[]; total: number }> =>
  tx.house(async () => {
    const conditions = [
      ...(words ? [found(tx, words)] : []),
      ...(state ? [inState(tx, state, asOf)] : []),
      ...(check ? [inCheck(tx, check, asOf)] : []),
      ...(activity ? [tx.sql`${activity} = any(v.activities)`] : []),
      ...(neighbourhoodId === 'unknown' ? [tx.sql`v.neighbourhood_id is null`] : []),
      ...(neighbourhoodId && neighbourhoodId !== 'unknown' ? [tx.sql`v.neighbourhood_id = ${neighbourhoodId}`] : []),
      ...(weeks ? [notAsked(tx, asOf, weeks)] : []),
      ...(show ? [shown(tx, show, asOf)] : []),
    ]
    const where = conditions.reduce((all, one) => tx.sql`${all} and ${one}`, lookedAfter(tx, organisationId, asOf))
    const rows = await tx.sql<(ListedVolunteer & { total: number })[]>`
      with found as (
        select v.volunteer_id, row_number() over (order by ${order(tx, sort)}) as at, count(*) over ()::int as total, o.offers, o.unanswered, o.last_asked_at, m.in_hand
        from ${where} order by at limit ${perPage} offset ${(page - 1) * perPage})
      select v.volunteer_id, v.person_id, v.name, v.phone, v.reference, v.state, v.activities, v.neighbourhood_id, v.identity_seen_on, v.signed_up_at, v.paused_until,
        v.left_at, v.is_maybe_second, v.check_ends_on, v.told_at, v.ask_again_on, v.last_gave_on, v.last_thanked_at,
        coalesce(f.offers, 0) as offers, coalesce(f.unanswered, 0) as unanswered, f.last_asked_at, coalesce(f.in_hand, 0) as in_hand, f.total
      from found f join volunteers.public_looked_after v on v.place_id = ${tx.placeId} and v.volunteer_id = f.volunteer_id order by f.at`
    // The house reads them, so nothing else says that they were shown.
    await auditAll(
      tx,
      sawInList,
      rows.map(({ personId }) => personId),
    )
    return { rows, total: rows[0]?.total ?? 0 }
  })

/** How it goes with those somebody looks after, today. */
export interface HowItGoes {
  /** Everybody who has not stopped. */
  readonly here: number
  readonly mayBeAsked: number
  readonly paused: number
  readonly maybeSecond: number
  readonly unheard: number
  readonly unheardOverADay: number
  readonly longestUnheardSince: Date | null
  /** Told that there is no need now, with a day on which we ask again. */
  readonly promised: number
  readonly late: number
  readonly longestLateOn: string | null
  /** Of those who may be asked, with us for as long as the weeks. */
  readonly longEnough: number
  readonly notAsked: number
  readonly askedLately: number
  readonly askedInQuarter: number
  /** Those who left an offer of the last 30 days unanswered. */
  readonly didNotAnswer: number
  readonly gave: number
  readonly gaveUnthanked: number
}

/** How many who may be asked had so many offers in 90 days, by neighbourhood: what is fair is reckoned from it. */
export interface OffersHad {
  readonly neighbourhoodId: string | null
  readonly offers: number
  readonly volunteers: number
}

/** What became of the offers of the last 30 days to those somebody looks after, and of those that wait now. */
export interface OfferAnswers {
  readonly sent: number
  readonly yes: number
  readonly no: number
  readonly noAnswer: number
  readonly open: number
}

/** Somebody who may be asked and was not for some weeks. */
export interface Idle {
  /** Where it was asked for, else ''. */
  readonly volunteerId: string
  /** When they were asked last, or signed up where they never were; where it was asked for. */
  readonly since: Date
  readonly isNever: boolean
  readonly inHand: number
  /** Where they live; null where that is not known. */
  readonly position: GridPoint | null
}

/** Those of them who are alike in all that the rules weigh but where they live. */
export interface IdleAlike {
  readonly volunteer: ReturnType<typeof readWeighed>
  readonly them: readonly Idle[]
}

// Volunteers who are alike are one line: what the rules weigh, then where each of them lives, how many they have in hand, and whether they were never asked.
const betweenKinds = '\u001c'
const kindOf = (tx: PlaceTx) => tx.sql`says || ${betweenKinds}::text || them`
const toWeigh = (tx: PlaceTx) =>
  tx.sql`volunteers.public_to_weigh w on w.place_id = ${tx.placeId} and w.volunteer_id = v.volunteer_id`
const eachOf = (tx: PlaceTx) =>
  tx.sql`concat_ws(' ', coalesce(w.position[0]::text, '-'), coalesce(w.position[1]::text, '-'), coalesce(m.in_hand, 0), (o.last_asked_at is null)::int)`

const linesOf = (text: string | null): string[] => (text ? text.split('\n') : [])

const readAlike = (line: string): IdleAlike => {
  const [says = '', them = ''] = line.split(betweenKinds)
  return {
    volunteer: readWeighed(says),
    them: them.split(',').map(one => {
      const [x = '-', y, inHand, isNever, volunteerId = '', since] = one.split(' ')
      return {
        volunteerId,
        since: new Date(Number(since)),
        isNever: isNever === '1',
        inHand: Number(inHand),
        position: x === '-' ? null : { x: Number(x), y: Number(y) },
      }
    }),
  }
}

interface Counted {
  readonly counted: HowItGoes
  readonly answers: OfferAnswers
  readonly had: readonly OffersHad[]
  readonly idle: readonly IdleAlike[]
}

/** Everything that is counted of those somebody looks after, and what the rules weigh of whoever was not asked: each of them read once. */
export const countHowItGoes = (tx: PlaceTx, organisationId: string, weeks: number, asOf: AsOf): Promise<Counted> =>
  tx.house(async () => {
    const may = mayBeAsked(tx, asOf)
    const all = tx.sql`looked v cross join lateral (select v.offers, v.offers_lately, v.unanswered, v.last_asked_at) o
      cross join lateral (select v.in_hand) m`
    const here = tx.sql`${all} where not v.is_forgotten`
    const [row] = await tx.sql<(HowItGoes & OfferAnswers & { had: string | null; idle: string | null })[]>`
      with looked as materialized (
        select v.volunteer_id, v.state, v.neighbourhood_id, v.signed_up_at, v.paused_until, v.is_forgotten, v.is_maybe_second, v.told_at, v.ask_again_on, v.last_gave_on,
          v.last_thanked_at, o.offers, o.offers_lately, o.unanswered, o.yes, o.no, o.open, o.last_asked_at, m.in_hand
        from ${everLookedAfter(tx, organisationId, asOf)})
      select counted.*, answers.*, had.*, idle.* from (
        select count(*) filter (where v.state <> 'left')::int as here,
          count(*) filter (where ${may})::int as may_be_asked,
          count(*) filter (where ${inState(tx, 'paused', asOf)})::int as paused,
          count(*) filter (where ${inState(tx, 'second', asOf)})::int as maybe_second,
          count(*) filter (where ${unheard(tx)})::int as unheard,
          count(*) filter (where ${unheard(tx)} and v.signed_up_at < ${before(asOf.now, 1)})::int as unheard_over_a_day,
          min(v.signed_up_at) filter (where ${unheard(tx)}) as longest_unheard_since,
          count(*) filter (where v.state = 'active' and v.ask_again_on is not null)::int as promised,
          count(*) filter (where ${late(tx, asOf)})::int as late,
          min(v.ask_again_on) filter (where ${late(tx, asOf)}) as longest_late_on,
          count(*) filter (where ${may} and v.signed_up_at < ${before(asOf.now, weeks * 7)})::int as long_enough,
          count(*) filter (where ${notAsked(tx, asOf, weeks)})::int as not_asked,
          count(*) filter (where ${may} and o.offers_lately > 0)::int as asked_lately,
          count(*) filter (where ${may} and o.offers > 0)::int as asked_in_quarter,
          count(*) filter (where o.unanswered > 0)::int as did_not_answer,
          count(*) filter (where v.state <> 'left' and v.last_gave_on > (${asOf.today}::date - ${spans.quarter}::int))::int as gave,
          count(*) filter (where ${notThanked(tx, asOf)})::int as gave_unthanked
        from ${here}) counted,
      (select coalesce(sum(offers_lately), 0)::int as sent, coalesce(sum(yes), 0)::int as yes, coalesce(sum(no), 0)::int as no,
          coalesce(sum(unanswered), 0)::int as no_answer, coalesce(sum(open), 0)::int as open from looked) answers,
      (select string_agg(concat_ws(' ', coalesce(neighbourhood_id::text, '-'), offers, volunteers), E'\n') as had
        from (select v.neighbourhood_id, coalesce(o.offers, 0) as offers, count(*) as volunteers from ${here} and ${may} group by 1, 2) by_where) had,
      (select string_agg(${kindOf(tx)}, E'\n') as idle from (
        select w.says, string_agg(${eachOf(tx)}, ',') as them
        from ${all} join ${toWeigh(tx)} where not v.is_forgotten and ${notAsked(tx, asOf, weeks)} group by 1) kinds) idle`
    if (!row) throw new Error('a count without a row')
    return {
      counted: row,
      answers: row,
      had: linesOf(row.had).map(line => {
        const [neighbourhoodId = '-', offers, volunteers] = line.split(' ')
        return {
          neighbourhoodId: neighbourhoodId === '-' ? null : neighbourhoodId,
          offers: Number(offers),
          volunteers: Number(volunteers),
        }
      }),
      idle: linesOf(row.idle).map(readAlike),
    }
  })

/** Requests whose needs the organisation put to volunteers in the last 90 days, or that it follows: those whose residents may wait to be told. */
export const listRequestsPut = async (tx: PlaceTx, { now }: AsOf): Promise<string[]> => {
  const rows = await tx.sql<{ helpRequestId: string }[]>`
    select distinct help_request_id from matching.task where place_id = ${tx.placeId} and put_at > ${before(now, spans.quarter)}`
  return rows.map(({ helpRequestId }) => helpRequestId)
}

/** Everybody who may be asked and was not for some weeks, each with who they are and since when; in one value, since they may be tens of thousands. */
export const listNotAsked = (tx: PlaceTx, organisationId: string, weeks: number, asOf: AsOf): Promise<IdleAlike[]> =>
  tx.house(async () => {
    const who = tx.sql`v.volunteer_id, (extract(epoch from coalesce(o.last_asked_at, v.signed_up_at)) * 1000)::bigint`
    const [row] = await tx.sql<{ idle: string | null }[]>`
      select string_agg(${kindOf(tx)}, E'\n') as idle from (
        select w.says, string_agg(${eachOf(tx)} || ' ' || concat_ws(' ', ${who}), ',') as them
        from (select v.volunteer_id, v.signed_up_at, o.last_asked_at, m.in_hand from ${lookedAfter(tx, organisationId, asOf)} and ${notAsked(tx, asOf, weeks)}) v
        cross join lateral (select v.last_asked_at) o cross join lateral (select v.in_hand) m
        join ${toWeigh(tx)} group by 1) kinds`
    return linesOf(row?.idle ?? null).map(readAlike)
  })
