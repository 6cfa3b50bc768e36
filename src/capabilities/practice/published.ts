/** What the movement has published, word for word, each with where and when. Ours is nothing of it. */

/** Where words were published. */
export interface PublishedIn {
  readonly title: string
  readonly publisher: string
  /** 'YYYY-MM-DD' */
  readonly on: string
  readonly href: string
}

export interface Principle {
  readonly number: number
  readonly words: string
}

/** The six Keep it Local principles, as published when the network began. */
export const principles: readonly Principle[] = [
  'Think about the whole system and not individual service silos',
  'Coordinate services at the neighbourhood level',
  'Increase local spend to invest in the local economy',
  'Focus on early intervention now to save costs tomorrow',
  'Commit to your community and proactively support local organisations',
  'Commission services simply and collaboratively so they are local by default',
].map((words, at) => ({ number: at + 1, words }))

export const principlesPublished: PublishedIn = {
  title: 'Trailblazer councils commit to keeping it local',
  publisher: 'Government Business',
  on: '2020-03-03',
  href: 'http://governmentbusiness.co.uk/news/03032020/trailblazer-councils-commit-keeping-it-local',
}

export interface Recommendation {
  readonly number: number
  readonly words: string
}

/** The ten recommendations in their three groups, numbered through, as published. */
export const recommendationGroups: readonly {
  /** How the group begins: "To …, councils should:" */
  readonly to: string
  readonly recommendations: readonly Recommendation[]
}[] = [
  {
    to: 'To create collaborative public services that unlock community power, councils should:',
    recommendations: [
      { number: 1, words: 'Accelerate the integration of services and budget' },
      {
        number: 2,
        words: 'Pilot and embed neighbourhood-based approaches to service delivery, especially in adult social care',
      },
      { number: 3, words: 'Embed the rapid cultural and procedural change in procurement seen during the crisis' },
      { number: 4, words: 'Follow central government’s lead on social value measurement' },
    ],
  },
  {
    to: 'To support a community-powered economic recovery, councils should:',
    recommendations: [
      { number: 5, words: 'Enable community organisations to tackle the jobs crisis' },
      {
        number: 6,
        words: 'Develop an integrated community and inclusive economy approach to recovery and change',
      },
      { number: 7, words: 'Review and refresh Community Asset Transfer policies' },
      { number: 8, words: 'Take a proactive, strategic role in high-street reimagination' },
    ],
  },
  {
    to: 'To help turn community spirit into community power, councils should:',
    recommendations: [
      { number: 9, words: 'Gain an understanding of your local assets through data collection' },
      {
        number: 10,
        words: 'Support organisations which provide pathways into sustained community involvement',
      },
    ],
  },
]

export const recommendationsPublished: PublishedIn = {
  title: 'Keep it Local: To Create Collaborative Public Services that Unlock Community Power',
  publisher: 'Building Better Opportunities, D2N2',
  on: '2020-11-10',
  href: 'https://bbo-d2n2.org.uk/resources/keep-it-local/',
}

/** One of the ten; null for any other number. */
export const recommendationNumbered = (number: number): (Recommendation & { readonly to: string }) | null => {
  for (const { to, recommendations } of recommendationGroups)
    for (const each of recommendations) if (each.number === number) return { ...each, to }
  return null
}
