import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { perform } from '../../platform/command.ts'
import { houseActor, type PlaceTx } from '../../platform/db/database.ts'
import { changePlace } from '../places/index.ts'
import { aVisitor, type Visitor } from '../requests/testing.ts'
import { leastPosted } from './testing.ts'

const house = useHouse()
let cast: Cast
let me: Visitor

const phone = { says: '01632 960 000', href: 'tel:01632960000' }

const inHouse = <T>(work: (tx: PlaceTx) => Promise<T>) => house.platform.db.asHouse(cast.placeId, work)

/** What is kept of the volunteers of the place, with their people. */
const volunteers = () =>
  inHouse(
    tx => tx.sql<Record<string, unknown>[]>`
      select v.*, p.name, p.phone, p.email, p.contact_by, p.postcode from volunteers.volunteer v join people.person p using (place_id, person_id)
      where v.place_id = ${tx.placeId} order by v.signed_up_at, v.volunteer_id`,
  )

const mails = () =>
  inHouse(
    tx =>
      tx.sql<
        { toAddress: string; subject: string; body: string }[]
      >`select to_address, subject, body from platform.mailbox_message where place_id = ${tx.placeId} order by arrived_at, subject`,
  )

const signUp = (more: Record<string, string | readonly string[]> = {}, visitor = me) =>
  visitor.post(`/${cast.slug}/volunteer`, { ...leastPosted, ...more })

const referenceOn = (visitor: Visitor) => /Reference ([A-Z0-9]{3}-[A-Z0-9]{3})/.exec(visitor.words())?.[1] ?? ''
const codeOn = (visitor: Visitor) => /Code (\d{6})/.exec(visitor.words())?.[1] ?? ''

describe('offering to help', () => {
  beforeAll(async () => {
    cast = await aCast(house)
    worked(
      await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
        settings: { phone, triageOrganisationId: cast.hub },
      }),
    )
  })
  beforeEach(() => {
    me = aVisitor(() => house.web)
  })

  it('takes one page, a phone number alone, and answers at once by when, what and who', async () => {
    await me.open(`/${cast.slug}/volunteer`)
    await me.press('Offer to help', {
      name: 'Sam Okafor',
      phone: '07700900001',
      postcode: 'zz1 4ab',
      activities: ['shopping', 'lift'],
      adult: 'yes',
    })
    expect(me.at).toMatchObject({ path: `/${cast.slug}/volunteer/welcome`, status: 200 })
    expect(me.words()).toContain('Hub looks after volunteers here')
    expect(me.words()).toContain('By 10 am tomorrow you hear from us by phone')
    expect(referenceOn(me)).toMatch(/^\w{3}-\w{3}$/)
    expect(codeOn(me)).toMatch(/^\d{6}$/)
    expect((await volunteers()).at(-1)).toMatchObject({
      name: 'Sam Okafor',
      phone: '07700 900001',
      contactBy: 'phone',
      postcode: 'ZZ1 4AB',
      state: 'active',
      organisationId: cast.hub,
      activities: ['shopping', 'lift'],
      withinMetres: 3200,
      freeAt: 2 ** 21 - 1,
      capacity: 1,
      mostOffersAWeek: 3,
      maybeVolunteerId: null,
    })
  })

  it('takes less than three minutes on a phone, though every word of the page is read and typing is slow', async () => {
    await me.open(`/${cast.slug}/volunteer`)
    const read = me.words().split(/\s+/).length
    const typed = ['Sam Okafor', '07700900009', 'zz1 4ab'].join('').length
    // Each field and box that is touched, and the button; a second and a half each, ours.
    const taps = 3 + 2 + 1 + 1
    // Silent reading of English, 238 words a minute (Brysbaert, Journal of Memory and Language 109, 2019); half of the 36 words of five keys a minute that people type on phones (Palin et al., MobileHCI 2019).
    const seconds = (60 * read) / 238 + (60 * typed) / (18 * 5) + 1.5 * taps
    expect(read).toBeGreaterThan(100)
    expect(seconds).toBeLessThan(180)
  })

  it('says the same by mail, with a link and without the code', async () => {
    await signUp({ phone: '', email: 'Dana@Example.org', name: 'Dana Reyes' })
    const code = codeOn(me)
    await house.deliver(cast.placeId)
    const mail = (await mails()).find(({ toAddress }) => toAddress === 'Dana@Example.org')
    expect(mail?.body).toContain('Dana,')
    expect(mail?.body).toContain('1. Hub looks after volunteers here')
    expect(mail?.body).toContain(referenceOn(me))
    expect(mail?.body).not.toContain(code)
    const link = /http:\/\/localhost:\d+(\/\S+\/volunteer\/link\/\S+)/.exec(mail?.body ?? '')?.[1] ?? ''
    const other = aVisitor(() => house.web)
    await other.open(link)
    expect(other.cookies.has('session')).toBe(false)
    await other.press('Go on')
    expect(other.at).toMatchObject({ path: `/${cast.slug}/my-volunteering`, status: 200 })
    await other.open(`/${cast.slug}/volunteer/my-details`)
    expect(other.words()).toContain('Dana Reyes')
  })

  it('keeps who it was from whoever reads the page next: the code is shown for ten minutes to that browser alone', async () => {
    await signUp({ phone: '07700 900002' })
    const stranger = aVisitor(() => house.web)
    await stranger.open(`/${cast.slug}/volunteer/welcome`)
    expect(stranger.at.path).toBe(`/${cast.slug}/volunteer/sign-in`)
    const code = codeOn(me)
    house.advance({ minutes: 11 })
    await me.open(`/${cast.slug}/volunteer/welcome`)
    expect(me.at.html).not.toContain(code)
  })

  it('names every answer that is missing, keeps what was typed, and keeps nothing else', async () => {
    const before = (await volunteers()).length
    await me.post(`/${cast.slug}/volunteer`, { limits: 'No stairs' })
    expect(me.at.status).toBe(422)
    expect(me.errors()).toEqual([
      'Enter your name',
      'Enter a phone number or an e-mail address, so that we can reach you. One of them is enough',
      'Enter a postcode like ZZ1 4AB, or the first part, like ZZ1',
      'Choose at least one thing you can do',
      'Choose when you are free',
      'Choose how far you can go',
      'Choose how many people you could help at the same time',
      'Say whether you are 18 or over',
    ])
    expect(me.at.html).toContain('No stairs')
    await signUp({ phone: '12', email: 'nobody' })
    expect(me.errors()).toEqual([
      expect.stringContaining('Enter a phone number'),
      expect.stringContaining('Enter an e-mail'),
    ])
    await signUp({ postcode: 'over there' })
    expect(me.at.status).toBe(422)
    await signUp({ freeWhen: 'slots' })
    expect(me.errors()).toEqual(['Tick at least one time you are free, or choose any time'])
    expect(await volunteers()).toHaveLength(before)
  })

  it('keeps nothing of somebody under 18 and says what they can do', async () => {
    const before = (await volunteers()).length
    await signUp({ adult: 'no' })
    expect(me.at).toMatchObject({ path: `/${cast.slug}/volunteer/under-18`, status: 200 })
    expect(me.words()).toContain('welcome younger people with somebody beside them')
    expect(await volunteers()).toHaveLength(before)
  })

  it('reads quick times, ticked slots and everything optional', async () => {
    await signUp({
      phone: '07700 900003',
      freeWhen: 'any',
      slots: ['friday-evening', 'sunday-morning'],
      languages: ['pl', 'bfi', 'klingon'],
      hasCar: 'yes',
      capacity: '3',
      moreOffers: 'yes',
      limits: 'No dogs',
      within: '8000',
    })
    expect((await volunteers()).at(-1)).toMatchObject({
      freeAt: 2 ** 14 + 2 ** 18,
      languages: ['bfi', 'pl'],
      hasCar: true,
      capacity: 3,
      mostOffersAWeek: 7,
      limits: 'No dogs',
      withinMetres: 8000,
    })
  })

  describe('a second time', () => {
    it('looks like the first to whoever signs up, tells the one who was there, and waits for their word', async () => {
      const asFirst = { name: 'Ola Berg', phone: '', email: 'ola@example.org' }
      await signUp(asFirst)
      const first = me.words()
      const firstReference = referenceOn(me)
      const again = aVisitor(() => house.web)
      await signUp({ ...asFirst, email: 'OLA@example.org', activities: ['lift'], hasCar: 'yes' }, again)
      const alike = (words: string) => words.replace(/[A-Z0-9]{3}-[A-Z0-9]{3}|\b\d{6}\b/g, '#')
      expect(alike(again.words())).toBe(alike(first))
      await again.press('I have them')
      expect(again.at.status).toBe(200)
      expect(again.words()).not.toContain(firstReference)

      const [one, two] = (await volunteers()).slice(-2)
      expect(two).toMatchObject({ maybeVolunteerId: one?.volunteerId, state: 'active' })
      await house.deliver(cast.placeId)
      const mail = (await mails()).find(({ subject }) => subject === 'You have signed up before')
      const link = /http:\/\/localhost:\d+(\/\S+\/volunteer\/link\/\S+)/.exec(mail?.body ?? '')?.[1] ?? ''
      const ola = aVisitor(() => house.web)
      await ola.open(link)
      await ola.press('Go on')
      expect(ola.words()).toContain(`Reference ${firstReference}`)
      await ola.press('Tell us', { was: 'me' })
      expect(ola.words()).toContain('That is settled')
      const [kept, gone] = (await volunteers()).slice(-2)
      expect(kept).toMatchObject({ name: 'Ola Berg', activities: ['lift'], hasCar: true, state: 'active' })
      expect(gone).toMatchObject({ name: 'deleted', email: null, codeHash: '', state: 'left' })
    })

    describe('with a phone number that somebody else typed first', () => {
      const asSam = { name: 'Sam Osei', phone: '07700 900321' }
      const rows = async () => (await volunteers()).filter(({ name }) => name === 'Sam Osei')
      const amira = () => {
        const visitor = aVisitor(() => house.web)
        visitor.cookies.set('session', cast.cookies.amira.slice('session='.length))
        return visitor
      }
      const alike = (words: string) => words.replace(/[A-Z0-9]{3}-[A-Z0-9]{3}|\b\d{6}\b/g, '#')
      const lastMails = async () => {
        await house.deliver(cast.placeId)
        return (await mails()).filter(({ toAddress }) => toAddress === 'stranger@example.org')
      }

      it('holds nobody back and writes nothing to the stranger, in the same words', async () => {
        const stranger = aVisitor(() => house.web)
        await signUp({ ...asSam, email: 'stranger@example.org' }, stranger)
        await lastMails()
        await signUp(asSam)
        const sam = me.words()
        expect((await rows()).map(({ maybeVolunteerId }) => maybeVolunteerId)).toEqual([null, null])
        expect((await lastMails()).map(({ subject }) => subject)).toEqual([
          'Thank you for offering to help: what happens next',
        ])
        const other = aVisitor(() => house.web)
        await signUp({ name: 'Kit Never Here', phone: '07700 900322' }, other)
        expect(alike(sam)).toBe(alike(other.words()))
        await stranger.press('I have them')
        await stranger.open(`/${cast.slug}/volunteer/my-details`)
        expect(stranger.at.status).toBe(200)
        expect(stranger.words()).not.toContain('Was that you?')
      })

      it('has a coordinator ring and ask whose it is; whoever it is has it, and the other is held back', async () => {
        const [first, second] = await rows()
        const coordinator = amira()
        await coordinator.open(`/${cast.slug}/calls`)
        expect(coordinator.words()).toContain('Is this number theirs?')
        await coordinator.open(`/${cast.slug}/volunteers/${second?.volunteerId}`)
        await coordinator.press('I rang, it is them')
        expect(coordinator.words()).toContain('Written down: you rang, and the number is theirs.')
        expect((await rows()).map(({ maybeVolunteerId }) => maybeVolunteerId)).toEqual([second?.volunteerId, null])
        await coordinator.press('Take back that the number is theirs')
        expect((await rows()).map(({ maybeVolunteerId }) => maybeVolunteerId)).toEqual([null, null])
        await coordinator.press('I rang, it is them')
        await signUp(asSam)
        expect((await rows()).map(({ maybeVolunteerId }) => maybeVolunteerId)).toEqual([
          second?.volunteerId,
          null,
          second?.volunteerId,
        ])
        await coordinator.open(`/${cast.slug}/volunteers/${second?.volunteerId}`)
        await coordinator.press('Nobody they know: remove it')
        await coordinator.press('It was them: keep them once')
        expect((await rows()).map(({ volunteerId, state }) => ({ volunteerId, state }))).toEqual([
          { volunteerId: second?.volunteerId, state: 'active' },
        ])
        expect((await volunteers()).find(({ volunteerId }) => volunteerId === first?.volunteerId)?.state).toBe('left')
      })

      it('is proved for the number that was rung alone', async () => {
        const [sam] = await rows()
        const coordinator = amira()
        await coordinator.open(`/${cast.slug}/volunteers/${sam?.volunteerId}/change`)
        await coordinator.press('Change it, as they asked', { phone: '07700 900323' })
        expect(await rows()).toMatchObject([{ phone: '07700 900323', phoneProvedAt: null }])
      })
    })

    it('is somebody else when the name is another: a household shares a phone', async () => {
      await signUp({ name: 'Ines Duarte', phone: '020 7946 0456' })
      await signUp({ name: 'Bo Karlsson', phone: '020 7946 0456' })
      expect((await volunteers()).slice(-2).map(({ maybeVolunteerId }) => maybeVolunteerId)).toEqual([null, null])
    })

    it('finds the first even when both are pressed at once', async () => {
      await Promise.all(
        [1, 2].map(() =>
          signUp(
            { name: 'Two Presses', phone: '', email: 'two@example.org' },
            aVisitor(() => house.web),
          ),
        ),
      )
      const both = (await volunteers()).filter(({ name }) => name === 'Two Presses')
      expect(both.map(({ maybeVolunteerId }) => maybeVolunteerId === null).sort()).toEqual([false, true])
    })
  })

  it('keeps whoever works here one person', async () => {
    me.cookies.set('session', cast.cookies.ben.slice('session='.length))
    await me.open(`/${cast.slug}/volunteer`)
    expect(me.words()).toContain('For Ben, reached at ben@example.org')
    await signUp({ name: 'Somebody Else', phone: '' })
    expect(me.at.status).toBe(200)
    expect((await volunteers()).at(-1)).toMatchObject({
      name: 'Ben',
      personId: cast.ben.personId,
      email: 'ben@example.org',
    })
    await signUp({})
    expect(me.errors()).toEqual(['Ben is a volunteer here already.'])
    await me.open(`/${cast.slug}/volunteer/my-details`)
    expect(me.words()).toContain('Your details')
  })

  it('says so where nobody looks after volunteers, and takes no names', async () => {
    const bare = await aCast(house)
    await me.open(`/${bare.slug}/volunteer`)
    expect(me.words()).toContain('You cannot sign up here yet')
    await me.post(`/${bare.slug}/volunteer`, leastPosted)
    expect(me.words()).toContain('You cannot sign up here yet')
  })

  it('lets a link name another organisation that looks after whoever comes by it', async () => {
    await me.open(`/${cast.slug}/volunteer?with=${cast.kitchen}`)
    await me.press('Offer to help', { ...leastPosted, phone: '07700 900009' })
    expect((await volunteers()).at(-1)).toMatchObject({ organisationId: cast.kitchen })
    await me.open(`/${cast.slug}/volunteer?with=${cast.placeId}`)
    expect(me.words()).toContain('You cannot sign up here yet')
  })
})
