/** A made-up feed of any size, the same in every run: words as unevenly used as real ones, places clustered like towns, ages of real entries. */

const TOPICS = (
  'food bank pantry shopping meals lunch club carers dementia memory cafe bereavement counselling mental health wellbeing anxiety walking ' +
  'gardening allotment craft art singing choir yoga dance swimming sport youth children family parents toddler nursery school homework ' +
  'housing homeless shelter debt money benefits advice legal rights disability wheelchair transport lifts hospital clinic nurse pharmacy ' +
  'befriending phone visit lonely company library computer internet skills jobs training volunteer language english interpreter refugee asylum ' +
  'veterans recovery addiction alcohol drugs domestic abuse women men lgbt faith church mosque temple repair energy bills warm space clothes'
).split(' ')
const COMMON =
  'support group help people community local free sessions weekly information services adults activities centre'.split(
    ' ',
  )

/** Mulberry32: the same numbers in every run. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pick = <T>(dice: () => number, from: readonly T[]): T => from[Math.floor(dice() * from.length)] as T
const uuid = (kind: number, number: number) =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`

/** Filler words, so that a description is mostly about other things: the n-th is used about 1/n as often as the first. */
function filler(dice: () => number): string[] {
  const syllables = 'ba ce di fo gu la me ni po ru sa te vi wo ya'.split(' ')
  return Array.from({ length: 6000 }, () =>
    Array.from({ length: 2 + Math.floor(dice() * 3) }, () => pick(dice, syllables)).join(''),
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const LANGUAGES = ['Polish', 'Urdu', 'Arabic', 'Romanian', 'Welsh', 'British Sign Language', 'Ukrainian', 'Punjabi']
const ACCESS = [
  'Wheelchair accessible',
  'Step-free access',
  'Hearing loop',
  'Accessible toilet',
  'Not step-free',
  'Blue badge parking',
]
const AREAS = [...Array.from({ length: 40 }, (_, at) => `Ward ${at}`), 'ZZ1', 'ZZ2, ZZ3', 'ZZ4', 'National', 'England']

/** What filters ask about, as often known and not known as in real feeds; from dice of its own, so that the words are the same with and without it. */
function facts(dice: () => number, number: number): Record<string, unknown> {
  const day = () => pick(dice, ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])
  const hour = 8 + Math.floor(dice() * 8)
  const clock = (at: number) => `${String(at).padStart(2, '0')}:00`
  return {
    ...(dice() < 0.6 && {
      schedules: Array.from({ length: 1 + Math.floor(dice() * 3) }, (_, at) => ({
        id: uuid(7, number * 4 + at),
        freq: 'WEEKLY',
        byday: [day(), day()].join(','),
        opens_at: clock(hour),
        closes_at: clock(hour + 2 + Math.floor(dice() * 6)),
        attending_type: pick(dice, ['physical', 'physical', 'telephone', 'online', 'home_visit']),
      })),
    }),
    ...(dice() < 0.5 && { cost_options: [{ id: uuid(8, number), amount: dice() < 0.7 ? 0 : 3 }] }),
    ...(dice() < 0.4 && { minimum_age: Math.floor(dice() * 60) }),
    ...(dice() < 0.2 && { maximum_age: 60 + Math.floor(dice() * 40) }),
    ...(dice() < 0.2 && { languages: [{ id: uuid(9, number), name: pick(dice, LANGUAGES) }] }),
    ...(dice() < 0.5 && { service_areas: [{ id: uuid(10, number), name: pick(dice, AREAS) }] }),
  }
}

/** `count` services as an ORUK 3.0 feed holds them, about 1.5 kB each. Nine in ten have a place. `withFacts` adds what filters ask about. */
export function generatedServices(count: number, withFacts = false): Record<string, unknown>[] {
  return [...eachGenerated(count, withFacts)]
}

/** The same one by one, for more than fit in memory. */
export function* eachGenerated(count: number, withFacts = false): Generator<Record<string, unknown>> {
  const factDice = random(13)
  const dice = random(7)
  const fillers = filler(dice)
  const towns = Array.from({ length: 40 }, () => ({ latitude: 53.2 + dice() * 0.6, longitude: -3 + dice() * 1.2 }))
  const word = () => fillers[Math.floor(fillers.length ** dice()) - 1] ?? 'sa'
  for (let number = 0; number < count; number++) {
    const topics = [pick(dice, TOPICS), pick(dice, TOPICS)]
    const words = Array.from({ length: 60 + Math.floor(dice() * 100) }, () =>
      dice() < 0.1 ? pick(dice, COMMON) : dice() < 0.08 ? pick(dice, TOPICS) : word(),
    )
    const town = pick(dice, towns)
    const year = 2019 + Math.floor(dice() * 8)
    const assured = `${year}-${String(1 + Math.floor(dice() * (year === 2026 ? 10 : 12))).padStart(2, '0')}-15`
    yield {
      id: uuid(1, number),
      name: capital([word(), topics[0], dice() < 0.5 ? topics[1] : pick(dice, COMMON)].join(' ')),
      description: `${capital(words.join(' '))}. ${topics.join(' and ')}.`,
      status: 'active',
      ...(dice() < 0.8 && { assured_date: assured }),
      organization: {
        id: uuid(2, number % Math.ceil(count / 3)),
        name: `Organisation ${number % Math.ceil(count / 3)}`,
        description: 'Made up',
      },
      attributes: topics.map(topic => ({
        id: uuid(3, number),
        taxonomy_term: { id: uuid(4, TOPICS.indexOf(topic)), name: capital(topic), description: topic },
      })),
      ...(dice() < 0.9 && {
        service_at_locations: [
          {
            id: uuid(5, number),
            location: {
              id: uuid(6, number),
              location_type: 'physical',
              latitude: town.latitude + (dice() - 0.5) * 0.08,
              longitude: town.longitude + (dice() - 0.5) * 0.12,
              ...(withFacts &&
                factDice() < 0.5 && { accessibility: [{ id: uuid(11, number), description: pick(factDice, ACCESS) }] }),
            },
          },
        ],
      }),
      ...(withFacts && facts(factDice, number)),
    }
  }
}

/** What people type: one to three words, one in ten misspelt. */
export function generatedQueries(count: number): { words: string; latitude: number; longitude: number }[] {
  const dice = random(11)
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: 1 + Math.floor(dice() * 3) }, () =>
      dice() < 0.2 ? pick(dice, COMMON) : pick(dice, TOPICS),
    )
    const first = words[0] ?? 'food'
    if (dice() < 0.1 && first.length > 5) words[0] = first.slice(0, 3) + first.slice(4)
    return { words: words.join(' '), latitude: 53.2 + dice() * 0.6, longitude: -3 + dice() * 1.2 }
  })
}
