import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../../test/support/cast.ts'
import { aCommissioner, signedInAs } from '../../../../test/support/commissioner.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { listNeighbourhoods, setNeighbourhoods } from '../../places/index.ts'
import { squareBoundary } from '../../places/testing.ts'
import { aVisitor } from '../../requests/testing.ts'
import { closeWithoutHelp } from '../../triage/index.ts'

const house = useHouse()
let cast: Cast
let north = ''

/** A need nobody could help with, told in a neighbourhood. */
const unmet = async (neighbourhoodId: string, neighbourhoodName: string) => {
  const { needIds } = await ask(house, cast, {
    person: {
      ...{ name: 'Halina Nowak', phone: null, email: 'halina@example.org', contactBy: 'email', address: '12 Mill Row' },
      ...{ postcode: 'ZZ1 4AB', position: null, neighbourhoodId, neighbourhoodName, communicationNeeds: null },
    },
  })
  worked(
    await perform(house.platform.db, cast.amira, closeWithoutHelp, {
      needId: needIds[0] ?? '',
      reason: 'nobody could help',
      note: '',
    }),
  )
  await house.deliver(cast.placeId)
}

beforeAll(async () => {
  cast = await aCast(house)
  worked(
    await perform(house.platform.db, houseActor(cast.placeId), setNeighbourhoods, {
      boundaries: ['North', 'South'].map((name, at) =>
        squareBoundary(`N${at}`, name, { x: 400_000 + at * 1000, y: 300_000 }),
      ) as never,
    }),
  )
  const wards = await house.platform.db.asHouse(cast.placeId, listNeighbourhoods)
  north = wards.find(({ name }) => name === 'North')?.neighbourhoodId ?? ''
  const south = wards.find(({ name }) => name === 'South')?.neighbourhoodId ?? ''
  for (let at = 0; at < 6; at++) await unmet(north, 'North')
  await unmet(south, 'South')
}, 120_000)

describe('where help is missing', () => {
  it('is read by neighbourhood and kind, and nobody can be recognised', async () => {
    const { visitor } = await aCommissioner(house, cast)
    await visitor.open(`/${cast.slug}/commissioning/gaps`)
    expect(visitor.words()).toContain('Food in North6')
    // One need alone in a neighbourhood is its whole column: that help was missing is said, and no number.
    expect(visitor.words()).toMatch(/in numbers too small to show Too few to say with what: South /)
    expect(visitor.words()).not.toMatch(/Halina|Mill Row/)
    await visitor.open(`/${cast.slug}/commissioning/gaps?days=8`)
    expect([visitor.at.status, ...visitor.errors()]).toEqual([
      400,
      'Choose one of the four spans of days. These are the last 90 days.',
    ])
  })

  it('opens straight into an engagement that keeps what was counted', async () => {
    const { visitor } = await aCommissioner(house, cast)
    await visitor.open(`/${cast.slug}/commissioning/gaps?days=30`)
    await visitor.follow('Food in North')
    await visitor.press('Open it for everybody to read', {
      process: 'Come to the hall on Tuesday, or ring us.',
      category: 'services',
      contactName: 'Helen Marsh',
      contactEmail: 'helen@example.org',
      ...{ 'opensOn-day': '16', 'opensOn-month': '11', 'opensOn-year': '2026' },
      ...{ 'closesOn-day': '16', 'closesOn-month': '12', 'closesOn-year': '2026' },
    })
    const kept = 'in North, last 30 days, counted on'
    expect(visitor.words()).toContain(kept)
    expect(visitor.words()).toContain('Nobody could help: 6.')
    const somebody = aVisitor(() => house.web)
    await somebody.open(visitor.at.path)
    expect(somebody.words()).toContain(kept)
  })

  it('opens an engagement about a neighbourhood of which no kind can be said', async () => {
    const { visitor } = await aCommissioner(house, cast)
    await visitor.open(`/${cast.slug}/commissioning/gaps?days=30`)
    await visitor.follow('South')
    expect(visitor.at.html).toContain('South: what is missing, and what would help?')
    expect(visitor.at.html).toContain('Too few to say with what.')
    expect(visitor.at.html).not.toMatch(/food, South/i)
  })

  it('is not carried over from an address that names no gap', async () => {
    const { visitor } = await aCommissioner(house, cast)
    for (const gap of ['x', `${north}.food`, `${north}.meals.30`, `${north}.food.31`, `not-a-uuid.food.30`]) {
      await visitor.open(`/${cast.slug}/commissioning/engagement/new?gap=${gap}`)
      expect([gap, visitor.at.status]).toEqual([gap, 200])
      expect(visitor.words()).not.toContain('Needs told to us')
    }
  })

  it('is read without a way to ask by whoever opens no engagement, and by nobody who may not see the measures', async () => {
    const nobody = aVisitor(() => house.web)
    await nobody.open(`/${cast.slug}/commissioning/gaps`)
    expect(nobody.words()).not.toContain('North')
    const ben = signedInAs(house, cast.cookies.ben)
    await ben.open(`/${cast.slug}/commissioning/gaps`)
    expect(ben.words()).toContain('in North')
    expect(ben.at.html).not.toContain('engagement/new?gap=')
  })
})
