import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { audit } from '../../platform/audit/audit.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { findPerson, lookedAtPerson } from '../people/index.ts'
import { changePlace } from '../places/index.ts'
import { acceptReferral, declineReferral, recordContact, reportDone } from '../referrals/index.ts'
import { askOrganisation } from '../triage/index.ts'
import { findNeed } from './help-request-store.ts'
import { aVisitor, type Visitor } from './testing.ts'

const house = useHouse()
let cast: Cast
let made: Awaited<ReturnType<typeof ask>>
let me: Visitor
let here: string

const perform_ = <I, A>(actor: Cast['ben'], command: Parameters<typeof perform<I, A>>[2], input: I) =>
  perform(house.platform.db, actor, command, input)

const askThe = async (organisationId: string) => {
  const { referralId } = worked(
    await perform_(cast.amira, askOrganisation, {
      needId: made.needIds[0] ?? '',
      organisationId,
      listedServiceId: null,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }),
  )
  await house.deliver(cast.placeId)
  return { referralId }
}

const signIn = async (visitor: Visitor, code = made.code, reference: string = made.reference) => {
  await visitor.open(here)
  await visitor.press('See what is happening', { reference, code })
}

const presentStep = (visitor = me) =>
  (visitor.at.page.querySelector('[aria-current=step]')?.textContent ?? '').replace(/\s+/g, ' ').trim()

beforeEach(async () => {
  house.setClock('2026-11-16T10:00:00Z')
  cast = await aCast(house)
  worked(
    await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
      settings: { phone: { says: '01632 960 000', href: 'tel:01632960000' }, triageOrganisationId: cast.hub },
    }),
  )
  made = await ask(house, cast)
  await house.deliver(cast.placeId)
  here = `/${cast.slug}/my-request`
  me = aVisitor(() => house.web)
})

describe('opening a request', () => {
  it('takes the reference and code as people type them, and puts neither into an address', async () => {
    await signIn(me, `${made.code.slice(0, 3)} ${made.code.slice(3)}`, made.reference.toLowerCase().replace('-', ' '))
    expect(me.at.path).toBe(here)
    expect(me.words()).toContain(`Reference ${made.reference}`)
    expect(me.seen.join(' ')).not.toContain(made.code)
    expect(me.seen.join(' ')).not.toContain(made.reference)
  })

  it('says the same of a wrong code, of a wrong reference, and of another place', async () => {
    const wrong = made.code === '000000' ? '000001' : '000000'
    await signIn(me, wrong)
    const said = me.errors()
    expect(me.at.status).toBe(422)
    expect(said).toHaveLength(1)
    expect(me.at.html).not.toContain(wrong)
    await signIn(me, made.code, '222-222')
    expect(me.errors()).toEqual(said)
    const elsewhere = await aCast(house)
    await me.open(`/${elsewhere.slug}/my-request`)
    await me.press('See what is happening', { reference: made.reference, code: made.code })
    expect(me.errors()).toEqual(said)
  })

  it('makes guessing slow, also for whoever then guesses right', async () => {
    for (let guess = 0; guess < 10; guess++) await signIn(me, String(guess).padStart(6, '9'))
    await signIn(me)
    expect(me.errors()).toEqual(['There were too many wrong tries. Wait 15 minutes, then try again, or ring us.'])
    house.advance({ minutes: 16 })
    await signIn(me)
    expect(me.words()).toContain('What is happening')
  })

  it('names the field that is empty, too long or no reference', async () => {
    await signIn(me, '', '')
    expect(me.errors()).toEqual(['Enter the reference we gave you, like 7KM-4QX', 'Enter the 6-digit code we gave you'])
    await signIn(me, '1'.repeat(100_000), 'x'.repeat(100_000))
    expect(me.at.status).toBe(422)
    await signIn(me, made.code, 'ABC')
    expect(me.errors()).toEqual(['A reference has 6 letters and numbers, like 7KM-4QX.'])
  })

  it('ends with Finish, after which the same cookie opens nothing', async () => {
    await signIn(me)
    const cookie = me.cookies.get('session') ?? ''
    expect(me.at.page.querySelector('header form')?.getAttribute('action')).toBe(`${here}/finish`)
    expect(me.at.page.querySelector('header a[href$="/sign-in"]')).toBeNull()
    await me.press('Finish')
    expect(me.words()).toContain('You have finished')
    expect(me.cookies.has('session')).toBe(false)
    me.cookies.set('session', cookie)
    await me.open(here)
    expect(me.words()).toContain('We gave you both when you asked')
  })

  it('leaves whoever works here signed in when an old Finish is pressed', async () => {
    me.cookies.set('session', cast.cookies.amira.replace('session=', ''))
    await me.post(`${here}/finish`, {})
    expect(me.cookies.has('session')).toBe(true)
  })
})

describe('what is happening', () => {
  it('says who has it and by when, from asking to how it went', async () => {
    await signIn(me)
    expect(presentStep()).toContain('We are finding out who near you can help.')
    expect(presentStep()).toContain('You should hear from us by 10 am tomorrow')
    const { referralId } = await askThe(cast.kitchen)
    await me.open(here)
    expect(presentStep()).toContain(
      "We have asked a local organisation. They have until 2 pm. If they can't, we'll ask the next nearest, and you don't need to do anything.",
    )
    expect(me.words()).not.toContain('Kitchen')
    worked(await perform_(cast.ben, acceptReferral, { referralId }))
    await me.open(here)
    expect(presentStep()).toContain('Kitchen said yes just now. They will get in touch with you.')
    await house.deliver(cast.placeId)
    worked(await perform_(cast.ben, recordContact, { referralId }))
    worked(await perform_(cast.ben, reportDone, { referralId }))
    await house.deliver(cast.placeId)
    await me.open(here)
    expect(presentStep()).toContain('Kitchen told us just now that the help was given. Please tell us how it went')
    expect(me.words()).not.toContain('No longer needed')
    await me.follow('How did it go?')
    await me.press('Tell us', { difference: 'much better', inTheirWords: 'I ate.' })
    expect(me.words()).toContain('Thank you for telling us how it went')
    expect(presentStep()).toContain('You told us how it went.')
    await house.deliver(cast.placeId)
    await me.open(here)
    expect(presentStep()).toContain('You were helped.')
    expect(me.at.page.querySelectorAll('main form')).toHaveLength(1)
  })

  it('says that the next is being looked for after a no, without naming who said it', async () => {
    const { referralId } = await askThe(cast.kitchen)
    worked(await perform_(cast.ben, declineReferral, { referralId, reasonCode: 'full', reason: 'Secret reason' }))
    await house.deliver(cast.placeId)
    await signIn(me)
    expect(me.words()).toContain('They could not take this on.')
    expect(presentStep()).toContain('We are finding out who else can help.')
    expect(me.words()).not.toMatch(/Kitchen|Secret/)
  })

  it('admits it when an answer is late', async () => {
    await askThe(cast.kitchen)
    house.advance({ hours: 5 })
    await signIn(me)
    expect(presentStep()).toContain('They had until 2 pm today and have not answered yet.')
  })

  it('tells whoever asked for somebody else of "them"', async () => {
    made = await ask(house, cast, { onBehalf: { name: 'Tom', relationship: 'neighbour', contact: 'tom@example.org' } })
    const { referralId } = await askThe(cast.kitchen)
    worked(await perform_(cast.ben, acceptReferral, { referralId }))
    await signIn(me)
    expect(presentStep()).toContain('They will get in touch with them.')
  })

  it('shows nothing of who it is: a guessed code would find no name or address', async () => {
    await signIn(me)
    expect(me.words()).not.toMatch(/Halina|Nowak|Mill Row|7946|husband/)
  })

  it('shows every need of a request by itself', async () => {
    made = await ask(house, cast, {
      needs: [
        { kind: 'food', urgency: 'today', description: null },
        { kind: 'lift', urgency: 'no hurry', description: null },
      ],
    })
    await signIn(me)
    expect([...me.at.page.querySelectorAll('main h2')].map(heading => heading.textContent)).toEqual(
      expect.arrayContaining(['Getting enough food', 'Getting to an appointment or a visit']),
    )
    await me.follow('No longer needed for food')
    await me.press('Yes, it is no longer needed')
    expect(me.words()).toContain('You told us this is no longer needed.')
    expect(me.words()).toContain('No longer needed for lift')
  })
})

describe('changing a request', () => {
  it('asks before a need is ended, ends it, and says so; pressed twice it is ended once', async () => {
    await signIn(me)
    await me.follow('No longer needed')
    expect(me.words()).toContain('Is this no longer needed? ')
    await me.press('Yes, it is no longer needed')
    expect(me.words()).toContain('Thank you for telling us. We have stopped.')
    expect(presentStep()).toContain('You told us this is no longer needed.')
    await me.post(`${here}/needs/${made.needIds[0]}/no-longer-needed`, {})
    expect(me.words()).toContain('Thank you for telling us')
    const need = await house.platform.db.asHouse(cast.placeId, tx => findNeed(tx, made.needIds[0] ?? '', 'read'))
    expect(need).toMatchObject({ state: 'closed', closingReason: 'no longer needed' })
  })

  it('does not end what was done meanwhile, and says why', async () => {
    const { referralId } = await askThe(cast.kitchen)
    worked(await perform_(cast.ben, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    await signIn(me)
    await me.follow('No longer needed')
    worked(await perform_(cast.ben, recordContact, { referralId }))
    worked(await perform_(cast.ben, reportDone, { referralId }))
    await house.deliver(cast.placeId)
    await me.press('Yes, it is no longer needed')
    expect(me.at.status).toBe(422)
    expect(me.errors()).toEqual(['The help has been given already. Tell us how it went instead.'])
  })

  it('stops sharing after saying what that means, and the helper loses sight', async () => {
    const { referralId } = await askThe(cast.kitchen)
    worked(await perform_(cast.ben, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    await signIn(me)
    await me.follow('Stop sharing details')
    expect(me.words()).toContain('can then no longer see the name, the address')
    await me.press('Stop sharing')
    expect(me.words()).toContain('We no longer share your details.')
    await house.deliver(cast.placeId)
    expect(await house.platform.db.as(cast.ben, tx => findPerson(tx, made.personId))).toBeNull()
    await me.open(here)
    expect(presentStep()).toContain('Somebody will get in touch and tell you about services near you.')
    expect(me.words()).not.toContain('Stop sharing details')
    await me.open(`${here}/stop-sharing`)
    expect(me.words()).toContain('Nothing is being shared')
    await me.post(`${here}/stop-sharing`, {})
    expect(me.at.status).toBe(200)
  })

  it('tells in plain words who has looked', async () => {
    await house.platform.db.as(cast.amira, tx => audit(tx, lookedAtPerson, made.personId))
    await house.platform.db.as(cast.amira, tx => audit(tx, lookedAtPerson, made.personId))
    await askThe(cast.kitchen)
    await signIn(me)
    await me.follow('Who has looked')
    expect(me.words()).toContain('looked at who needs help and how to reach them, 2 times, last just now')
    expect(me.words()).toContain('You, or whoever held your code opened this page with the reference and code')
    expect(me.words()).not.toMatch(/Keep it Local|requests\.|triage\./)
  })

  it('asks for the code again on every page when there is none, and is not there for another request', async () => {
    const paths = [
      `needs/${made.needIds[0]}/no-longer-needed`,
      `needs/${made.needIds[0]}/outcome`,
      'stop-sharing',
      'who-has-looked',
    ]
    for (const path of paths) {
      await me.open(`${here}/${path}`)
      expect([path, me.words()]).toEqual([path, expect.stringContaining('Enter your reference and code')])
    }
    for (const path of paths.slice(0, 3)) {
      await me.post(`${here}/${path}`, {})
      expect([path, me.at.path]).toEqual([path, `${here}?done=ended`])
    }
    const other = await ask(house, cast)
    await signIn(me)
    for (const page of ['no-longer-needed', 'outcome'])
      for (const needId of [other.needIds[0], 'no-id']) {
        await me.open(`${here}/needs/${needId}/${page}`)
        expect(me.at.status).toBe(404)
        await me.post(`${here}/needs/${needId}/${page}`, { difference: 'better' })
        expect(me.at.status).toBe(404)
      }
  })

  it('answers anything sent to it without a fault', async () => {
    await signIn(me)
    const cookie = `session=${me.cookies.get('session')}`
    const paths = ['', `/needs/${made.needIds[0]}/no-longer-needed`, '/needs/x/no-longer-needed', '/stop-sharing']
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue(), fc.boolean(), async (path, body, holds) => {
        const { statusCode } = await house.web.inject({
          method: 'POST',
          url: here + path,
          headers: { 'content-type': 'application/json', ...(holds && { cookie }) },
          payload: JSON.stringify(body),
        })
        expect(statusCode).toBeLessThan(500)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the pages round it', () => {
  it('open the place with its words, a search without scripts, and the phone number', async () => {
    worked(
      await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
        settings: { openingWords: 'We help <b>one another</b>.' },
      }),
    )
    await me.open(`/${cast.slug}`)
    expect(me.at.html).toContain('We help &#60;b&#62;one another')
    expect(me.words()).toContain('01632 960 000')
    expect(me.words()).not.toContain('worklist')
    await me.press('Find help', { q: 'food', near: 'ZZ1' })
    expect(me.at.path).toBe(`/${cast.slug}/find?q=food&near=ZZ1`)
    me.cookies.set('session', cast.cookies.amira.replace('session=', ''))
    await me.open(`/${cast.slug}?done=__proto__`)
    expect(me.words()).toContain('Go to the worklist')
  })

  it('say what is kept and for how long, as every manifest has it, and how to complain', async () => {
    await me.open(`/${cast.slug}/privacy`)
    expect(me.words()).toMatch(/Your permission to share.*6 years.*How it went.*As long as its request/)
    expect(me.words()).toContain('A job forgets every night what is over.')
    expect(me.words()).toMatch(/complain.*01632 960 000|01632 960 000.*complain/)
    await me.open(`/${cast.slug}/accessibility`)
    expect(me.words()).toContain('Guidelines 2.2 at level AA')
    expect(me.words()).toMatch(/not tested yet.*screen reader.*400%/)
  })

  it('need no phone number and no settings to be drawn', async () => {
    const bare = await aCast(house)
    for (const path of [
      '',
      '/ask',
      '/ask/danger',
      '/ask/ask-them-first',
      '/my-request',
      '/privacy',
      '/accessibility',
    ]) {
      await me.open(`/${bare.slug}${path}`)
      expect([path, me.at.status]).toEqual([path, 200])
    }
  })
})
