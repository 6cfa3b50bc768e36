import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { anyone } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { findPerson, listConsents } from '../../people/index.ts'
import { changePlace, setNeighbourhoods } from '../../places/index.ts'
import { aFile, squareBoundary } from '../../places/testing.ts'
import { findHelpRequest, listNeedsOf } from '../help-request-store.ts'
import { aVisitor, type Visitor } from '../testing.ts'
import { questions } from './questions.ts'

const house = useHouse()
let cast: Cast
let at: (path: string) => string
let me: Visitor

const phone = { says: '01632 960 000', href: 'tel:01632960000' }

const setUp = async (settings: Record<string, unknown> = {}) => {
  cast = await aCast(house)
  at = path => `/${cast.slug}/ask${path && `/${path}`}`
  worked(
    await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
      settings: {
        phone,
        safeguardingPhone: { says: '01632 960 001', href: 'tel:01632960001' },
        triageOrganisationId: cast.hub,
        ...settings,
      },
    }),
  )
}

/** Everything up to a page, by the shortest way for oneself. */
const goTo = async (last: string, visitor = me) => {
  await visitor.open(at(''))
  await visitor.press('Continue', { danger: 'no' })
  const answers: [string, Record<string, string | string[]>][] = [
    ['who', { who: 'me' }],
    ['needs', { kinds: 'food' }],
    ['how-soon', { urgency: 'today' }],
    ['story', { story: 'The cupboard is empty.' }],
    ['where', { postcode: 'ZZ1 4AA' }],
    ['name', { name: 'Halina Nowak' }],
    ['reach', { contactBy: 'phone' }],
    ['contact', { phone: '020 7946 0123' }],
    ['talking', { communication: 'none' }],
    ['share', { share: 'yes' }],
  ]
  for (const [path, typed] of answers) {
    if (path === last) return
    expect(visitor.at.path).toBe(at(path))
    await visitor.press('Continue', typed)
  }
}

const requests = () =>
  house.platform.db.asHouse(
    cast.placeId,
    tx =>
      tx.sql<
        { helpRequestId: string }[]
      >`select help_request_id from requests.help_request where place_id = ${tx.placeId}`,
  )

const onlyRequest = async () => {
  const all = await requests()
  expect(all).toHaveLength(1)
  const helpRequestId = all[0]?.helpRequestId ?? ''
  return house.platform.db.asHouse(cast.placeId, async tx => {
    const request = await findHelpRequest(tx, helpRequestId)
    if (!request) throw new Error('no request')
    return {
      request,
      needs: await listNeedsOf(tx, helpRequestId),
      person: await findPerson(tx, request.personId),
      consents: await listConsents(tx, helpRequestId),
    }
  })
}

const drafts = () =>
  house.platform.db.asHouse(cast.placeId, async tx => {
    const rows = await tx.sql<
      { answers: unknown }[]
    >`select answers from platform.form_draft where place_id = ${tx.placeId}`
    return JSON.stringify(rows.map(row => row.answers))
  })

beforeAll(async () => {
  const rows = [
    'pcds,doterm,easting,northing,ward',
    'ZZ1 4AA,,400500,300500,E05000001',
    'ZZ1 4AD,201203,400600,300600,E05000001',
    'ZZ9 9AA,,500000,500000,E05000009',
  ]
  await house.commandLine('import', 'postcodes', aFile('zz.csv', rows.join('\n')))
})

beforeEach(async () => {
  await setUp()
  worked(
    await perform(house.platform.db, houseActor(cast.placeId), setNeighbourhoods, {
      boundaries: [squareBoundary('N1', 'Northgate', { x: 400_000, y: 300_000 })] as never,
    }),
  )
  me = aVisitor(() => house.web)
})

describe('asking for help', () => {
  it('asks first whether anyone is in danger, and a yes stops there with numbers to ring and nothing kept', async () => {
    await me.open(`/${cast.slug}`)
    await me.follow('Ask for help')
    await me.press('Continue', { danger: 'yes' })
    expect(me.at.path).toBe(at('danger'))
    expect(me.words()).toMatch(/999.*01632 960 001.*do not take safeguarding concerns here/)
    expect(me.words()).toMatch(/ending your life.*116 123.*hurts or frightens you.*0808 2000 247.*01632 960 001/)
    expect(me.cookies.size).toBe(0)
    expect(await drafts()).toBe('[]')
  })

  it('goes from the first question to a reference and a code, for oneself', async () => {
    await goTo('check')
    expect(me.at.path).toBe(at('check'))
    expect(me.words()).toMatch(/Getting enough food.*Today.*cupboard.*Halina Nowak.*ZZ1 4AA.*020 7946 0123/)
    await me.press('Send')
    expect(me.at.path).toBe(at('sent'))
    expect(me.words()).toMatch(/Reference [A-Z0-9]{3}-[A-Z0-9]{3} Code \d{6}/)
    expect(me.words()).toContain('You should hear from us by midday')
    const { request, needs, person, consents } = await onlyRequest()
    expect(request).toMatchObject({ story: 'The cupboard is empty.', takenHow: 'web', takenByName: 'the resident' })
    expect(needs).toMatchObject([
      { kind: 'food', urgency: 'today', description: 'Someone in Northgate needs help: getting enough food.' },
    ])
    expect(person).toMatchObject({
      name: 'Halina Nowak',
      phone: '020 7946 0123',
      contactBy: 'phone',
      postcode: 'ZZ1 4AA',
      position: { x: 400_500, y: 300_500 },
    })
    expect(person?.neighbourhoodId).toBe(needs[0]?.neighbourhoodId)
    expect(consents).toMatchObject([{ givenHow: 'ticked on the web', withdrawnAt: null }])
  })

  it('puts nothing that tells who is asking, or for what, into any address', async () => {
    await goTo('check')
    await me.press('Send')
    const reference = /Reference (\S+)/.exec(me.words())?.[1] ?? '-'
    const code = /Code (\d+)/.exec(me.words())?.[1] ?? '-'
    for (const told of [reference, code, 'Halina', 'Nowak', '7946', 'ZZ1', 'cupboard', 'food'])
      expect(me.seen.join(' ')).not.toContain(told)
  })

  it('takes several needs in one request, each as soon as it is needed', async () => {
    await goTo('needs')
    await me.press('Continue', { kinds: ['food', 'lift', 'money'] })
    await me.press('Continue', { urgency: 'it differs' })
    expect(me.at.path).toBe(at('how-soon-each'))
    await me.press('Continue', { 'urgency-food': 'today', 'urgency-lift': 'this week' })
    expect(me.errors()).toEqual(['Choose how soon help is needed with: money, bills, benefits or debt'])
    await me.press('Continue', { 'urgency-money': 'no hurry' })
    await me.press('Continue', { story: '' })
    await me.press('Continue', { ratherNot: 'yes' })
    await me.press('Continue', { name: 'Sam' })
    await me.press('Continue', { contactBy: 'phone' })
    await me.press('Continue', { phone: '07700900123' })
    await me.press('Continue', { communication: ['language', 'hearing'], communicationMore: 'Polish' })
    await me.press('Continue', { share: 'no' })
    expect(me.words()).toContain('Food: today Lift: this week Money and bills: no hurry')
    await me.press('Send')
    expect(me.words()).toContain('Nothing is passed on')
    const { needs, person, consents } = await onlyRequest()
    expect(needs.map(need => [need.kind, need.urgency])).toEqual([
      ['food', 'today'],
      ['lift', 'this week'],
      ['money', 'no hurry'],
    ])
    expect(person).toMatchObject({
      phone: '07700 900123',
      postcode: null,
      position: null,
      communicationNeeds: 'Speaks a language other than English. Deaf or hard of hearing. Polish',
    })
    expect(consents).toEqual([])
  })

  it('writes down who asks for somebody else, and that they agreed', async () => {
    await goTo('who')
    await me.press('Continue', { who: 'someone else' })
    await me.press('Continue', { permission: 'yes' })
    await me.press('Continue', { askerName: 'Tom', relationship: 'neighbour', askerContact: 'tom@example.org' })
    await me.press('Continue', { kinds: 'shopping' })
    await me.press('Continue', { urgency: 'two days' })
    await me.press('Continue', { story: 'She broke her hip.' })
    await me.press('Continue', { postcode: 'zz14aa', address: '12 Mill Row' })
    await me.press('Continue', { name: 'Halina Nowak' })
    await me.press('Continue', { contactBy: 'through me' })
    expect(me.at.path).toBe(at('talking'))
    await me.press('Continue', { communication: 'none' })
    expect(me.words()).toContain('Ask them: "May we pass your name')
    await me.press('Continue', { share: 'yes' })
    await me.press('Send')
    const { request, person, consents } = await onlyRequest()
    expect(request).toMatchObject({
      onBehalfName: 'Tom',
      onBehalfRelationship: 'neighbour',
      onBehalfContact: 'tom@example.org',
    })
    expect(person).toMatchObject({ name: 'Halina Nowak', phone: null, contactBy: 'email', address: '12 Mill Row' })
    expect(consents).toMatchObject([{ givenHow: 'given for them by someone who asked them' }])
  })

  it('stops when the other person has not agreed, keeps nothing of them, and says what to do instead', async () => {
    await goTo('who')
    await me.press('Continue', { who: 'someone else' })
    await me.press('Continue', { permission: 'no' })
    expect(me.at.path).toBe(at('ask-them-first'))
    expect(me.words()).toMatch(/Ask them whether.*01632 960 000/)
    await me.open(at('name'))
    expect(me.at.path).toBe(at('permission'))
  })

  it('asks for what the chosen way of reaching somebody needs, and for no e-mail otherwise', async () => {
    await goTo('reach')
    await me.press('Continue', { contactBy: 'letter' })
    expect(me.words()).toContain('What is your address?')
    await me.press('Continue', { address: '' })
    expect(me.errors()).toEqual(['Enter the address that letters should go to'])
    await me.open(at('reach'))
    await me.press('Continue', { contactBy: 'text' })
    await me.press('Continue', { phone: '020 7946 0123' })
    expect(me.errors()[0]).toContain('Enter a mobile number')
    await me.press('Continue', { phone: 'twelve' })
    expect(me.errors()[0]).toContain('Enter a phone number with its area code')
    await me.open(at('reach'))
    await me.press('Continue', { contactBy: 'email' })
    await me.press('Continue', { email: 'halina@', phone: '1' })
    expect(me.errors()).toHaveLength(2)
    await me.press('Continue', { email: 'halina@example.org', phone: '' })
    expect(me.at.path).toBe(at('talking'))
  })

  describe('and a postcode', () => {
    beforeEach(() => goTo('where'))

    it('that is none must be mended', async () => {
      await me.press('Continue', { postcode: 'hello there' })
      await me.press('Continue')
      expect(me.at.status).toBe(422)
      expect(me.errors()).toHaveLength(1)
    })

    it('that is missing is asked for, unless they would rather not say', async () => {
      await me.press('Continue', { postcode: '' })
      expect(me.errors()[0]).toContain('or say you would rather not')
      await me.press('Continue', { ratherNot: 'yes' })
      expect(me.at.path).toBe(at('name'))
    })

    for (const [what, typed, says] of [
      ['that has ended', 'ZZ1 4AD', 'stopped being used in March 2012'],
      ['that is unknown', 'ZZ1 4ZZ', 'We do not know ZZ1 4ZZ. Check it, or use the first part, ZZ1.'],
      ['whose area is not loaded', 'M1 1AE', 'No postcodes that start with M have been loaded here'],
      ['outside the place', 'ZZ9 9AA', 'so we may not be able to help. You can still ask here, or ring 01632 960 000.'],
    ])
      it(`${what} is used when it is sent again, after its message`, async () => {
        await me.press('Continue', { postcode: typed ?? '' })
        expect(me.errors()[0]).toContain(says)
        await me.press('Continue')
        expect(me.at.path).toBe(at('name'))
      })

    it('of which only the first part is given is used as it is', async () => {
      await me.press('Continue', { postcode: 'zz1' })
      expect(me.at.path).toBe(at('name'))
    })

    it('changed after its message gets a message of its own', async () => {
      await me.press('Continue', { postcode: 'ZZ1 4ZZ' })
      await me.press('Continue', { postcode: 'ZZ1 4AD' })
      expect(me.errors()[0]).toContain('stopped being used')
    })
  })

  it('changes an answer from the check page and comes back there, also by the Back link', async () => {
    await goTo('check')
    await me.follow('Change name')
    expect(me.at.html).toContain('value="Halina Nowak"')
    await me.follow('Back')
    expect(me.at.path).toBe(at('check'))
    await me.follow('Change name')
    await me.press('Continue', { name: 'Helena' })
    expect(me.at.path).toBe(at('check'))
    await me.follow('Change how to reach')
    await me.press('Continue', { contactBy: 'email' })
    expect(me.at.path).toBe(`${at('contact')}?change=yes`)
    await me.press('Continue', { email: 'h@example.org' })
    expect(me.at.path).toBe(at('check'))
    await me.follow('Change who needs help')
    await me.press('Continue', { who: 'someone else' })
    expect(me.at.path).toBe(`${at('permission')}?change=yes`)
  })

  it('leads back through every question by the Back link', async () => {
    await goTo('check')
    const back: string[] = []
    while (me.at.path !== `/${cast.slug}`) {
      await me.follow('Back')
      back.push(me.at.path)
    }
    expect(back).toEqual(
      ['share', 'talking', 'contact', 'reach', 'name', 'where', 'story', 'how-soon', 'needs', 'who', '']
        .map(at)
        .concat(`/${cast.slug}`),
    )
  })

  it('leads whoever skips ahead to the first open question', async () => {
    await goTo('needs')
    await me.open(at('share'))
    expect(me.at.path).toBe(at('needs'))
    await me.open(at('check'))
    expect(me.at.path).toBe(at('needs'))
    await me.open(at('how-soon-each'))
    expect(me.at.path).toBe(at('needs'))
  })

  it('makes one request of many presses at once, and shows all of them the same reference', async () => {
    await goTo('check')
    const tabs = Array.from({ length: 6 }, () => aVisitor(() => house.web))
    for (const tab of tabs) for (const [name, value] of me.cookies) tab.cookies.set(name, value)
    await Promise.all(tabs.map(tab => tab.open(at('check'))))
    await Promise.all(tabs.map(tab => tab.press('Send')))
    expect(tabs[0]?.words()).toMatch(/Code \d{6}/)
    expect(new Set(tabs.map(tab => tab.words())).size).toBe(1)
    await onlyRequest()
  })

  it('explains itself to another tab and to the Back button after it was sent', async () => {
    await goTo('check')
    const stale = aVisitor(() => house.web)
    for (const [name, value] of me.cookies) stale.cookies.set(name, value)
    await stale.open(at('name'))
    await me.press('Send')
    await stale.press('Continue', { name: 'Somebody' })
    expect(stale.at.path).toBe(at('sent'))
    await me.open(at('check'))
    expect(me.at.path).toBe(at('sent'))
    await me.open(at(''))
    expect(me.words()).toContain('The request you made on this device was sent')
    await onlyRequest()
  })

  it('shows the code for ten minutes, keeps it readable to nobody else, and forgets it when told', async () => {
    await goTo('check')
    await me.press('Send')
    const code = /Code (\d{6})/.exec(me.words())?.[1] ?? '-'
    expect(await drafts()).not.toContain(code)
    expect(await drafts()).not.toMatch(/Halina|cupboard|7946/)
    await me.open(at('sent'))
    expect(me.words()).toContain(code)
    house.advance({ minutes: 11 })
    await me.open(at('sent'))
    expect(me.words()).not.toContain(code)
    expect(me.words()).toContain('it was not sent twice')
    await me.press('I have written them down')
    expect(me.words()).toContain('no longer on this device')
    expect(await drafts()).toBe('[]')
  })

  it('keeps what was typed when four hours have passed, and says that the rest is forgotten', async () => {
    await goTo('story')
    house.advance({ hours: 5 })
    await me.press('Continue', { story: 'A long story, typed slowly.' })
    expect(me.at.path).toBe(`${at('')}?began=again`)
    expect(me.words()).toContain('Anything you have just sent us is kept')
    await me.press('Continue', { danger: 'no' })
    await me.press('Continue', { who: 'me' })
    await me.press('Continue', { kinds: 'food' })
    await me.press('Continue', { urgency: 'today' })
    expect(me.at.html).toContain('A long story, typed slowly.')
  })

  it('explains an expired draft to whoever sends it', async () => {
    await goTo('check')
    house.advance({ hours: 5 })
    await me.press('Send')
    expect(me.words()).toContain('Please begin here again')
    expect(await requests()).toEqual([])
  })

  it('loses nothing to two tabs that answer different questions at once', async () => {
    await goTo('check')
    const tab = aVisitor(() => house.web)
    for (const [name, value] of me.cookies) tab.cookies.set(name, value)
    await me.open(`${at('name')}?change=yes`)
    await tab.open(`${at('story')}?change=yes`)
    await Promise.all([me.press('Continue', { name: 'Ola' }), tab.press('Continue', { story: 'Two tabs.' })])
    await me.open(at('check'))
    expect(me.words()).toMatch(/Two tabs\..*Ola/)
  })

  it('offers to carry on with what was begun on the device, or to forget it', async () => {
    await goTo('name')
    await me.open(at(''))
    await me.press('Continue', { danger: 'no' })
    expect(me.words()).toContain('A request was begun on this device')
    await me.follow('Carry on')
    expect(me.at.path).toBe(at('name'))
    await me.open(at('begun'))
    await me.press('Start again')
    expect(me.at.path).toBe(at('who'))
    expect(await drafts()).not.toContain('cupboard')
    await me.follow('Stop and forget')
    await me.press('Forget my answers')
    expect(me.words()).toContain('Your answers are forgotten')
    expect(await drafts()).toBe('[]')
    expect(me.cookies.size).toBe(0)
  })

  it('says plainly to ring when nobody answers requests here', async () => {
    await setUp({ triageOrganisationId: null })
    for (const path of ['', 'who', 'check']) {
      await me.open(at(path))
      expect(me.words()).toMatch(/Ring us instead.*01632 960 000/)
    }
    await setUp({ triageOrganisationId: '01890000-0000-7000-8000-000000000000' })
    await goTo('check')
    await me.press('Send')
    expect(me.errors()).toEqual(['Nobody is answering requests for this place yet. Please ring instead.'])
  })

  it('is kept by no browser', async () => {
    await goTo('name')
    const { headers } = await house.web.inject({ url: at('name'), headers: { cookie: `ask=${me.cookies.get('ask')}` } })
    expect(headers['cache-control']).toBe('no-store')
  })

  it('knows a draft by the secret of its cookie alone', async () => {
    await goTo('name')
    const other = aVisitor(() => house.web)
    other.cookies.set('ask', 'guessed')
    await other.open(at('name'))
    expect(other.words()).toContain('Please begin here again')
  })

  it('shows hostile words as words, and keeps every script people write in', async () => {
    await goTo('story')
    const hostile = '<script>alert(1)</script> "\'` {{ 7*7 }} 🙂 مرحبا ש\u202Eevil\r\nnext'
    await me.press('Continue', { story: hostile })
    await me.press('Continue', { ratherNot: 'yes' })
    await me.press('Continue', { name: '<img src=x onerror=alert(1)> محمد 🙂' })
    await me.press('Continue', { contactBy: 'phone' })
    await me.press('Continue', { phone: '020 7946 0123' })
    await me.press('Continue', { communication: 'none' })
    await me.press('Continue', { share: 'yes' })
    expect(me.at.html).not.toContain('<script>alert')
    expect(me.at.html).not.toContain('<img src=x')
    await me.press('Send')
    const { request, person } = await onlyRequest()
    expect(request.story).toBe('<script>alert(1)</script> "\'` {{ 7*7 }} 🙂 مرحبا שevil\nnext')
    expect(person?.name).toBe('<img src=x onerror=alert(1)> محمد 🙂')
  })

  it('gives every answer that is empty, too long or not on offer a message of its own', async () => {
    const long = 'x'.repeat(100_000)
    const bad: Record<string, [Record<string, string | string[]>, string][]> = {
      who: [[{ who: 'everybody' }, 'Say who needs help']],
      needs: [[{ kinds: ['<script>', 'gold'] }, 'Choose at least one']],
      'how-soon': [
        [{ urgency: 'yesterday' }, 'Choose how soon'],
        [{ urgency: 'it differs' }, 'Choose how soon'],
      ],
      story: [[{ story: long }, 'Keep what you tell us to 4,000 characters']],
      where: [
        [{ postcode: 'ZZ1 4AA', address: long }, 'Keep the address to 300'],
        [{ postcode: long }, 'postcode'],
      ],
      name: [
        [{ name: ' \t ' }, 'Enter your name'],
        [{ name: long }, 'Keep the name to 120'],
      ],
      reach: [[{ contactBy: 'pigeon' }, 'Choose one way']],
      contact: [
        [{ phone: long }, 'Enter a phone number'],
        [{ phone: ['', '1'] }, 'Enter a phone number'],
      ],
      talking: [
        [{ communication: ['none', 'sight'] }, 'not both'],
        [{ communication: 'none', communicationMore: long }, 'Keep this to 200'],
      ],
      share: [[{ share: 'maybe' }, 'Say whether we may share']],
    }
    for (const [path, wrongs] of Object.entries(bad)) {
      const visitor = aVisitor(() => house.web)
      await goTo(path, visitor)
      for (const [body, says] of wrongs) {
        await visitor.post(at(path), body)
        expect([path, visitor.at.status]).toEqual([path, 422])
        expect(visitor.errors().join(' ')).toContain(says)
        const summary = visitor.at.page.querySelector('.govuk-error-summary__list a')?.getAttribute('href') ?? '#none'
        expect([path, visitor.at.page.querySelector(summary)?.tagName]).toEqual([
          path,
          expect.stringMatching(/INPUT|TEXTAREA/),
        ])
      }
    }
  })

  it('refuses a NUL and a body that is too big with words, not with a fault', async () => {
    await goTo('name')
    await me.post(at('name'), { name: 'a\0b' })
    expect(me.at.status).toBe(400)
    await me.post(at('name'), { name: 'x'.repeat(300_000) })
    expect(me.at.status).toBe(413)
  })

  it('answers any body on any of its pages without a fault', async () => {
    await goTo('check')
    const cookie = `ask=${me.cookies.get('ask')}`
    const ends = ['check', 'start-again', 'forget', 'written-down']
    const paths = ['', 'nowhere', ...ends, ...questions.map(({ path }) => path)]
    const names = [
      ...[
        'danger',
        'who',
        'permission',
        'askerName',
        'relationship',
        'askerContact',
        'kinds',
        'urgency',
        'urgency-food',
      ],
      ...[
        'story',
        'postcode',
        'address',
        'ratherNot',
        'insists',
        'name',
        'contactBy',
        'phone',
        'email',
        'communication',
      ],
      ...['communicationMore', 'share'],
    ]
    const word = fc.oneof(
      fc.constantFrom(
        'yes',
        'no',
        'me',
        'someone else',
        'food',
        'today',
        'it differs',
        'letter',
        'ZZ1 4AA',
        '\ud800',
        '',
      ),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
    )
    const value = fc.oneof(word, fc.array(word, { maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }))
    const body = fc.oneof(
      { weight: 8, arbitrary: fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }) },
      { weight: 1, arbitrary: fc.jsonValue() },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        body,
        fc.constantFrom('', '?change=yes', '?change=a&change=b', '?began[]=1'),
        fc.boolean(),
        async (path, posted, query, isHeld) => {
          // What ends a draft is sent without it, so that the others still find one.
          const holds = isHeld && !ends.includes(path)
          const { statusCode } = await house.web.inject({
            method: 'POST',
            url: at(path) + query,
            headers: { 'content-type': 'application/json', ...(holds && { cookie }) },
            payload: JSON.stringify(posted),
          })
          expect(statusCode).toBeLessThan(500)
          const { statusCode: shown } = await house.web.inject({
            url: at(path) + query,
            headers: holds ? { cookie } : {},
          })
          expect(shown).toBeLessThan(500)
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('the actor behind an asked-for help', () => {
  it('is nobody signed in, whoever is signed in on the device', async () => {
    me.cookies.set('session', cast.cookies.ben.replace('session=', ''))
    await goTo('check')
    await me.press('Send')
    const { request } = await onlyRequest()
    expect(request).toMatchObject({ takenByName: 'the resident', takenByOrganisationId: null })
    expect(await house.platform.db.as(cast.ben, tx => findHelpRequest(tx, request.helpRequestId))).toBeNull()
    expect(
      await house.platform.db.as(anyone(cast.placeId), tx => findHelpRequest(tx, request.helpRequestId)),
    ).toBeNull()
  })
})
