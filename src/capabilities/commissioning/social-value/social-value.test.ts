import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aCast } from '../../../../test/support/cast.ts'
import { aCommissioner, signedInAs } from '../../../../test/support/commissioner.ts'
import { useHouse } from '../../../../test/support/house.ts'
import type { Actor } from '../../../platform/auth/actor.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'

const house = useHouse()
/** Sessions end by themselves: whoever comes back days later signs in anew. */
const signInAgain = async (actor: Actor, visitor: Visitor) => {
  const { personId, organisationId, placeId } = actor
  const token = await house.platform.db.asHouse(placeId, tx =>
    startSession(tx, { personId: personId ?? '', organisationId: organisationId ?? '' }),
  )
  visitor.cookies.set('session', token)
}
const day = (name: string, on: string) => {
  const [year = '', month = '', date = ''] = on.split('-')
  return { [`${name}-year`]: year, [`${name}-month`]: month, [`${name}-day`]: date }
}

describe('a competition', () => {
  it('goes from a question somebody proposed to scores that anybody works out again', async () => {
    const cast = await aCast(house)
    const { actor, visitor: helen } = await aCommissioner(house, cast)
    const ben = signedInAs(house, cast.cookies.ben)
    const cleo = signedInAs(house, cast.cookies.cleo)
    const amira = signedInAs(house, cast.cookies.amira)
    const anybody = aVisitor(() => house.web)

    await helen.open(`/${cast.slug}/commissioning/competitions`)
    await helen.follow('Open a competition')
    await helen.press('Open it', {
      title: 'Meals on wheels',
      about: 'Whoever cannot cook eats a hot meal and sees a face.',
      socialValue: '30',
      quality: '30',
      price: '40',
      ...day('questionsUntilOn', '2026-11-20'),
      ...day('closesOn', '2026-12-18'),
    })
    expect(helen.errors()).toEqual([])
    const path = helen.at.path.split('?')[0] ?? ''

    await anybody.open(path)
    expect(anybody.words()).toContain('Social value30 %')
    await anybody.follow('Propose a question')
    await anybody.press('Send it', { words: 'How will you find work for young people here?', why: 'Many have none.' })
    expect(anybody.words()).toContain('We kept nothing of who you are')
    expect(anybody.words()).not.toContain('find work for young people')

    await helen.open(path)
    await helen.follow('How will you find work')
    await helen.press('Decide it', { decision: 'asked', points: '30', because: 'It is what we hear most.' })
    expect(helen.errors()).toEqual([])
    await anybody.open(path)
    expect(anybody.words()).toContain('Asked as question 1')
    await helen.open(path)
    await helen.follow('Add a question of our own')
    await helen.press('Add it', { about: 'quality', asks: 'How do you keep meals hot?', points: '30' })
    house.advance({ days: 5 })
    await signInAgain(actor, helen)
    await signInAgain(cast.ben, ben)
    await signInAgain(cast.cleo, cleo)
    await helen.open(path)
    await helen.follow('Open it for bids')
    await helen.press('Open it for bids')
    expect(helen.words()).toContain('Open for bids')

    for (const [who, price, answer] of [
      [ben, '20,000', 'Two places a year.'],
      [cleo, '21,000', 'A driver learns the trade.'],
    ] as const) {
      await who.open(path)
      await who.follow('Write our bid')
      await who.press('Save the draft', { 'answer-1': answer, 'answer-2': 'In boxes.', price })
      await who.press('Add the promise', {
        what: 'Paid places to learn the trade',
        howMany: '2',
        unit: 'places',
        forWhom: 'people under 25 from here',
        ...day('dueOn', '2027-12-31'),
      })
      expect(who.errors()).toEqual([])
      await who.press('Hand the bid in')
      expect(who.words()).toContain('Handed in')
    }
    await helen.open(path)
    expect(helen.words()).not.toContain('Unseal')
    house.advance({ days: 30 })
    await signInAgain(actor, helen)
    await signInAgain(cast.amira, amira)
    await helen.open(path)
    await helen.follow('Unseal the bids')
    await helen.press('Unseal them')
    await helen.follow('Name an assessor')
    const option = [...helen.at.page.querySelectorAll('option')].find(each => each.textContent?.includes('Amira'))
    await helen.press('Name them', { personId: option?.getAttribute('value') ?? '' })
    await amira.open(path)
    await amira.follow('Can you mark fairly?')
    expect(amira.words()).toContain('Drivers; Kitchen')
    await amira.press('Declare it', { conflict: 'no' })
    await amira.follow('Mark the bids')
    for (const letter of ['A', 'B']) {
      await amira.follow(`Bid ${letter}`)
      await amira.press('Save your marks', {
        'mark-1': letter === 'A' ? '5' : '3',
        'because-1': 'Says how many, and who.',
        'mark-2': '4',
        'because-2': 'Good boxes.',
      })
      expect(amira.errors()).toEqual([])
    }
    await amira.follow('Hand your marks in')
    await amira.press('Hand them in')
    await helen.open(path)
    await helen.follow('Publish the scores')
    await helen.press('Publish them for good')
    expect(helen.words()).toContain('has won')

    await anybody.open(path)
    expect(anybody.words()).toContain('has won')
    await anybody.open(`${path}/scores.json`)
    const file = join(tmpdir(), 'scores.json')
    writeFileSync(file, anybody.at.html)
    const told = await house.commandLine('scores', file)
    expect(told).toMatchObject({
      code: 0,
      out: 'It agrees: the scores of 2 bids come to what the file says. Bid A has won.\n',
    })
    const notices = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql<
          { subject: string }[]
        >`select subject from platform.notice where place_id = ${tx.placeId} order by subject`,
    )
    expect(notices.map(({ subject }) => subject)).toEqual([
      'The scores of your bid are published',
      'You are asked to mark bids',
      'Your bid has won',
    ])
  })
})
