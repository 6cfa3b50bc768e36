/** Reads published scores and works them out again from the file alone: needs no place and no database. */
import { type ScoresDocument, scoresFormat } from './scores-document.ts'
import { bestOf, inPoints, mostMark, scoreBids, wrongWeights } from './scoring.ts'

/** The file cannot be read as scores: `at` is the line (`line 3`) or the field (`bids[1].priceInPence`). */
export class NoScores extends Error {
  readonly at: string
  constructor(at: string, reason: string) {
    super(`${at}: ${reason}`)
    this.at = at
  }
}

export type Checked =
  | { readonly agrees: true; readonly bids: number; readonly winner: string }
  /** The first line that says otherwise than comes out. */
  | { readonly agrees: false; readonly line: string; readonly says: string; readonly comesTo: string }

type Fields = Readonly<Record<string, unknown>>

const fields = (at: string, given: unknown): Fields => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new NoScores(at, 'is to be an object.')
  return given as Fields
}
const list = (at: string, given: unknown, least: number): readonly unknown[] => {
  if (!Array.isArray(given) || given.length < least) throw new NoScores(at, `is to be a list of at least ${least}.`)
  return given
}
const whole = (at: string, given: unknown, least: number, most: number): number => {
  if (typeof given !== 'number' || !Number.isInteger(given) || given < least || given > most)
    throw new NoScores(
      at,
      `is to be a whole number from ${least} to ${most}, and is ${JSON.stringify(given) ?? 'not there'}.`,
    )
  return given
}
const words = (at: string, given: unknown): string => {
  if (typeof given !== 'string' || given === '') throw new NoScores(at, 'is to be words, and is not there.')
  return given
}
const points = (at: string, given: unknown): string => {
  if (typeof given !== 'string' || !/^\d{1,3}\.\d\d$/.test(given))
    throw new NoScores(
      at,
      `is to be points with two decimals, like "4.80", and is ${JSON.stringify(given) ?? 'not there'}.`,
    )
  return given
}
const among = <Of extends string>(at: string, given: unknown, of: readonly Of[]): Of => {
  if (!of.includes(given as Of))
    throw new NoScores(
      at,
      `is to be one of ${of.map(each => `"${each}"`).join(', ')}, and is ${JSON.stringify(given) ?? 'not there'}.`,
    )
  return given as Of
}

const mostPence = 1_000_000_000_000

/** Reads a file's text. @throws NoScores with the line or field and what is wrong there. */
export const readScores = (text: string): ScoresDocument => {
  const all = fields('the file', parsed(text))
  among('format', all.format, [scoresFormat])
  const weighed = fields('weights', all.weights)
  const weights = {
    price: whole('weights.price', weighed.price, 0, 100),
    quality: whole('weights.quality', weighed.quality, 0, 100),
    socialValue: whole('weights.socialValue', weighed.socialValue, 0, 100),
  }
  const wrong = wrongWeights(weights)
  if (wrong) throw new NoScores(`weights.${wrong.field}`, wrong.message)
  const questions = list('questions', all.questions, 1).map((given, nth) => {
    const at = `questions[${nth}]`
    const { number, about, asks, points: worth, setBy } = fields(at, given)
    return {
      number: whole(`${at}.number`, number, nth + 1, nth + 1),
      about: among(`${at}.about`, about, ['quality', 'social value'] as const),
      asks: words(`${at}.asks`, asks),
      points: whole(`${at}.points`, worth, 1, 100),
      setBy: among(`${at}.setBy`, setBy, ['community', 'buyer'] as const),
    }
  })
  for (const [about, weight] of [
    ['quality', weights.quality],
    ['social value', weights.socialValue],
  ] as const) {
    const worth = questions.reduce((sum, question) => (question.about === about ? sum + question.points : sum), 0)
    if (worth !== weight)
      throw new NoScores('questions', `those about ${about} add to ${worth} points, and its weight is ${weight}.`)
  }
  const assessors = whole('assessors', all.assessors, 1, 100)
  const bids = list('bids', all.bids, 1).map((given, nth) => readBid(given, `bids[${nth}]`, questions, assessors))
  const names = bids.map(({ bid }) => bid)
  names.forEach((name, nth) => {
    if (names.indexOf(name) !== nth) throw new NoScores(`bids[${nth}].bid`, `there are two bids called ${name}.`)
  })
  return {
    format: scoresFormat,
    competition: fields('competition', all.competition) as ScoresDocument['competition'],
    rules: list('rules', all.rules, 1) as string[],
    weights,
    questions,
    assessors,
    bids,
    winner: among('winner', all.winner, names),
    decidedBy: among('decidedBy', all.decidedBy, ['total', 'social value', 'quality', 'price', 'lot'] as const),
    lot: all.lot === null ? null : words('lot', all.lot),
  }
}

const readBid = (
  given: unknown,
  at: string,
  questions: ScoresDocument['questions'],
  assessors: number,
): ScoresDocument['bids'][number] => {
  const bid = fields(at, given)
  const marks = list(`${at}.marks`, bid.marks, questions.length).map((each, nth) => {
    const here = `${at}.marks[${nth}]`
    const { question, given: marked, agreed, points: worth } = fields(here, each)
    const all = list(`${here}.given`, marked, assessors).map((mark, by) =>
      whole(`${here}.given[${by}]`, mark, 0, mostMark),
    )
    if (all.length !== assessors)
      throw new NoScores(`${here}.given`, `has ${all.length} marks, of ${assessors} assessors.`)
    return {
      question: whole(`${here}.question`, question, nth + 1, questions.length),
      given: all,
      agreed: whole(`${here}.agreed`, agreed, 0, mostMark),
      points: points(`${here}.points`, worth),
    }
  })
  if (marks.length !== questions.length)
    throw new NoScores(`${at}.marks`, `has ${marks.length} marks, for ${questions.length} questions.`)
  const sums = fields(`${at}.points`, bid.points)
  return {
    bid: words(`${at}.bid`, bid.bid),
    name: bid.name === null ? null : words(`${at}.name`, bid.name),
    priceInPence: whole(`${at}.priceInPence`, bid.priceInPence, 1, mostPence),
    marks,
    points: {
      price: points(`${at}.points.price`, sums.price),
      quality: points(`${at}.points.quality`, sums.quality),
      socialValue: points(`${at}.points.socialValue`, sums.socialValue),
      total: points(`${at}.points.total`, sums.total),
    },
    rank: whole(`${at}.rank`, bid.rank, 1, 10_000),
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new NoScores(`line ${brokenLine(text)}`, `is not JSON: ${(error as Error).message}.`)
  }
}

/** Where text stops being JSON that only wants more: the parser does not always say. Each line is tried with all before it, halving. */
const brokenLine = (text: string): number => {
  const lines = text.split('\n')
  let [whole, broken] = [0, lines.length]
  while (broken - whole > 1) {
    const middle = Math.floor((whole + broken) / 2)
    if (wantsMore(lines.slice(0, middle).join('\n'))) whole = middle
    else broken = middle
  }
  return broken
}

const wantsMore = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    const { message } = error as Error
    const position = /position (\d+)/.exec(message)?.[1]
    return /end of JSON|Unterminated/.test(message) || Number(position) >= text.trimEnd().length
  }
}

/** Works the scores out again and holds every line against the file, in the file's order; the first that differs is named. */
export const checkScores = (document: ScoresDocument): Checked => {
  const scored = scoreBids(
    document.weights,
    document.questions,
    document.bids.map(({ bid, priceInPence, marks }) => ({
      bid,
      priceInPence,
      marks: marks.map(({ agreed }) => agreed),
    })),
  )
  const lines: (readonly [line: string, says: string, comesTo: string])[] = []
  document.bids.forEach((bid, nth) => {
    const mine = scored[nth]
    if (!mine) return
    bid.marks.forEach(({ question, given, agreed, points: worth }, at) => {
      const [least, most] = [Math.min(...given), Math.max(...given)]
      const fair = agreed < least ? least : agreed > most ? most : agreed
      lines.push([
        `Bid ${bid.bid}, question ${question}, agreed mark`,
        String(agreed),
        fair === agreed
          ? String(agreed)
          : `${least === most ? least : `${least} to ${most}`}, as the assessors gave it`,
      ])
      lines.push([`Bid ${bid.bid}, question ${question}, points`, worth, inPoints(mine.each[at] ?? 0)])
    })
    for (const part of ['price', 'quality', 'socialValue', 'total'] as const)
      lines.push([
        `Bid ${bid.bid}, ${part === 'socialValue' ? 'social value' : part}`,
        bid.points[part],
        inPoints(mine.points[part]),
      ])
    lines.push([`Bid ${bid.bid}, rank`, String(bid.rank), String(mine.rank)])
  })
  const { best, decidedBy } = bestOf(scored)
  lines.push(['What decided', document.decidedBy, decidedBy])
  const mayWin = best.map(({ bid }) => bid)
  lines.push(['Winner', document.winner, mayWin.includes(document.winner) ? document.winner : mayWin.join(' or ')])
  if (decidedBy === 'lot') lines.push(['Lot', document.lot ?? 'nothing', document.lot ?? 'who drew it and who saw it'])
  const other = lines.find(([, says, comesTo]) => says !== comesTo)
  return other
    ? { agrees: false, line: other[0], says: other[1], comesTo: other[2] }
    : { agrees: true, bids: scored.length, winner: document.winner }
}
