import { describe, expect, it } from 'vitest'
import { worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { type Able, matchStories, whose } from '../../../../test/support/match-stories.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { aVisitor } from '../../requests/testing.ts'
import { tellNextStep } from '../../volunteers/index.ts'
import { acceptOffer } from '../asking/answer-offer.ts'
import { offerToThese } from '../asking/decide-on-task.ts'
import { putTask } from '../testing.ts'

const house = useHouse('2026-11-16T10:00:00Z')
const { aStory, able, cookieNow, offersOf, round } = matchStories(house)

type Cast = Awaited<ReturnType<typeof aStory>>['cast']

const tellStep = async (cast: Cast, { volunteerId }: Able, title: string, askAgainOn: string | null = null) =>
  worked(
    await perform(house.platform.db, houseActor(cast.placeId), tellNextStep, {
      volunteerId,
      kind: askAgainOn ? 'no need now' : 'training',
      aboutId: null,
      askAgainOn,
      says: {
        title,
        sentences: ['Two hours.'],
        ...(!askAgainOn && { link: { words: 'Read about it', path: '/roles' } }),
      },
    }),
  )

/** What both pages of a volunteer say is next; they must say the same. */
const nextOf = async (cast: Cast, who: Able): Promise<string> => {
  const cookie = await cookieNow(cast, who)
  const read = async (path: string, where: string) => {
    const visitor = aVisitor(() => house.web)
    visitor.cookies.set('session', cookie.slice('session='.length))
    await visitor.open(`/${cast.slug}${path}`)
    expect(visitor.at.status).toBe(200)
    return (visitor.at.page.querySelector(where)?.textContent ?? '').replace(/\s+/g, ' ').trim()
  }
  const tasks = (await read('/my-volunteering', '.govuk-inset-text')).replace('Your next step: ', '')
  const details = (await read('/volunteer/my-details', 'section.kil-card')).replace('Your next step ', '')
  expect(details.replace(/[.\s]/g, '')).toBe(tasks.replace(/[.\s]/g, ''))
  return tasks
}

describe('what is next for a volunteer, on their tasks and on their details', () => {
  it('is the latest of what they were told, asked and have in hand', async () => {
    const { cast, needId } = await aStory()
    const people = await able(cast, 2)
    const [one, other] = people as [Able, Able]
    expect(await nextOf(cast, one)).toContain('By 10 am tomorrow you hear from us')
    house.advance({ hours: 1 })
    await tellStep(cast, one, 'A training first: hygiene')
    expect(await nextOf(cast, one)).toBe('A training first: hygiene. Two hours. Read about it')

    house.advance({ minutes: 10 })
    const taskId = await putTask(house.platform, cast.amira, needId)
    await round(cast)
    const asked = await nextOf(cast, one)
    expect(asked).toMatch(/^Somebody near you needs an answer by 11:25 am\. Shopping: .* See it and answer$/)
    expect(asked).not.toContain('hygiene')

    const offers = await offersOf(cast, taskId)
    const theirs = offers.find(({ volunteerId }) => volunteerId === other.volunteerId)
    worked(
      await perform(house.platform.db, whose(people, other.volunteerId).actor, acceptOffer, {
        offerId: theirs?.offerId ?? '',
      }),
    )
    await house.deliver(cast.placeId)
    const filled = await nextOf(cast, one)
    expect(filled).toContain('Somebody else is doing it.')
    expect(filled).toContain(
      'Before that we told you about this, which still stands: A training first: hygiene. Read about it',
    )
    expect(await nextOf(cast, other)).toMatch(
      /^Shopping, tomorrow at 2 pm\. You can see who it is and where from .* Open it$/,
    )

    house.advance({ days: 1 })
    await tellStep(cast, one, 'No need near you now', '2026-12-01')
    const told = await nextOf(cast, one)
    expect(told).toBe('No need near you now. Two hours. We ask again on Tuesday 1 December 2026.')
    expect(told).not.toContain('hygiene')
  })

  it('keeps the day we ask again when an offer of after it is over, and says when nobody was heard', async () => {
    const { cast, needId } = await aStory()
    const [one] = (await able(cast, 1)) as [Able]
    house.advance({ hours: 1 })
    await tellStep(cast, one, 'No need near you now', '2026-12-01')
    house.advance({ minutes: 1 })
    const taskId = await putTask(house.platform, cast.amira, needId, { offersBy: 'coordinator' })
    worked(await perform(house.platform.db, cast.amira, offerToThese, { taskId, volunteerIds: [one.volunteerId] }))
    await house.deliver(cast.placeId)
    house.advance({ hours: 1 })
    await round(cast)
    const silent = await nextOf(cast, one)
    expect(silent).toContain('The time to answer is over.')
    expect(silent).toContain('Whatever happens, we ask again on Tuesday 1 December 2026.')
  })

  it('says the day of the welcome anew, and to ring when it has passed', async () => {
    const { cast } = await aStory()
    const [one] = (await able(cast, 1)) as [Able]
    house.setClock('2026-11-17T08:00:00Z')
    expect(await nextOf(cast, one)).toContain('By 10 am you hear from us')
    house.setClock('2026-11-17T10:01:00Z')
    expect(await nextOf(cast, one)).toContain(
      'You were to hear from us by Tuesday 17 November 2026 at 10 am. If you have not, ring us.',
    )
  })
})
