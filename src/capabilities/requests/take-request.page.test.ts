import { beforeEach, describe, expect, it } from 'vitest'
import { aCast, ask, type Cast } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { findPerson, listConsents } from '../people/index.ts'
import { findHelpRequest, listHelpRequestsOf, listNeedsOf } from './help-request-store.ts'
import { aVisitor, type Visitor } from './testing.ts'
import { consentWording } from './words.ts'

const house = useHouse()
let cast: Cast
let amira: Visitor
let take: string

const signIn = (cookie: string): Visitor => {
  const visitor = aVisitor(() => house.web)
  const [name = '', value = ''] = cookie.split('=')
  visitor.cookies.set(name, value)
  return visitor
}

const good = {
  danger: 'no',
  takenHow: 'phone',
  need1Kind: 'food',
  need1Urgency: 'two days',
  need1Description: 'A woman in her 70s needs food for the weekend.',
  story: 'The card does not work.',
  forWhom: 'themselves',
  name: 'Halina Nowak',
  phone: '020 7946 0123',
  contactBy: 'phone',
  address: '12 Mill Row',
  communicationNeeds: 'Speaks Polish',
  consent: 'yes',
}

/** What was chosen in the lists: the page keeps it, the visitor does not read it. */
const lists = { need1Kind: good.need1Kind, need1Urgency: good.need1Urgency }

const requests = () =>
  house.platform.db.asHouse(
    cast.placeId,
    tx =>
      tx.sql<
        { helpRequestId: string }[]
      >`select help_request_id from requests.help_request where place_id = ${cast.placeId}`,
  )

beforeEach(async () => {
  cast = await aCast(house)
  amira = signIn(cast.cookies.amira)
  take = `/${cast.slug}/requests/take`
})

describe('take request page', () => {
  it('takes a request on one page and shows the reference and the code to read out', async () => {
    await amira.open(take)
    expect(amira.words()).toContain(consentWording)
    await amira.press('Take the request', { ...good, need2Kind: 'lift', need2Urgency: 'today' })
    expect(amira.at.path).toBe(`/${cast.slug}/requests/taken`)
    const [made] = await requests()
    const { request, person, needs, consents } = await house.platform.db.asHouse(cast.placeId, async tx => {
      const request = await findHelpRequest(tx, made?.helpRequestId ?? '')
      return {
        request,
        person: await findPerson(tx, request?.personId ?? ''),
        needs: await listNeedsOf(tx, made?.helpRequestId ?? ''),
        consents: await listConsents(tx, made?.helpRequestId ?? ''),
      }
    })
    expect(amira.words()).toMatch(new RegExp(`Say it slowly.*${request?.reference}.*\\d{6} ?the code, shown only now`))
    expect(request).toMatchObject({
      takenHow: 'phone',
      takenByName: 'Amira',
      triagedByOrganisationId: cast.hub,
      story: good.story,
    })
    expect(person).toMatchObject({ name: 'Halina Nowak', communicationNeeds: 'Speaks Polish' })
    expect(needs.map(({ kind, urgency, description }) => [kind, urgency, description])).toEqual([
      ['food', 'two days', good.need1Description],
      ['lift', 'today', expect.stringContaining('needs help')],
    ])
    expect(consents[0]).toMatchObject({ givenHow: 'said on the phone', wording: consentWording, recordedBy: 'Amira' })
    await amira.follow('Find who can help: food')
    expect([amira.at.status, amira.words()]).toEqual([200, expect.stringContaining('Food for Halina Nowak')])
  })

  it('stops before anything is saved when someone is in danger, whatever else is filled in', async () => {
    await amira.open(take)
    await amira.press('Take the request', { ...good, danger: 'yes' })
    expect(amira.words()).toMatch(/In danger now.*999.*Nothing you typed was saved/)
    await amira.open(`${take}/danger`)
    expect(amira.words()).toContain('999')
    expect(await requests()).toHaveLength(0)
  })

  it('writes nothing down about somebody who has not agreed, and records who asked when they have', async () => {
    const forSomeone = {
      ...good,
      forWhom: 'someone else',
      askerName: 'Zofia Nowak',
      relationship: 'daughter',
      askerContact: 'zofia@example.org',
    }
    await amira.open(take)
    await amira.press('Take the request', { ...forSomeone, permission: 'no' })
    expect(amira.words()).toMatch(/They need to agree first.*Nothing was saved/)
    expect(await requests()).toHaveLength(0)
    await amira.open(take)
    await amira.press('Take the request', forSomeone)
    expect(amira.errors().join()).toContain('Ask whether the person has agreed to this')
    await amira.press('Take the request', { ...lists, permission: 'yes' })
    const [made] = await requests()
    const { request, consents } = await house.platform.db.asHouse(cast.placeId, async tx => ({
      request: await findHelpRequest(tx, made?.helpRequestId ?? ''),
      consents: await listConsents(tx, made?.helpRequestId ?? ''),
    }))
    expect(request).toMatchObject({ onBehalfName: 'Zofia Nowak', onBehalfRelationship: 'daughter' })
    expect(consents[0]?.givenHow).toBe('given for them by someone who asked them')
  })

  it('takes a request without permission to share, and says so', async () => {
    await amira.open(take)
    await amira.press('Take the request', { ...good, consent: 'no' })
    await amira.follow('See the whole request')
    expect(amira.words()).toContain('Not given. Read the words out before anybody is asked to help.')
  })

  it.each<[string, Record<string, string | string[]>, RegExp]>([
    ['no answer about danger', { danger: '' }, /Ask whether anyone is in danger now/],
    ['no kind of help', { need1Kind: '' }, /Choose what they need/],
    ['a kind that is not one', { need1Kind: 'constructor' }, /Choose what they need/],
    ['no urgency', { need1Urgency: '' }, /Choose how soon they need help with food/],
    ['a description that names them', { need1Description: 'Food for Mrs Nowak' }, /Take out "Nowak"/],
    [
      'a description that gives their street away',
      { need1Description: 'Food to 12 Mill Row please' },
      /Take out "12 Mill Row"/,
    ],
    ['a description as long as a book', { need1Description: 'x'.repeat(501) }, /Keep the sentence to 500 characters/],
    ['the same kind twice', { need2Kind: 'food', need2Urgency: 'today' }, /This is chosen twice/],
    ['a second need without a kind', { need2Urgency: 'today' }, /Choose what they need/],
    ['a story as long as a book', { story: 'x'.repeat(4001) }, /Keep their story to 4,000 characters/],
    ['no name', { name: ' \u202e ' }, /Enter their name/],
    ['a name as long as a page', { name: 'x'.repeat(121) }, /Keep the name to 120 characters/],
    ['a phone that is none', { phone: 'ring me' }, /Enter a phone number/],
    ['a call without a phone', { phone: '' }, /Enter the phone number they want to be called on/],
    ['mail without an address', { contactBy: 'email' }, /Enter the e-mail address/],
    ['a letter without an address', { contactBy: 'letter', address: '' }, /Enter the address the letter goes to/],
    ['no way of hearing from us', { contactBy: 'pigeon' }, /Choose how they want to hear from us/],
    ['a postcode that is none', { postcode: '<b>here</b>' }, /postcode/i],
    ['nothing said about sharing', { consent: '' }, /Read the words out, and choose what they answered/],
    [
      'repeated and odd values',
      { danger: ['x', 'no'], takenHow: ['', 'phone'] },
      /Choose whether they are on the phone/,
    ],
  ])('names the field and the mend for %s, and keeps what was typed', async (_, wrong, mend) => {
    await amira.post(take, { ...good, ...wrong })
    expect(amira.at.status).toBe(422)
    expect(amira.errors().join(' ')).toMatch(mend)
    expect(amira.at.html).toMatch(/The card does not work.|xxxx/)
    for (const link of amira.at.page.querySelectorAll('.govuk-error-summary__list a'))
      expect(amira.at.page.querySelector(link.getAttribute('href') ?? 'none')).not.toBeNull()
    expect(await requests()).toHaveLength(0)
  })

  it('asks to look again at a postcode it does not know, and keeps it when it is sent again', async () => {
    await amira.open(take)
    await amira.press('Take the request', { ...good, postcode: 'ZZ99 9ZZ' })
    expect(amira.errors().join()).toContain('Send it again to keep it as it is.')
    expect(amira.at.page.querySelector('option[selected][value=food]')).not.toBeNull()
    await amira.press('Take the request', lists)
    expect(amira.at.path).toBe(`/${cast.slug}/requests/taken`)
  })

  it('takes one request however often the same page is sent', async () => {
    await amira.open(take)
    const once = amira.at.page.querySelector('input[name=once]')?.getAttribute('value') ?? ''
    await amira.post(take, { ...good, once })
    const first = amira.words()
    await amira.post(take, { ...good, once })
    expect(amira.words()).toBe(first)
    expect(await requests()).toHaveLength(1)
  })

  it('takes a new request for somebody known without asking who they are again', async () => {
    const { personId } = await ask(house, cast)
    await amira.open(`${take}?person=${personId}`)
    expect(amira.words()).toMatch(/Take a new request for Halina Nowak.*12 Mill Row/)
    await amira.press('Take the request', {
      danger: 'no',
      need1Kind: 'lift',
      need1Urgency: 'today',
      consent: 'yes',
    })
    expect(amira.at.path).toBe(`/${cast.slug}/requests/taken`)
    const all = await house.platform.db.asHouse(cast.placeId, tx => listHelpRequestsOf(tx, personId))
    expect(all).toHaveLength(2)
  })

  it('knows nobody whom the reader may not see, neither on the page nor when it is sent', async () => {
    const { personId } = await ask(house, cast)
    const cleo = signIn(cast.cookies.cleo)
    await cleo.open(`${take}?person=${personId}`)
    expect([cleo.at.status, cleo.at.html.includes('Halina')]).toEqual([404, false])
    await cleo.post(take, { ...good, personId })
    expect(cleo.at.status).toBe(404)
    await cleo.post(take, { ...good, personId: 'nonsense' })
    expect(cleo.at.status).toBe(404)
    expect(await requests()).toHaveLength(1)
    expect(await house.platform.db.as(cast.cleo, tx => findPerson(tx, personId))).toBeNull()
  })

  it('shows the code to nobody else, and not for ever', async () => {
    await amira.open(take)
    await amira.press('Take the request', good)
    const token = amira.cookies.get('taken') ?? ''
    const cleo = signIn(cast.cookies.cleo)
    cleo.cookies.set('taken', token)
    await cleo.open(`/${cast.slug}/requests/taken`)
    expect(cleo.at.status).toBe(404)
    house.advance({ hours: 5 })
    await amira.open(`/${cast.slug}/requests/taken`)
    expect(amira.at.status).toBe(404)
    for (const odd of ['', 'x', token.slice(1)]) {
      amira.cookies.set('taken', odd)
      await amira.open(`/${cast.slug}/requests/taken`)
      expect(amira.at.status).toBe(404)
    }
  })

  it('is for those who take requests', async () => {
    const nobody = aVisitor(() => house.web)
    await nobody.open(take)
    expect(nobody.at.path).toContain('/sign-in')
    await nobody.post(take, good)
    expect(nobody.at.status).toBe(403)
  })
})
