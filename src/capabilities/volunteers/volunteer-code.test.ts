import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../../../test/support/cast.ts'
import { arrivedAt, codeAt, sendCodes, withMailbox } from '../../../test/support/codes.ts'
import { useHouse } from '../../../test/support/house.ts'
import { aBrowser } from '../../../test/support/sign-in.ts'
import { tellVolunteer } from './tell-volunteer.ts'
import { aVolunteer } from './testing.ts'
import { findVolunteer } from './volunteer-store.ts'

const house = useHouse()
let cast: Cast
let count = 0
let phone = ''
let email = ''
let volunteerId = ''

beforeAll(async () => {
  cast = await aCast(house)
  await withMailbox(house, cast.placeId)
})
// Somebody new each time: codes to one number are counted.
beforeEach(async () => {
  count += 1
  phone = `07700 9001${String(count).padStart(2, '0')}`
  email = `vera${count}@example.org`
  const made = await aVolunteer(house.platform, cast.placeId, cast.kitchen, { name: `Vera ${count}`, phone, email })
  volunteerId = made.volunteerId
  house.advance({ minutes: 20 })
})

const browser = () => aBrowser(house, cast)
const ask = async (reach: string, by = browser()) => {
  const asked = await by.post('/volunteer/code', { reach })
  return String(asked.headers.location).replace(`/${cast.slug}`, '')
}
const linkIn = async (to = email) =>
  new RegExp(`/${cast.slug}(/volunteer/code/link/\\S+)`).exec(
    (await arrivedAt(house, cast.placeId, to))[0]?.body ?? '',
  )?.[1] ?? ''

describe('a code of six figures', () => {
  it('comes by text, opens one’s page once, and is kept nowhere as it is', async () => {
    const here = browser()
    const page = await ask(phone.replace(' ', ''), here)
    expect((await here.get(page)).body).toContain('The code of six figures')
    const code = await codeAt(house, cast.placeId, phone)
    const [text] = await arrivedAt(house, cast.placeId, phone)
    expect(text).toMatchObject({ channel: 'text', body: expect.stringContaining('Tell it to nobody') })
    expect(text?.body).not.toContain('Vera')
    const kept = await house.platform.db.asHouse(cast.placeId, async tx =>
      JSON.stringify([await tx.sql`select * from people.one_time_code`, await tx.sql`select * from platform.notice`]),
    )
    expect(kept).not.toContain(code)
    const inside = await here.post(page, { code: `${code.slice(0, 3)} ${code.slice(3)}` })
    expect(inside.headers.location).toBe(`/${cast.slug}/my-volunteering`)
    expect((await here.get('/my-volunteering')).statusCode).toBe(200)
    const again = await browser().post(page, { code })
    expect(again.statusCode).toBe(422)
    expect(again.body).toContain('was used')
    expect(again.headers['set-cookie']).toBeUndefined()
  })

  it('comes by mail with a link beside it; opening either ends both', async () => {
    const page = await ask(email.toUpperCase())
    const code = await codeAt(house, cast.placeId, email)
    const link = await linkIn()
    // Programs that check mail look first.
    expect((await browser().get(link)).body).toContain('Open it')
    expect((await browser().get(link)).body).toContain('Open it')
    const here = browser()
    expect((await here.post(link)).headers.location).toBe(`/${cast.slug}/my-volunteering`)
    expect((await here.get('/my-volunteering')).statusCode).toBe(200)
    expect((await browser().get(link)).body).toContain('This link opens nothing')
    expect((await browser().post(link)).body).toContain('This link opens nothing')
    expect((await browser().post(page, { code })).body).toContain('was used')
  })

  it('is of use for ten minutes and five tries', async () => {
    const late = await ask(email)
    const lateCode = await codeAt(house, cast.placeId, email)
    const lateLink = await linkIn()
    house.advance({ minutes: 11 })
    expect((await browser().post(late, { code: lateCode })).body).toContain('older than 10 minutes')
    expect((await browser().get(lateLink)).body).toContain('This link opens nothing')
    const page = await ask(email)
    const code = await codeAt(house, cast.placeId, email)
    const wrong = code === '111111' ? '222222' : '111111'
    for (let n = 0; n < 5; n++) expect((await browser().post(page, { code: wrong })).body).toContain('not right')
    const right = await browser().post(page, { code })
    expect(right.body).toContain('too many wrong tries')
    expect(right.headers['set-cookie']).toBeUndefined()
  })

  it('says and does the same for an address or number nobody has, and sends nothing there', async () => {
    const shown = async (reach: string) => {
      const here = browser()
      const asked = await here.post('/volunteer/code', { reach })
      const page = String(asked.headers.location).replace(`/${cast.slug}`, '')
      const first = await here.get(page)
      await sendCodes(house, cast.placeId)
      const wrong = await here.post(page, { code: '000000' })
      const plain = (body: string) => body.replaceAll(page, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '')
      return [asked.statusCode, plain(first.body), wrong.statusCode, plain(wrong.body)]
    }
    expect(await shown('07700 900999')).toEqual(await shown(phone))
    expect(await shown('nobody@example.org')).toEqual(await shown(email))
    expect(await arrivedAt(house, cast.placeId, '07700 900999')).toEqual([])
    expect(await arrivedAt(house, cast.placeId, 'nobody@example.org')).toEqual([])
  })

  it('opens nothing in another place, for another purpose, or forged', async () => {
    const elsewhere = await aCast(house)
    await withMailbox(house, elsewhere.placeId)
    await aVolunteer(house.platform, elsewhere.placeId, elsewhere.kitchen, { phone, email })
    const page = await ask(email)
    const code = await codeAt(house, cast.placeId, email)
    const link = await linkIn()
    const there = aBrowser(house, elsewhere)
    expect((await there.post(page, { code })).body).toContain('not right')
    expect((await there.get(link)).body).toContain('This link opens nothing')
    expect((await there.post(link)).body).toContain('This link opens nothing')
    const asRequest = (path: string) => path.replace('/volunteer/', '/my-request/')
    expect((await browser().post(asRequest(page), { code })).body).toContain('not right')
    expect((await browser().get(asRequest(link))).body).toContain('This link opens nothing')
    expect((await browser().get(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).body).toContain(
      'This link opens nothing',
    )
    expect((await browser().post('/volunteer/code/not-an-id', { code })).statusCode).toBe(404)
    expect((await browser().post(page, { code })).statusCode).toBe(303)
  })

  it('is sent three times an hour to one address, and nobody is told that it was not', async () => {
    for (let n = 0; n < 5; n++) expect(await ask(email)).toMatch(/^\/volunteer\/code\/[0-9a-f-]{36}$/)
    await sendCodes(house, cast.placeId)
    expect(await arrivedAt(house, cast.placeId, email)).toHaveLength(3)
  })

  it('asks which of two who share a number', async () => {
    const other = await aVolunteer(house.platform, cast.placeId, cast.kitchen, { name: 'Uwe', phone, email: null })
    const here = browser()
    const page = await ask(phone, here)
    const code = await codeAt(house, cast.placeId, phone)
    const asks = await here.post(page, { code })
    expect(asks.body).toContain('Which one?')
    expect((await here.post(page, { code, which: 'somebody else' })).body).toContain('Choose which one to open')
    expect((await here.post(page, { code, which: other.volunteerId })).statusCode).toBe(303)
  })

  it('goes to no landline, and by text only where texts leave', async () => {
    const landline = await browser().post('/volunteer/code', { reach: '020 7946 0123' })
    expect(landline.body).toContain('Enter a mobile number')
    const without = await aCast(house)
    const asked = await aBrowser(house, without).post('/volunteer/code', { reach: phone })
    expect(asked.body).toContain('Enter an e-mail address')
    expect(asked.body).not.toContain('mobile number like')
  })
})

describe('a phone number', () => {
  const tell = (sentFor: string) =>
    house.platform.db.asHouse(cast.placeId, async tx => {
      const volunteer = await findVolunteer(tx, volunteerId)
      if (volunteer)
        await tellVolunteer(tx, volunteer, {
          sentFor,
          subject: 'Can you help on Thursday?',
          sentences: ['A woman in her 70s needs a lift.'],
        })
    })
  const toldHow = () =>
    house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ channel: string }[]>`
        select channel from platform.notice where place_id = ${cast.placeId} and about_id = ${volunteerId} and sent_for like 'test %' order by sent_for`,
    )

  it('is told nothing by text before it answered with its code; then no more than that there is something', async () => {
    const made = await aVolunteer(house.platform, cast.placeId, cast.kitchen, { name: 'Petra', phone, email: null })
    volunteerId = made.volunteerId
    const here = browser()
    await tell('test 1')
    const page = await ask(phone, here)
    await here.post(page, { code: await codeAt(house, cast.placeId, phone), which: volunteerId })
    await tell('test 2')
    expect((await toldHow()).map(({ channel }) => channel)).toEqual(['phone', 'text'])
    await house.deliver(cast.placeId)
    const [text] = await arrivedAt(house, cast.placeId, phone, 'Can you help')
    expect(text?.body).toMatch(/^Can you help on Thursday\? Your reference is \w{3}-\w{3}\.\nhttp\S+$/)
  })

  it('that is another now is proved anew', async () => {
    const made = await aVolunteer(house.platform, cast.placeId, cast.kitchen, { name: 'Quin', phone, email: null })
    volunteerId = made.volunteerId
    const here = browser()
    await here.post(await ask(phone, here), { code: await codeAt(house, cast.placeId, phone), which: volunteerId })
    await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql`
        update people.person set phone = '07700 900888' where place_id = ${cast.placeId} and person_id = (
          select person_id from volunteers.volunteer where place_id = ${cast.placeId} and volunteer_id = ${volunteerId})`,
    )
    await tell('test 3')
    expect((await toldHow()).map(({ channel }) => channel)).toEqual(['phone'])
  })
})
