import {
  askForBulletin,
  confirmBulletin,
  keepBulletin,
  keepStory,
  publishStory,
  recordStoryConsent,
  sendBulletin,
  withdrawForThem,
  writeBulletinsJob,
} from '../src/capabilities/practice/index.ts'
import { dateAt } from '../src/design/time-in-words.ts'
import { type Actor, anyone } from '../src/platform/auth/actor.ts'
import { perform } from '../src/platform/command.ts'
import type { Platform } from '../src/platform/platform.ts'
import { days, later } from './story.ts'
import { done, found, type Stage } from './tell.ts'

interface DemoStory {
  readonly kind: 'story' | 'essay' | 'case study'
  readonly title: string
  readonly byLine: string
  readonly summary: string
  readonly body: string
  readonly principles: readonly number[]
  readonly where: readonly string[]
  readonly daysAgo: number
  readonly is?: 'draft' | 'taken back'
}

const stories: readonly DemoStory[] = [
  {
    kind: 'story',
    title: 'The kitchen has the budget now',
    byLine: 'Ben Castellano, Old Quay Kitchen',
    summary: 'People rang the kitchen, not the council. So the small help at home went where they ring.',
    body: 'In the first month we had eleven calls for the council, and the council had none.\n\nThey asked us what it would cost to answer them properly. We said: one of us, three days a week, and a bicycle. It is written down on one page, for three years.\n\nNow when Mrs Finch needs a handrail she tells the person who brings her soup.',
    principles: [2, 6],
    where: ['Harbourside'],
    daysAgo: 120,
  },
  {
    kind: 'case study',
    title: 'Paid in six days: what a council changed to pay small groups quickly',
    byLine: 'Larkmere Council',
    summary: 'Groups of fewer than ten people waited 70 days. One signature fewer and a weekly run made it six.',
    body: 'We followed twelve invoices on foot. Each lay for a month on a desk where nobody knew that it was waiting.\n\nWhat we changed: one signature up to £5,000, a run every Friday, and the group can see where its invoice is.\n\nWhat it cost: two days of work. What we would do otherwise: ask the groups first. They had told us two years before.',
    principles: [3, 5],
    where: [],
    daysAgo: 80,
  },
  {
    kind: 'essay',
    title: 'The villages hear last',
    byLine: 'Owen Tregarth',
    summary:
      'What it is like to read in the paper what was decided about your bus, and what to do before the next one.',
    body: 'Nobody meant to leave us out. There is simply no step in the procedure at which a village stands.\n\nSo put one in. Before anything is written: who would notice if this stopped? Go there, on a Tuesday evening, and bring nothing to sign.',
    principles: [5, 6],
    where: ['Skerby', 'Saltenby'],
    daysAgo: 40,
  },
  {
    kind: 'story',
    title: 'Two cars and a rota',
    byLine: 'A neighbour in Saltenby',
    summary: 'How a rota on a fridge became the way to the hospital.',
    body: 'It began with one lift.',
    principles: [4],
    where: ['Saltenby'],
    daysAgo: 60,
    is: 'taken back',
  },
  {
    kind: 'essay',
    title: 'What a year of asking first has taught us',
    byLine: 'Rosalind Achterberg',
    summary: '',
    body: 'Not finished: ask Helen for the figures.',
    principles: [],
    where: [],
    daysAgo: 2,
    is: 'draft',
  },
]

/** Stories by consent, one that was taken back after it had been sent, one that is a draft; a bulletin that went out to a few readers, and the next one begun. */
export const tellLibrary = async (
  { db, clock, placeId, neighbourhoodIds, members }: Stage,
  platform: Platform,
  { councilId, champion }: { councilId: string; champion: Actor },
  now: Date,
): Promise<void> => {
  const convenor = found(members, 'Idris Fontaine')
  const written = new Map<string, { storyId: string; consentId: string | null }>()
  for (const story of stories)
    await clock.at(later(now, -story.daysAgo * days), async () => {
      const { kind, title, byLine, summary, body, principles, where } = story
      const { storyId } = done(
        await perform(db, champion, keepStory, {
          ...{ storyId: null, kind, title, byLine, summary, body, principles: [...principles] },
          ...{ councilIds: [councilId], neighbourhoodIds: where.map(name => found(neighbourhoodIds, name)) },
        }),
      )
      if (story.is === 'draft') return written.set(title, { storyId, consentId: null })
      const { consentId } = done(
        await perform(db, champion, recordStoryConsent, {
          ...{ storyId, name: byLine, contact: '020 7946 0190', how: 'said in person' },
          givenOn: dateAt(later(now, -(story.daysAgo + 3) * days)),
        }),
      )
      done(await perform(db, champion, publishStory, { storyId }))
      return written.set(title, { storyId, consentId })
    })

  await clock.at(later(now, -50 * days), async () => {
    for (const name of ['ada', 'bo', 'chidi', 'dai', 'esme'])
      done(await perform(db, anyone(placeId), askForBulletin, { email: `${name}.reads@example.org` }))
    const asked = await db.asHouse(
      placeId,
      tx => tx.sql<{ linkPath: string }[]>`
        select link_path from platform.notice where place_id = ${tx.placeId} and sent_for like 'confirm bulletin%' order by to_address limit 4`,
    )
    for (const { linkPath } of asked)
      done(await perform(db, anyone(placeId), confirmBulletin, { link: linkPath.split('/').at(-1) ?? '' }))
  })
  const bulletin = async (subject: string, opening: string, titles: readonly string[]): Promise<string> =>
    done(
      await perform(db, convenor, keepBulletin, {
        ...{ bulletinId: null, subject, opening },
        storyIds: titles.map(title => found(written, title).storyId),
      }),
    ).bulletinId
  await clock.at(later(now, -45 * days), async () => {
    const bulletinId = await bulletin('What works where you ring', 'Three stories from this autumn.', [
      'The kitchen has the budget now',
      'Two cars and a rota',
      'Paid in six days: what a council changed to pay small groups quickly',
    ])
    done(await perform(db, convenor, sendBulletin, { bulletinId }))
    await writeBulletinsJob(platform, placeId)
  })
  await clock.at(later(now, -20 * days), async () => {
    const { consentId } = found(written, 'Two cars and a rota')
    done(await perform(db, champion, withdrawForThem, { consentId: consentId ?? '' }))
  })
  await clock.at(later(now, -1 * days), () =>
    bulletin('Who hears last', 'An essay to argue with.', ['The villages hear last']),
  )
}
