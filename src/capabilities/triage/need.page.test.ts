import { describe, expect, it } from 'vitest'
import { aCast, aRequest, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { publishListedService } from '../directory/index.ts'
import { addOrganisation, fieldsInWords, sharedFieldCodes } from '../organisations/index.ts'
import { listDisclosuresAbout, saveAddressHidden } from '../people/index.ts'
import { declineReferral } from '../referrals/index.ts'
import { findNeed } from '../requests/index.ts'
import { askOrganisation, closeWithoutHelp } from './decide.ts'
import { visitIn } from './testing.ts'

const house = useHouse()

const visit = visitIn(() => house.web)

const consented = { basis: 'consent', basisGround: '' }
const stateOf = (cast: Cast, needId = '') =>
  house.platform.db.asHouse(cast.placeId, async tx => (await findNeed(tx, needId, 'read'))?.state)

const begin = async (more: Parameters<typeof ask>[2] = {}) => {
  const cast = await aCast(house)
  const made = await ask(house, cast, more)
  await house.deliver(cast.placeId)
  return { cast, made, needId: made.needIds[0] ?? '', at: `/needs/${made.needIds[0]}` }
}

const askKitchen = async (cast: Cast, needId: string) =>
  worked(
    await perform(house.platform.db, cast.amira, askOrganisation, {
      needId,
      organisationId: cast.kitchen,
      listedServiceId: null,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }),
  )

describe('need page', () => {
  it('shows the story, the person and who can help, with reasons, what they would see and plan B', async () => {
    const { cast, at } = await begin()
    const { status, text } = await visit(cast, at)
    expect(status).toBe(200)
    expect(text).toMatch(/My husband died in March.*Halina Nowak.*020 7946 0123.*Speaks Polish.*ticked on the web/)
    expect(text).toMatch(/Who can help.*helps with food.*They would see:.*Plan B: If \w+ can't, \w+ is next\./)
  })

  it('says who asked for whom, and that no permission was given', async () => {
    const { cast, at } = await begin({
      consent: null,
      onBehalf: { name: 'Zofia', relationship: 'daughter', contact: 'zofia@example.org' },
    })
    expect((await visit(cast, at)).text).toMatch(/Zofia, daughter.*Not given. Read the words out/)
  })

  it('is written down as a look at the person, and shows who looked', async () => {
    const { cast, at } = await begin()
    await visit(cast, at)
    expect((await visit(cast, at)).text).toMatch(/Who has looked at this person Amira, 2 times/)
  })

  it('is not there for who was only asked, for strangers, and for other places', async () => {
    const { cast, needId, at } = await begin()
    expect((await visit(cast, at, { cookie: cast.cookies.cleo })).status).toBe(404)
    await askKitchen(cast, needId)
    await house.deliver(cast.placeId)
    const asked = await visit(cast, at, { cookie: cast.cookies.ben })
    expect([asked.status, asked.html.includes('Halina')]).toEqual([404, false])
    expect((await visit(cast, at, { cookie: null })).status).toBe(303)
    const other = await aCast(house)
    expect((await visit(other, at)).status).toBe(404)
    for (const odd of ['/needs/1', '/needs/%27%20or%201=1', `/needs/${cast.hub}`])
      expect((await visit(cast, odd)).status).toBe(404)
  })

  it('shows who has it, since when, and the way to take it back, once somebody was asked', async () => {
    const { cast, needId, at } = await begin()
    const { referralId } = await askKitchen(cast, needId)
    await house.deliver(cast.placeId)
    const held = await visit(cast, at)
    expect(held.text).toMatch(/Who has it.*Kitchen, until.*Take it back and ask somebody else.*Asked Kitchen/)
    const taken = await visit(cast, `${at}/take-back`, { post: { referralId } })
    expect(taken.location).toBe(`/${cast.slug}${at}?done=taken-back`)
    await house.deliver(cast.placeId)
    expect((await visit(cast, `${at}?done=taken-back`)).text).toMatch(/You have taken it back.*Who can help/)
    const again = await visit(cast, `${at}/take-back`, { post: { referralId } })
    expect([again.status, again.text]).toEqual([422, expect.stringContaining('This is how it stands now.')])
    expect((await visit(cast, `${at}/take-back`, { post: { referralId: 'nonsense' } })).status).toBe(422)
    expect((await visit(cast, `${at}/take-back`, { post: {} })).status).toBe(422)
  })

  it('puts who said no last, with the reason in their words', async () => {
    const { cast, needId, at } = await begin()
    const { referralId } = await askKitchen(cast, needId)
    worked(
      await perform(house.platform.db, cast.ben, declineReferral, {
        referralId,
        reasonCode: 'full',
        reason: 'Back on <b>Monday</b>',
      }),
    )
    await house.deliver(cast.placeId)
    const { text, html } = await visit(cast, at)
    expect(text).toMatch(/1 Drivers.*2 Kitchen.*Said no.*already asked: said no/)
    expect(html).toContain('Back on &#60;b&#62;Monday')
  })

  it('lets the description and the urgency be changed, and refuses words that name the person', async () => {
    const { cast, at } = await begin()
    const good = { description: 'Someone needs a week of food.', kind: 'food', urgency: 'today' }
    expect((await visit(cast, `${at}/describe`, { post: good })).location).toBe(`/${cast.slug}${at}?done=described`)
    expect((await visit(cast, at)).text).toMatch(/Someone needs a week of food.*How soon Today/)
    for (const [post, mend] of [
      [{ ...good, description: 'Mrs Nowak needs a week of food.' }, /Take out "Nowak"/],
      [{ ...good, description: 'Food' }, /Describe the need in 10 to 500 characters/],
      [{ ...good, description: 'x'.repeat(501) }, /Describe the need in 10 to 500 characters/],
      [{ ...good, urgency: 'constructor' }, /Choose how soon help is needed/],
      [{ ...good, kind: ['food', 'lift'], urgency: '' }, /Choose how soon/],
      [{}, /Describe the need/],
    ] as const) {
      const { status, text } = await visit(cast, `${at}/describe`, { post })
      expect(status).toBe(422)
      expect(text).toMatch(mend)
    }
    expect((await visit(cast, at)).text).not.toContain('Mrs Nowak needs')
  })

  it('shows what may have been asked twice, and closes this one as that', async () => {
    const { cast, at, needId } = await begin()
    await ask(house, cast, { person: { ...aRequest(cast).person, name: 'H Novak' } })
    const { text, html } = await visit(cast, at)
    expect(text).toMatch(/Has this been asked twice\? H Novak, same phone number/)
    expect(html).toContain('/close?reason=asked%20twice')
    expect((await visit(cast, `${at}/close?reason=asked%20twice`)).html).toMatch(/value="asked twice" checked/)
    const closed = await visit(cast, `${at}/close`, { post: { reason: 'asked twice', note: '' } })
    expect(closed.location).toBe(`/${cast.slug}/worklist?done=closed`)
    expect(await stateOf(cast, needId)).toBe('closed')
    expect((await visit(cast, at)).text).toMatch(/This need is closed: asked twice/)
  })
})

describe('why something was decided', () => {
  it('is not read, by SQL either, by whoever was asked and has not said yes', async () => {
    const { cast, needId } = await begin()
    await askKitchen(cast, needId)
    await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`update triage.triage_decision set reason = 'Her son drinks.' where place_id = ${tx.placeId} and need_id = ${needId}`,
    )
    const reasons = (actor: Cast['amira']) =>
      house.platform.db.as(
        actor,
        tx => tx.sql`select reason from triage.triage_decision where place_id = ${tx.placeId} and need_id = ${needId}`,
      )
    expect(await reasons(cast.amira)).toHaveLength(1)
    expect(await reasons(cast.ben)).toHaveLength(0)
  })
})

describe('ask page', () => {
  it('shows what they see now and what after a yes, and asks in one press', async () => {
    const { cast, at } = await begin()
    const page = await visit(cast, `${at}/ask/${cast.kitchen}`)
    expect(page.text).toMatch(
      /What Kitchen sees now.*A woman in her 70s.*Halina Nowak said yes to sharing: ticked on the web/,
    )
    expect(page.text).toMatch(/What it sees as well, if it says yes.*Halina Nowak.*12 Mill Row.*My husband died/)
    const now = page.html.slice(page.html.indexOf('sees now'), page.html.indexOf('said yes to sharing'))
    expect(now.replace(/Halina Nowak$/, '')).not.toMatch(/Mill Row|7946|husband/)
    const sent = await visit(cast, `${at}/ask/${cast.kitchen}`, { post: consented })
    expect(sent.location).toBe(`/${cast.slug}/worklist?done=asked&need=${at.split('/')[2]}`)
  })

  it('says before anybody presses what a group is told, what stays back and why, and tells just that', async () => {
    const { cast, made, at } = await begin()
    const { organisationId } = worked(
      await perform(house.platform.db, houseActor(cast.placeId), addOrganisation, {
        name: 'Soup',
        kind: 'mutual aid',
        assuranceLevel: 'informal',
        about: 'Soup on Saturdays.',
        email: 'soup@example.org',
        phone: null,
        postcode: null,
        position: null,
        helpsWith: ['food'],
        neighbourhoodIds: null,
        takesReferrals: true,
      }),
    )
    const to = `${at}/ask/${organisationId}`
    const { text, html } = await visit(cast, to)
    expect(text).toMatch(
      /Stays back What they told us, in their words, because of Soup we know that it is an informal group/,
    )
    expect(html.slice(html.indexOf('if it says yes'))).not.toContain('My husband')
    expect(text).toMatch(
      /What does not allow it here.*Public task of a public body ?: .*is not enough to share with Soup/,
    )
    expect(html).toMatch(/value="consent" checked/)
    await visit(cast, to, { post: consented })
    const [told] = await house.platform.db.asHouse(cast.placeId, tx => listDisclosuresAbout(tx, [made.helpRequestId]))
    expect(told?.fields).toEqual(sharedFieldCodes.filter(field => field !== 'story'))
    expect(text).toContain(`Told: ${fieldsInWords(told?.fields ?? [])}.`)
  })

  it('says that a hidden address stays back without a yes by name, and reads out the words for it', async () => {
    const { cast, made, at } = await begin()
    await house.platform.db.asHouse(cast.placeId, tx => saveAddressHidden(tx, made.personId as never, true))
    const to = `${at}/ask/${cast.kitchen}`
    const { text } = await visit(cast, to)
    expect(text).toMatch(
      /Stays back: where they live and what they told us, in their words, because nobody is told where they live who was not named/,
    )
    expect(text).toMatch(/only if they say yes to Kitchen by name.*May we pass your name/)
    expect(text).toMatch(/If they say yes to Kitchen by name: Told: name, how to reach them, where they live/)
    await visit(cast, to, { post: { ...consented, consentGivenHow: 'said on the phone' } })
    const [told] = await house.platform.db.asHouse(cast.placeId, tx => listDisclosuresAbout(tx, [made.helpRequestId]))
    expect(told?.fields).toContain('address')
  })

  it('chooses nothing beforehand where nothing stands but what somebody would have to answer for', async () => {
    const { cast, at } = await begin()
    await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`update organisations.organisation set trust = 'limited' where place_id = ${tx.placeId} and organisation_id = ${cast.kitchen}`,
    )
    const { text, html } = await visit(cast, `${at}/ask/${cast.kitchen}`)
    expect(text).toMatch(/What it sees as well, if it says yes Nothing Kitchen joined by itself/)
    expect(html).not.toMatch(/name="basis"[^>]*checked/)
  })

  it('reads the words out where no permission was given, and records how they answered', async () => {
    const { cast, at, needId } = await begin({ consent: null })
    const to = `${at}/ask/${cast.kitchen}`
    expect((await visit(cast, to)).text).toMatch(/Read this out, word for word May we pass your name/)
    for (const [post, mend] of [
      [consented, /Read the words out and write down how they answered/],
      [{ ...consented, consentGivenHow: 'refused' }, /Without their permission nobody is asked/],
      [{ ...consented, consentGivenHow: 'toString' }, /Read the words out/],
      [{ basis: 'public task', basisGround: ' ' }, /Write down why details may be shared/],
      [{ basis: 'vital interests', basisGround: 'x'.repeat(501) }, /Say why in up to 500 characters/],
      [{ basis: 'curiosity', basisGround: 'x' }, /Choose what allows their details to be shared/],
      [{}, /Choose what allows/],
    ] as const) {
      const { status, text } = await visit(cast, to, { post })
      expect([status, text]).toEqual([422, expect.stringMatching(mend)])
    }
    expect(await stateOf(cast, needId)).toBe('waiting')
    const yes = await visit(cast, to, { post: { ...consented, consentGivenHow: 'said on the phone' } })
    expect(yes.status).toBe(303)
    await house.deliver(cast.placeId)
    expect((await visit(cast, at)).text).toMatch(/With Kitchen: said on the phone/)
  })

  it('lets one of two coordinators win, and tells the other how it stands', async () => {
    const { cast, at } = await begin()
    const both = await Promise.all([
      visit(cast, `${at}/ask/${cast.kitchen}`, { post: consented }),
      visit(cast, `${at}/ask/${cast.drivers}`, { post: consented }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422])
    const loser = both.find(({ status }) => status === 422)
    expect(loser?.text).toMatch(
      /Somebody has already been asked or has said yes.*This is how it stands now.*Who has it/,
    )
    const late = await visit(cast, `${at}/ask/${cast.drivers}`)
    expect([late.status, late.text]).toEqual([422, expect.stringContaining('Who has it')])
  })

  it('is not there for who may not pass the need on, nor for an organisation that takes no referrals', async () => {
    const { cast, at } = await begin()
    expect((await visit(cast, `${at}/ask/${cast.kitchen}`, { cookie: cast.cookies.ben })).status).toBe(404)
    const post = await visit(cast, `${at}/ask/${cast.drivers}`, { cookie: cast.cookies.ben, post: consented })
    expect([post.status, post.html.includes('Halina')]).toEqual([404, false])
    expect((await visit(cast, `${at}/ask/${at.split('/')[2]}`)).status).toBe(404)
    expect((await visit(cast, `${at}/ask/x`)).status).toBe(404)
  })

  it('leads back to the description when that still names somebody', async () => {
    const { cast, at, needId } = await begin()
    await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`update requests.need set description = 'Food for Mrs Nowak' where place_id = ${cast.placeId} and need_id = ${needId}`,
    )
    const { status, text } = await visit(cast, `${at}/ask/${cast.kitchen}`, { post: consented })
    expect([status, text]).toEqual([422, expect.stringContaining('still names "Nowak"')])
  })
})

describe('close page', () => {
  it('asks why, keeps what was typed, and closes once', async () => {
    const { cast, at, needId } = await begin()
    for (const [post, mend] of [
      [{}, /Choose why this is being closed/],
      [{ reason: 'helped', note: 'x' }, /Choose why/],
      [{ reason: 'nobody could help', note: 'y'.repeat(501) }, /Keep the note to 500 characters/],
    ] as const) {
      const { status, text } = await visit(cast, `${at}/close`, { post })
      expect([status, text]).toEqual([422, expect.stringMatching(mend)])
    }
    const post = { reason: 'nobody could help', note: 'Rang round.' }
    expect((await visit(cast, `${at}/close`, { post })).location).toBe(`/${cast.slug}/worklist?done=closed`)
    const again = await visit(cast, `${at}/close`, { post })
    expect([again.status, again.text]).toEqual([422, expect.stringContaining('This need is closed already.')])
    expect(await stateOf(cast, needId)).toBe('closed')
  })

  it('does not close what somebody has in hand, nor for who only has it in hand', async () => {
    const { cast, at, needId } = await begin()
    await askKitchen(cast, needId)
    await house.deliver(cast.placeId)
    const post = { reason: 'no longer needed', note: '' }
    const held = await visit(cast, `${at}/close`, { post })
    expect([held.status, held.text]).toEqual([422, expect.stringContaining('Take that back first')])
    expect((await visit(cast, `${at}/close`)).status).toBe(422)
    expect((await visit(cast, `${at}/close`, { cookie: cast.cookies.ben, post })).status).toBe(404)
    expect(await perform(house.platform.db, cast.ben, closeWithoutHelp, { needId, ...post } as never)).toMatchObject({
      refused: 'not-yours-to-decide',
    })
  })

  it('tells them about a service of who cannot be asked, passes nothing on, and closes the need as that', async () => {
    const { cast, at, needId } = await begin()
    const lead = houseActor(cast.placeId)
    const publish = async (organisationId: string, name: string) =>
      worked(
        await perform(house.platform.db, lead, publishListedService, {
          organisationId,
          name,
          description: 'A food bank with parcels and meals.',
        }),
      ).serviceId
    const theirs = await publish(cast.hub, 'Tuesday pantry')
    await publish(cast.kitchen, 'Kitchen parcels')
    const { text, html } = await visit(cast, at)
    const told = text.slice(text.indexOf('Or tell them about a service'), text.indexOf('Close this without help'))
    expect(told).toMatch(/Tuesday pantry Hub/)
    expect(told).not.toContain('Kitchen parcels')
    expect(text).toMatch(/Kitchen Charity.*entry checked today/)
    expect(html).toContain(`/organisations/${cast.kitchen}"`)
    const to = `${at}/signpost/${theirs}`
    expect((await visit(cast, to)).text).toMatch(/Tell them about Tuesday pantry.*Nothing about them is passed on/)
    expect((await visit(cast, to, { post: {} })).location).toBe(`/${cast.slug}/worklist?done=signposted`)
    expect(await stateOf(cast, needId)).toBe('closed')
    expect((await visit(cast, at)).text).toMatch(/closed: told about a service.*Told them about Tuesday pantry/)
    const again = await visit(cast, to, { post: {} })
    expect([again.status, again.text]).toEqual([422, expect.stringContaining('This need is closed already.')])
    expect((await visit(cast, to, { cookie: cast.cookies.ben, post: {} })).status).toBe(404)
  })

  it('knows no service that is not in the directory', async () => {
    const { cast, at } = await begin()
    expect((await visit(cast, `${at}/signpost/${cast.hub}`)).status).toBe(404)
    const post = await visit(cast, `${at}/signpost/${cast.hub}`, { post: {} })
    expect([post.status, post.text]).toEqual([422, expect.stringContaining('not in the directory any more')])
  })
})
