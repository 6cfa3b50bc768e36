import { expect, it } from 'vitest'
import { aCast } from '../../../../test/support/cast.ts'
import { aCommissioner } from '../../../../test/support/commissioner.ts'
import { aPublishedCompetition, comes, day, toldIn } from '../../../../test/support/competition.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aVisitor } from '../../requests/testing.ts'
import { remindOfPromises } from './remind-promises.ts'

const house = useHouse()

it('what was promised and what happened stand side by side, and the buyer says how it stands', async () => {
  const cast = await aCast(house)
  const { path, helen } = await aPublishedCompetition(house, cast)
  const anybody = aVisitor(() => house.web)
  await anybody.open(path)
  await anybody.follow('What was promised, and what happened')
  expect(anybody.words()).toContain('Kitchen promised this with the bid that won. Not yet due: 1.')
  expect(anybody.words()).toContain(
    'Paid places to learn the trade: 2 places, for people under 25 from here, by Friday 31 December 2027',
  )
  expect(anybody.words()).toContain('0 of 2 places so far')
  expect(anybody.words()).not.toContain('Write what happened')

  house.setClock('2027-03-01T10:00:00Z')
  const ben = await comes(house, cast.ben)
  await ben.open(`${path}/promises`)
  await ben.follow('Write what happened')
  const happened = { howMany: '1', says: 'One began in the kitchen.' }
  await ben.press('Write it down', { ...day('happenedOn', '2027-03-02'), ...happened })
  expect(ben.errors()).toEqual(['The day cannot be ahead.'])
  await ben.press('Write it down', { ...day('happenedOn', '2027-02-01'), howMany: 'one', says: 'x' })
  expect(ben.errors()).toHaveLength(2)
  await ben.press('Write it down', { ...day('happenedOn', '2027-02-01'), ...happened })
  expect(ben.errors()).toEqual([])
  expect(ben.words()).toContain('1 of 2 places so far')
  // The buyer's people are told of each, though two are written in one moment.
  await ben.follow('Write what happened')
  await ben.press('Write it down', { ...day('happenedOn', '2027-02-14'), howMany: '', says: 'A second one was asked.' })
  const told = (await toldIn(house, cast)).filter(({ toName }) => toName === 'Helen')
  expect(told.map(({ subject }) => subject)).toEqual([
    'What happened about a promise was written down',
    'What happened about a promise was written down',
  ])
  await ben.press('Take it out')
  expect(ben.words()).toContain('Monday 1 February 2027: taken out again.')
  expect(ben.words()).toContain('0 of 2 places so far')
  expect(ben.words()).not.toContain('One began in the kitchen.')

  // Nobody but who promised reports, and nobody but who bought judges.
  const promise = `${path}/promises/${/promises\/([0-9a-f-]{36})\//.exec(ben.at.html)?.[1]}`
  const cleo = await comes(house, cast.cleo)
  for (const [who, deed] of [
    [cleo, 'report'],
    [cleo, 'judge'],
    [ben, 'judge'],
    [ben, 'say'],
    [anybody, 'change'],
    [anybody, 'nothing'],
  ] as const) {
    await who.open(`${promise}/${deed}`)
    expect(who.at.status, deed).toBe(404)
    await who.post(`${promise}/${deed}`, { stands: 'kept', says: 'It was kept.' })
    expect(who.at.status, deed).toBe(404)
  }
  await cleo.post(`${promise}/take-out`, { reportId: 'none' })
  expect(cleo.at.status).toBe(404)

  const buyer = await comes(house, helen)
  await buyer.open(`${path}/promises`)
  await buyer.follow('Say how it stands')
  await buyer.press('Say it for everybody', { says: '' })
  expect(buyer.errors()).toEqual(['Choose how it stands', 'Say it in words: everybody reads it'])
  await buyer.press('Say it for everybody', { stands: 'in part', says: 'One place of two.' })
  await anybody.open(`${path}/promises`)
  expect(anybody.words()).toContain('Kept in part: 1.')
  expect(anybody.words()).toContain('Hub, Monday 1 March 2027: Kept in part. One place of two.')
  await buyer.follow('Say how it stands')
  await buyer.press('Say it for everybody', { stands: 'kept', says: 'Both have begun.' })
  expect(buyer.words()).toContain('Kept: 1.')
})

it('a promise is changed with a reason, what was promised before stays to be read, and who promised is told', async () => {
  const cast = await aCast(house)
  const { path, helen } = await aPublishedCompetition(house, cast)
  const buyer = await comes(house, helen)
  await buyer.open(`${path}/promises`)
  await buyer.follow('Say how it stands')
  await buyer.press('Say it for everybody', { stands: 'kept', says: 'Both have begun.' })
  house.advance({ minutes: 1 })
  await buyer.follow('Change what is promised')
  await buyer.press('Change it', { because: 'They asked for it.' })
  expect(buyer.errors()).toEqual(['Nothing is different from what is promised.'])
  await buyer.press('Change it', { howMany: '3', because: '' })
  expect(buyer.errors()).toEqual(['Say why it changes: everybody reads it'])
  await buyer.press('Change it', { because: 'A third place was paid for.', unit: '' })
  expect(buyer.errors()).toEqual(['Say of what: 12 apprentices, 40 evenings.'])
  await buyer.press('Change it', { unit: 'places', ...day('dueOn', '2026-12-01') })
  expect(buyer.errors()).toEqual(['Choose a day that is ahead: it is promised for then.'])
  await buyer.press('Change it', day('dueOn', '2028-03-31'))
  expect(buyer.errors()).toEqual([])
  const anybody = aVisitor(() => house.web)
  await anybody.open(`${path}/promises`)
  for (const words of [
    '3 places, for people under 25 from here, by Friday 31 March 2028',
    'Changed on Friday 18 December 2026: A third place was paid for.',
    'Before: Paid places to learn the trade: 2 places, for people under 25 from here, by Friday 31 December 2027',
    '0 of 3 places so far',
  ])
    expect(anybody.words()).toContain(words)
  // What was said of the promise before is not said of this one.
  expect(anybody.words()).toContain('Not yet due: 1.')
  const told = (await toldIn(house, cast)).find(({ subject }) => subject === 'A promise of yours was changed')
  expect(told).toMatchObject({ toName: 'Ben' })
  expect(told?.body).toContain('Why: A third place was paid for.')
})

it('what residents say to a promise is shown when the buyer has looked at it, or the reason why not, and nothing of who', async () => {
  const cast = await aCast(house)
  const { path, helen } = await aPublishedCompetition(house, cast)
  const { actor: elsewhere } = await aCommissioner(house, cast, cast.drivers)
  const anybody = aVisitor(() => house.web)
  const says = async (who: typeof anybody, words: string) => {
    await who.open(`${path}/promises`)
    await who.follow('Say what you saw')
    await who.press('Send it', { words })
  }
  await says(anybody, 'no')
  expect(anybody.errors()).toEqual(['Write what you saw, in 5 to 1,000 characters'])
  await says(anybody, 'My nephew has begun there.')
  expect(anybody.words()).toContain('We kept nothing of who you are')
  expect(anybody.words()).not.toContain('nephew')
  await says(anybody, 'Mrs Nowak of Mill Row never saw anybody.')
  const cleo = await comes(house, cast.cleo)
  await says(cleo, 'We sent two people on.')

  // The buyer is told that something waits, once a day.
  const told = (await toldIn(house, cast)).filter(({ subject }) => subject.endsWith('waits for you'))
  expect(told.map(({ toName }) => toName)).toEqual(['Helen'])
  const buyer = await comes(house, helen)
  await buyer.open(path)
  expect(buyer.words()).toContain('A reply to a promise, from a resident')
  expect(buyer.words()).toContain('A reply to a promise, from Drivers')
  await buyer.follow('My nephew has begun')
  await buyer.press('Decide it')
  expect(buyer.errors()).toEqual(['Choose whether it is shown.'])
  const waiting = buyer.at.path
  const other = await comes(house, elsewhere)
  await other.open(waiting)
  expect(other.at.status).toBe(404)
  await other.post(waiting, { decision: 'shown', because: '' })
  expect(other.at.status).toBe(404)
  await buyer.press('Decide it', { decision: 'shown' })
  expect(buyer.at.status).toBe(200)
  await buyer.open(path)
  await buyer.follow('Mrs Nowak')
  await buyer.press('Decide it', { decision: 'not shown' })
  expect(buyer.errors()).toEqual(['Say why it is not shown: everybody reads that.'])
  await buyer.press('Decide it', { decision: 'not shown', because: 'It names somebody.' })
  expect(buyer.words()).toContain('Decided. What is shown of it stands here.')
  await buyer.open(path)
  await buyer.follow('We sent two people on')
  await buyer.press('Decide it', { decision: 'shown' })
  // Decided once: the form that is still open in another window says so.
  await buyer.post(waiting, { decision: 'not shown', because: 'Second thoughts.' })
  expect(buyer.at.status).toBe(404)

  await anybody.open(`${path}/promises`)
  expect(anybody.words()).toContain('A resident, Friday 18 December 2026. My nephew has begun there.')
  expect(anybody.words()).toContain('A resident, Friday 18 December 2026. Not shown: It names somebody.')
  expect(anybody.words()).toContain('Drivers, Friday 18 December 2026. We sent two people on.')
  expect(anybody.words()).not.toContain('Nowak')
  const kept = await house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ writtenBy: string | null; waits: number }[]>`
      select y.written_by, (select count(*)::int from commissioning.suggestion s where s.place_id = ${tx.placeId}) as waits
      from commissioning.promise_reply y where y.place_id = ${tx.placeId}`,
  )
  // Who let them through wrote none of them.
  expect(kept).toEqual(Array.from({ length: 3 }, () => ({ writtenBy: null, waits: 0 })))
})

it('who promised is reminded four weeks before, and who bought is told a week after, each once for a day', async () => {
  const cast = await aCast(house)
  const { path, helen } = await aPublishedCompetition(house, cast)
  const subjects = {
    ahead: 'A promise of yours is due soon',
    over: 'A promise was due, and nobody has said how it stands',
  }
  const told = async () => {
    const all = await toldIn(house, cast)
    const to = (subject: string) => all.filter(each => each.subject === subject).map(({ toName }) => toName)
    return [to(subjects.ahead), to(subjects.over)]
  }
  const on = async (date: string) => {
    house.setClock(`${date}T07:45:00Z`)
    await remindOfPromises(house.platform, cast.placeId)
    await remindOfPromises(house.platform, cast.placeId)
    return told()
  }
  expect(await on('2027-12-02')).toEqual([[], []])
  expect(await on('2027-12-03')).toEqual([['Ben'], []])
  expect(await on('2027-12-31')).toEqual([['Ben'], []])
  expect(await on('2028-01-06')).toEqual([['Ben'], []])
  expect(await on('2028-01-07')).toEqual([['Ben'], ['Helen']])
  expect(await on('2028-02-07')).toEqual([['Ben'], ['Helen']])
  const anybody = aVisitor(() => house.web)
  await anybody.open(`${path}/promises`)
  expect(anybody.words()).toContain('Due, nobody has said yet: 1.')

  // Another day is another promise: it is told of anew, until the buyer has said how it stands.
  const buyer = await comes(house, helen)
  await buyer.open(`${path}/promises`)
  await buyer.follow('Change what is promised')
  await buyer.press('Change it', { ...day('dueOn', '2028-03-31'), because: 'They could not begin before.' })
  expect(buyer.errors()).toEqual([])
  expect(await on('2028-03-02')).toEqual([['Ben'], ['Helen']])
  expect(await on('2028-03-03')).toEqual([['Ben', 'Ben'], ['Helen']])
  const again = await comes(house, helen)
  await again.open(`${path}/promises`)
  await again.follow('Say how it stands')
  await again.press('Say it for everybody', { stands: 'not kept', says: 'Nobody was taken on.' })
  expect(await on('2028-04-07')).toEqual([['Ben', 'Ben'], ['Helen']])
})
