/** `/:place/volunteers/how-it-goes`: who waits, who was not asked, how evenly it is spread, and what was given; each figure with whom it counts and leaves out, and the list behind it. */
import { Type } from 'typebox'
import type { Link, PageModel } from '../../../design/page.ts'
import { dateAt, dateInWords, howLong } from '../../../design/time-in-words.ts'
import type { EmptyState, TableRows } from '../../../design/view-models.ts'
import { hideSmallNumbers } from '../../../kernel/small-numbers.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { page, privateView } from '../../../platform/http/route.ts'
import { chosen } from '../../../platform/http/typed.ts'
import { listNotTold } from '../../../platform/notify/notice.ts'
import { listNeighbourhoods, type Neighbourhood } from '../../places/index.ts'
import { countGiven, countInterested, type Given, hoursInWords, type Interested } from '../../volunteers/index.ts'
import { busiestTenth, gini, leastGini } from './fairness.ts'
import {
  countHowItGoes,
  type HowItGoes,
  listRequestsPut,
  type OfferAnswers,
  type OffersHad,
} from './looked-after-store.ts'
import { mostTasksLookedAt, type WhyTheyWereNot, whyTheyWereNot } from './not-asked.ts'
import { weekChoices } from './volunteer-filters.ts'
import { asOfNow } from './volunteers.page.ts'
import { type ReasonNotAsked, reasonsNotAsked } from './why-not-asked.ts'

/** One figure: how many of how many, what it leaves out, and the way to those behind it. */
interface Count {
  readonly number: string
  readonly says: string
  readonly leavesOut: string
  readonly link: Link | null
  readonly tone: 'good' | 'attention' | 'plain'
}

type HowItGoesModel = PageModel & {
  intro: string
  silence: readonly Count[]
  weeks: readonly { text: string; href: string; current: boolean }[]
  notAsked: {
    count: Count
    reasons: readonly { label: string; about: string; number: string; href: string }[]
    says: string
  }
  fair: readonly Count[]
  where: { table: TableRows; says: string } | null
  given: readonly Count[]
  empty: EmptyState | null
}

const many = (n: number): string => n.toLocaleString('en-GB')
const percent = (part: number, of: number): string => (of === 0 ? '' : ` (${Math.round((100 * part) / of)} in 100)`)
const people = (n: number): string => (n === 1 ? '1 person' : `${many(n)} people`)

const silenceOf = (
  counted: HowItGoes,
  answers: OfferAnswers,
  interested: Interested,
  told: { requests: number; notTold: number; since: Date | null; callsHref: string | null },
  here: string,
  slug: string,
  now: Date,
): Count[] => {
  const { unheard, unheardOverADay, longestUnheardSince, promised, late, longestLateOn, didNotAnswer } = counted
  const list = (show: string, text: string): Link => ({ text, href: `${here}?show=${show}` })
  return [
    {
      number: many(unheardOverADay),
      says: `signed up more than a day ago and were told nothing yet but the welcome, of ${many(counted.mayBeAsked)} who may be asked`,
      leavesOut:
        unheard === 0 || !longestUnheardSince
          ? 'Everybody was told a next step.'
          : `${people(unheard)} in all wait for a first next step, the longest for ${howLong(longestUnheardSince, now)}. Whoever is paused is left out.`,
      link: unheard > 0 ? list('unheard', 'Who they are') : null,
      tone: unheardOverADay > 0 ? 'attention' : 'good',
    },
    {
      number: many(late),
      says: `were promised that we ask again by a day that has passed, of ${many(promised)} who hold such a promise`,
      leavesOut: `${late > 0 && longestLateOn ? `The oldest was for ${dateInWords(longestLateOn, now)}. ` : ''}Whoever helps somebody now, or was asked in the last 28 days, has heard from us and is left out.`,
      link: late > 0 ? list('late', 'Who they are') : null,
      tone: late > 0 ? 'attention' : 'good',
    },
    {
      number: many(answers.noAnswer),
      says: `offers of the last 30 days had no answer in time, of ${many(answers.sent)} sent${percent(answers.noAnswer, answers.sent)}`,
      leavesOut: `${many(answers.yes)} yes, ${many(answers.no)} no, ${many(answers.open)} still wait for an answer; the others were filled by somebody else or taken back.`,
      link: didNotAnswer > 0 ? list('no-answer', `The ${people(didNotAnswer)} who did not answer`) : null,
      tone: 'plain',
    },
    {
      number: many(told.notTold),
      says: `residents wait to be told something by phone or letter, or their mail could not be sent, of ${many(told.requests)} whose needs were put to volunteers in the last 90 days`,
      leavesOut: `${told.since ? `The longest for ${howLong(told.since, now)}. ` : ''}Only requests your organisation follows.`,
      link: told.notTold > 0 && told.callsHref ? { text: 'Calls to make', href: told.callsHref } : null,
      tone: told.notTold > 0 ? 'attention' : 'good',
    },
    {
      number: many(interested.overAWeek),
      says: `said that they are interested in a role of yours more than a week ago and have no answer, of ${many(interested.waiting)} who wait for one`,
      leavesOut: 'We tell everybody that they are answered within a week.',
      link: interested.waiting > 0 ? { text: 'Roles with somebody waiting', href: `/${slug}/roles` } : null,
      tone: interested.overAWeek > 0 ? 'attention' : 'good',
    },
  ]
}

const notAskedOf = (
  counted: HowItGoes,
  { each, needs }: WhyTheyWereNot,
  weeks: number,
  here: string,
): HowItGoesModel['notAsked'] => {
  const by = Map.groupBy(each, ({ why }) => why)
  const href = (why?: ReasonNotAsked) =>
    `${here}/not-asked?weeks=${weeks}${why ? `&why=${encodeURIComponent(why)}` : ''}`
  const never = each.filter(({ idle }) => idle.isNever).length
  return {
    count: {
      number: many(counted.notAsked),
      says: `may be asked and were not for ${weeks} weeks, of ${many(counted.longEnough)} who have been with us as long${percent(counted.notAsked, counted.longEnough)}`,
      leavesOut: `${many(never)} of them were never asked at all. Left out: ${many(counted.paused)} paused, ${many(counted.maybeSecond)} perhaps signed up twice, and ${many(counted.mayBeAsked - counted.longEnough)} who signed up less than ${weeks} weeks ago.`,
      link: counted.notAsked > 0 ? { text: 'Who they are, and what would move it', href: href() } : null,
      tone: counted.notAsked > 0 ? 'attention' : 'good',
    },
    reasons: (Object.keys(reasonsNotAsked) as ReasonNotAsked[]).flatMap(why => {
      const number = by.get(why)?.length ?? 0
      const { label, about } = reasonsNotAsked[why]
      return number === 0 ? [] : [{ label, about, number: many(number), href: href(why) }]
    }),
    says:
      needs === 0
        ? `No need was put to volunteers in these ${weeks} weeks, so there was nothing to ask anybody.`
        : `Why is reckoned from the ${needs >= mostTasksLookedAt ? `latest ${many(needs)} needs` : needs === 1 ? 'one need' : `${many(needs)} needs`} put to volunteers in these ${weeks} weeks, with what is known of each person today: the need that came closest to them counts, and what stopped it.`,
  }
}

const fairOf = (counted: HowItGoes, had: readonly OffersHad[], here: string): Count[] => {
  const each = Int32Array.from(had.flatMap(({ offers, volunteers }) => Array<number>(volunteers).fill(offers)))
  const tenth = busiestTenth(each)
  const among = `of ${many(counted.mayBeAsked)} who may be asked today`
  const leaves =
    'Whoever is paused, has stopped or perhaps signed up twice is left out; whoever signed up within these days counts.'
  return [
    {
      number: `${counted.mayBeAsked === 0 ? 0 : Math.round((100 * counted.askedLately) / counted.mayBeAsked)}%`,
      says: `were asked at least once in the last 30 days: ${many(counted.askedLately)} ${among}`,
      leavesOut: leaves,
      link: counted.askedLately > 0 ? { text: 'Who was', href: `${here}?show=asked-month&sort=asked` } : null,
      tone: 'plain',
    },
    {
      number: `${counted.mayBeAsked === 0 ? 0 : Math.round((100 * counted.askedInQuarter) / counted.mayBeAsked)}%`,
      says: `were asked at least once in the last 90 days: ${many(counted.askedInQuarter)} ${among}`,
      leavesOut: leaves,
      link: counted.askedInQuarter > 0 ? { text: 'Who was', href: `${here}?show=asked-lately&sort=asked` } : null,
      tone: 'plain',
    },
    {
      number: tenth.all === 0 ? '0' : `${Math.round((100 * tenth.offers) / tenth.all)} in 100`,
      says:
        tenth.all === 0
          ? 'offers were made in the last 90 days'
          : `offers of the last 90 days went to the ${tenth.people === 1 ? 'one person' : `${many(tenth.people)} people`} asked most, a tenth of all: ${many(tenth.offers)} of ${many(tenth.all)}`,
      leavesOut: 'Spread evenly it would be about 10 in 100.',
      link: tenth.all > 0 ? { text: 'Who was asked most', href: `${here}?state=active&sort=asked` } : null,
      tone: 'plain',
    },
    {
      number: gini(each).toFixed(2),
      says: `is the Gini of these offers: 0 when everybody is asked equally often, near 1 when one person has them all`,
      leavesOut:
        tenth.all === 0
          ? 'There was nothing to spread.'
          : `It is one figure of everybody who may be asked, so there is no list of its own. With ${tenth.all === 1 ? 'one offer' : `${many(tenth.all)} offers`} for ${people(each.length)} it cannot be below ${leastGini(each.length, tenth.all).toFixed(2)}, however fairly they are spread.`,
      link: null,
      tone: 'plain',
    },
  ]
}

const whereOf = (had: readonly OffersHad[], neighbourhoods: readonly Neighbourhood[]): HowItGoesModel['where'] => {
  if (neighbourhoods.length === 0) return null
  const sum = (some: readonly OffersHad[]) => some.reduce((total, { volunteers }) => total + volunteers, 0)
  const isKnown = new Set<string | null>(neighbourhoods.map(({ neighbourhoodId }) => neighbourhoodId))
  const row = (name: string, theirs: readonly OffersHad[]) => ({
    name,
    asked: sum(theirs.filter(({ offers }) => offers > 0)),
    not: sum(theirs.filter(({ offers }) => offers === 0)),
  })
  const elsewhere = had.filter(({ neighbourhoodId }) => !isKnown.has(neighbourhoodId))
  const rows = [
    ...neighbourhoods.map(({ neighbourhoodId, name }) =>
      row(
        name,
        had.filter(each => each.neighbourhoodId === neighbourhoodId),
      ),
    ),
    ...(elsewhere.length > 0 ? [row('Not known where, or outside', elsewhere)] : []),
  ]
  const asked = hideSmallNumbers(rows.map(row => row.asked))
  const not = hideSmallNumbers(rows.map(row => row.not))
  return {
    table: {
      columns: [
        { text: 'Neighbourhood' },
        { text: 'Asked in 90 days', number: true },
        { text: 'Not asked', number: true },
      ],
      rows: rows.map(({ name }, at) => [{ content: name }, asked[at] ?? 0, not[at] ?? 0]),
    },
    says: 'People who may be asked, by where they live. Numbers from 1 to 4 are not shown, nor what would let them be worked out.',
  }
}

const givenOf = (counted: HowItGoes, given: Given, here: string): Count[] => [
  {
    number: many(Math.round(given.minutes / 60)),
    says: `hours were written down for the last 90 days, given by ${people(given.volunteers)}`,
    leavesOut: `To the minute: ${hoursInWords(given.minutes)}. What nobody wrote down is not known; whoever was forgotten since still counts, without a name, and is not in the list; nor is whoever has stopped.`,
    link: given.volunteers > 0 ? { text: 'Who gave', href: `${here}?show=gave` } : null,
    tone: 'plain',
  },
  {
    number: many(given.thanks),
    says: `thanks were said in the last 90 days, to ${people(given.thanked)}`,
    leavesOut: 'Only thanks written here. A word at the door is not counted. Whoever has stopped is not in the list.',
    link: given.thanked > 0 ? { text: 'Who was thanked', href: `${here}?show=thanked` } : null,
    tone: 'plain',
  },
  {
    number: many(counted.gaveUnthanked),
    says: `gave time in the last 90 days and were not thanked here in these, of ${many(counted.gave)} who gave and have not stopped`,
    leavesOut: 'Whoever has stopped is left out.',
    link: counted.gaveUnthanked > 0 ? { text: 'Who they are', href: `${here}?show=not-thanked` } : null,
    tone: counted.gaveUnthanked > 0 ? 'attention' : 'good',
  },
]

export const howItGoesPage = page({
  method: 'GET',
  path: '/:place/volunteers/how-it-goes',
  allow: 'volunteer.see',
  query: Type.Object({ weeks: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const now = platform.clock()
    const asOf = asOfNow(now)
    const weeks = Number(chosen(query.weeks, weekChoices) ?? '4')
    const organisationId = actor.organisationId ?? ''
    const here = `/${place.slug}/volunteers`
    const found = await platform.db.as(actor, async tx => {
      const requests = await listRequestsPut(tx, asOf)
      const counts = await countHowItGoes(tx, organisationId, weeks, asOf)
      return {
        requests,
        notTold: await listNotTold(tx, requests),
        ...counts,
        why: await whyTheyWereNot(tx, counts.idle, weeks, asOf),
        given: await countGiven(tx, organisationId, dateAt(new Date(now.getTime() - 90 * 86_400_000))),
        interested: await countInterested(tx, organisationId),
        neighbourhoods: await listNeighbourhoods(tx),
      }
    })
    const { counted } = found
    const told = {
      requests: found.requests.length,
      notTold: found.notTold.length,
      since: found.notTold[0]?.since ?? null,
      callsHref: isAllowed(actor, 'request.triage') ? `/${place.slug}/calls` : null,
    }
    return privateView('matching/looking-after/how-it-goes.njk', {
      page: { title: 'How volunteering is going', kind: 'staff', backHref: here },
      intro: `${many(counted.here)} volunteers are looked after by ${actor.organisationName ?? 'your organisation'}; ${many(counted.mayBeAsked)} of them may be asked today. Everything here is of them alone, as it stands now.`,
      silence: silenceOf(counted, found.answers, found.interested, told, here, place.slug, now),
      weeks: weekChoices.map(each => ({
        text: `${each} weeks`,
        href: `${here}/how-it-goes?weeks=${each}#not-asked`,
        current: Number(each) === weeks,
      })),
      notAsked: notAskedOf(counted, found.why, weeks, here),
      fair: fairOf(counted, found.had, here),
      where: whereOf(found.had, found.neighbourhoods),
      given: givenOf(counted, found.given, here),
      empty:
        counted.here === 0
          ? {
              title: 'Nobody has signed up yet',
              sentences: ['With the first volunteer this page says who waits, who was not asked, and what was given.'],
              action: { text: 'Sign a volunteer up', href: `${here}/add` },
            }
          : null,
    } satisfies HowItGoesModel as HowItGoesModel)
  },
})
