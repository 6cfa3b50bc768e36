import { describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aBrowser, turnOn } from '../../../../test/support/sign-in.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { addMember } from '../../organisations/index.ts'
import { addAccount } from '../add-account.ts'
import { lockOutJob } from './lock-out-job.ts'

const house = useHouse()

const noticesTo = (cast: Cast, address: string) =>
  house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ subject: string; body: string; linkPath: string | null; channel: string }[]>`
      select subject, body, link_path, channel from platform.notice where place_id = ${tx.placeId} and to_address = ${address} order by created_at, notice_id`,
  )
const lock = async (cast: Cast, email: string) => {
  for (let count = 0; count < 10; count++) await aBrowser(house, cast).signIn(email, `guess ${count}`)
}

describe('a forgotten password', () => {
  it('is chosen anew by a link that works once, and ends every session', async () => {
    const cast = await aCast(house)
    const browser = aBrowser(house, cast)
    const asked = await browser.post('/sign-in/forgotten', { email: ' Ben@Example.org ' })
    expect(asked.headers.location).toBe(`/${cast.slug}/sign-in?done=link-sent`)
    const [mail] = await noticesTo(cast, 'ben@example.org')
    const path = mail?.linkPath ?? ''
    // Looking at it uses nothing up: programs that check mail look first.
    expect((await browser.get(path)).statusCode).toBe(200)
    expect((await browser.get(path)).statusCode).toBe(200)
    expect((await browser.post(path, { newPassword: 'short' })).statusCode).toBe(422)
    const done = await browser.post(path, { newPassword: 'another long password' })
    expect(done.headers.location).toBe(`/${cast.slug}/sign-in?done=new-password`)
    expect((await browser.post(path, { newPassword: 'a third long password' })).body).toContain('was used already')
    const before = aBrowser(house, cast, cast.cookies.ben)
    expect((await before.get('/start')).headers.location).toContain('/sign-in')
    expect((await browser.signIn('ben@example.org', 'another long password')).statusCode).toBe(303)
  })

  it('is answered alike for whoever has an account and whoever has none: page, mail and link', async () => {
    const cast = await aCast(house)
    const browser = aBrowser(house, cast)
    const answers = []
    for (const email of ['ben@example.org', 'nobody@example.org']) {
      const asked = await browser.post('/sign-in/forgotten', { email })
      const [mail] = await noticesTo(cast, email)
      const shown = await browser.get(mail?.linkPath ?? '')
      answers.push([
        asked.statusCode,
        asked.headers.location,
        mail?.subject,
        mail?.body,
        shown.statusCode,
        shown.body.replaceAll(mail?.linkPath ?? '', ''),
      ])
    }
    expect(answers[0]).toEqual(answers[1])
    const [mail] = await noticesTo(cast, 'nobody@example.org')
    const chosen = await browser.post(mail?.linkPath ?? '', { newPassword: 'another long password' })
    expect(chosen.body).toContain('Nobody signs in with this address here')
  })

  it('is not a way round the second step', async () => {
    const cast = await aCast(house)
    const ben = aBrowser(house, cast)
    await ben.signIn('ben@example.org')
    await turnOn(house, ben)
    const browser = aBrowser(house, cast)
    await browser.post('/sign-in/forgotten', { email: 'ben@example.org' })
    const mail = (await noticesTo(cast, 'ben@example.org')).find(({ linkPath }) => linkPath?.includes('/link/'))
    await browser.post(mail?.linkPath ?? '', { newPassword: 'another long password' })
    const half = await browser.signIn('ben@example.org', 'another long password')
    expect(half.headers.location).toBe(`/${cast.slug}/sign-in/second-step`)
  })

  it('opens for an hour, in its own place, unchanged, and fills nobody’s mailbox', async () => {
    const [cast, there] = [await aCast(house), await aCast(house)]
    const browser = aBrowser(house, cast)
    for (let count = 0; count < 6; count++) await browser.post('/sign-in/forgotten', { email: 'cleo@example.org' })
    const mails = await noticesTo(cast, 'cleo@example.org')
    expect(mails).toHaveLength(3)
    const path = mails[0]?.linkPath ?? ''
    expect((await aBrowser(house, there).get(path)).body).toContain('We do not know this link')
    for (const wrong of [`${path}x`, path.slice(0, -2), '/sign-in/link/x', `/sign-in/link/${'x'.repeat(150)}`])
      expect((await browser.post(wrong, { newPassword: 'another long password' })).headers.location).toBeUndefined()
    house.advance({ minutes: 61 })
    expect((await browser.post(path, { newPassword: 'another long password' })).body).toContain('has run out')
    for (const email of ['', 'ben', 'a@b', `${'x'.repeat(300)}@example.org`])
      expect((await browser.post('/sign-in/forgotten', { email })).statusCode).toBe(422)
  })
})

describe('an account that was guessed at too often', () => {
  it('says the same and does the same at the door, known or not; the owner alone is told', async () => {
    const cast = await aCast(house)
    const pages = []
    for (const email of ['ben@example.org', 'nobody@example.org']) {
      await lock(cast, email)
      pages.push((await aBrowser(house, cast).signIn(email)).body.replaceAll(email, 'x'))
    }
    expect(pages[0]).toBe(pages[1])
    expect(pages[0]).toContain('Wait 15 minutes')
    const noted = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql`select 1 from people.lock_out where place_id = ${tx.placeId}`,
    )
    expect(noted.count).toBe(2)
    await lockOutJob.run(house.platform, cast.placeId)
    await lockOutJob.run(house.platform, cast.placeId)
    expect((await noticesTo(cast, 'ben@example.org')).map(({ subject }) => subject)).toEqual([
      'Your account is locked for 15 minutes',
    ])
    expect(await noticesTo(cast, 'nobody@example.org')).toEqual([])
  })

  it('lets its owner in by the link while somebody goes on guessing, once, and only with the password', async () => {
    const cast = await aCast(house)
    await lock(cast, 'ben@example.org')
    await lockOutJob.run(house.platform, cast.placeId)
    const [mail] = await noticesTo(cast, 'ben@example.org')
    const path = mail?.linkPath ?? ''
    const browser = aBrowser(house, cast)
    expect((await browser.get(path)).body).toContain('Sign in as ben@example.org')
    expect((await browser.post(path, { password: 'wrong' })).statusCode).toBe(422)
    const inside = await browser.post(path, { password: 'a long password' })
    expect(inside.headers.location).toBe(`/${cast.slug}/start`)
    expect((await aBrowser(house, cast).post(path, { password: 'a long password' })).body).toContain('was used already')
  })

  it('is unlocked by a coordinator of its organisation, and by nobody else’s', async () => {
    const cast = await aCast(house)
    const lead = houseActor(cast.placeId)
    const { personId } = worked(
      await perform(house.platform.db, lead, addAccount, {
        name: 'Dee',
        signInName: 'Dee of the kitchen',
        phone: '01632 960 001',
        password: 'a long password',
      }),
    )
    worked(
      await perform(house.platform.db, lead, addMember, {
        organisationId: cast.kitchen,
        personId,
        roles: ['call handler'],
      }),
    )
    await lock(cast, 'dee of the kitchen')
    await lockOutJob.run(house.platform, cast.placeId)
    // Without e-mail she is rung, by her own organisation.
    expect((await noticesTo(cast, '01632 960 001'))[0]).toMatchObject({ channel: 'phone', linkPath: null })
    const [ben, cleo] = [aBrowser(house, cast, cast.cookies.ben), aBrowser(house, cast, cast.cookies.cleo)]
    expect((await cleo.get('/our-people')).body).not.toContain('Dee')
    expect((await cleo.post('/our-people/unlock', { personId })).statusCode).toBe(422)
    expect((await ben.get('/our-people')).body).toContain('Locked after too many wrong tries')
    expect((await aBrowser(house, cast).signIn('Dee of the kitchen')).statusCode).toBe(422)
    await ben.post('/our-people/unlock', { personId })
    const dee = aBrowser(house, cast)
    expect((await dee.signIn('Dee of the kitchen')).statusCode).toBe(303)
    expect((await dee.get('/our-people')).statusCode).toBe(403)
    expect((await dee.post('/our-people/require', { required: 'yes' })).statusCode).toBe(403)
  })
})

describe('those who look after accounts', () => {
  it('require a second step of everybody, themselves too, and take it off whoever lost their phone', async () => {
    const cast = await aCast(house)
    const ben = aBrowser(house, cast)
    await ben.signIn('ben@example.org')
    expect((await ben.post('/our-people/require', { required: 'yes' })).headers.location).toContain('done=required')
    expect((await ben.get('/our-people')).headers.location).toContain('/sign-in')
    const cleo = aBrowser(house, cast)
    await cleo.signIn('cleo@example.org')
    expect((await cleo.get('/start')).headers.location).toBe(`/${cast.slug}/referrals`)
    await turnOn(house, cleo)
    const own = cast.cleo.personId ?? ''
    expect((await cleo.post('/our-people/take-off', { personId: own })).statusCode).toBe(422)
    const lead = houseActor(cast.placeId)
    worked(
      await perform(house.platform.db, lead, addMember, {
        organisationId: cast.drivers,
        personId: cast.amira.personId ?? '',
        roles: ['coordinator'],
      }),
    )
    const amira = aBrowser(house, cast)
    await amira.signIn('amira@example.org')
    await amira.post('/acting-for', { organisationId: cast.drivers })
    expect((await amira.get('/our-people')).body).toContain('Second step: an app')
    expect((await amira.post('/our-people/take-off', { personId: own })).headers.location).toContain('done=taken-off')
    expect((await cleo.get('/start')).headers.location).toContain('/sign-in')
    expect((await aBrowser(house, cast).signIn('cleo@example.org')).headers.location).toBe(`/${cast.slug}/start`)
  })
})
