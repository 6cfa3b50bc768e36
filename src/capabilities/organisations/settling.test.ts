import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { mayDisclose } from '../people/index.ts'
import { changePlace } from '../places/index.ts'
import { aVisitor } from '../requests/testing.ts'
import { tendAssurance } from './assurance/tend-assurance-job.ts'
import { sharedFieldCodes } from './index.ts'

const house = useHouse()

const visitor = (cookie: string) => {
  const made = aVisitor(() => house.web)
  made.cookies.set('session', cookie.replace('session=', ''))
  return made
}

const aScene = async () => {
  house.setClock('2026-11-16T10:00:00Z')
  const cast = await aCast(house)
  const settings = { triageOrganisationId: cast.hub }
  worked(await perform(house.platform.db, houseActor(cast.placeId), changePlace, { settings }))
  const made = await ask(house, cast)
  return { cast, made, amira: visitor(cast.cookies.amira), ben: visitor(cast.cookies.ben), base: `/${cast.slug}` }
}

/** What may be told to an organisation now: the details, or why not. */
const told = (
  cast: Cast,
  about: { personId: string; helpRequestId: string },
  to = cast.kitchen,
  claim: 'agreement' | null = null,
) =>
  house.platform.db.asHouse(cast.placeId, async tx => {
    const answer = await mayDisclose(tx, {
      personId: about.personId,
      aboutId: about.helpRequestId,
      from: cast.hub,
      to,
      toVolunteer: false,
      purpose: 'help',
      fields: sharedFieldCodes,
      claim: claim && { basis: 'sharing agreement', ground: '' },
    })
    return isRefusal(answer) ? answer.refused : answer.fields
  })

const day = (name: string, on: string) => {
  const [year = '', month = '', date = ''] = on.split('-')
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year }
}

describe('who may be told what', () => {
  it('is read by whoever may see it, changed by who settles it, kept with its history, and asked from that day on', async () => {
    const { cast, made, amira, ben, base } = await aScene()
    await ben.open(`${base}/sharing-levels`)
    expect(ben.words()).toMatch(/Registered.*May be told name, how to reach them/)
    expect(ben.words()).toContain('the table the software comes with holds')
    expect(ben.words()).not.toContain('Decide otherwise')
    await ben.open(`${base}/sharing-levels/registered/help`)
    expect(ben.at.status).toBe(404)
    expect(await told(cast, made)).toEqual(sharedFieldCodes)

    await amira.open(`${base}/sharing-levels/registered/help`)
    const decide = { fields: ['name', 'contact'], bases: ['consent'], why: 'Until their new policy is read.' }
    await amira.press('Decide', { ...decide, ...day('fromOn', '2026-11-15') })
    expect(amira.errors().join()).toContain('cannot be in the past')
    await amira.press('Decide', { ...decide, bases: [], ...day('fromOn', '2026-11-16') })
    expect(amira.errors().join()).toContain('Choose what may allow it')
    await amira.press('Decide', { ...decide, bases: ['consent'], ...day('fromOn', '2026-11-17') })
    expect(amira.words()).toMatch(
      /Decided\..*Registered organisation, to help with what they asked for: from .*Until their new policy is read/,
    )
    expect(await told(cast, made)).toEqual(sharedFieldCodes)
    house.setClock('2026-11-17T00:00:01Z')
    expect(await told(cast, made)).toEqual(['name', 'contact'])
    house.setClock('2026-11-16T11:00:00Z')
    await amira.open(`${base}/sharing-levels/registered/help`)
    await amira.press('Decide', { ...decide, fields: ['name'], ...day('fromOn', '2026-11-17') })
    expect(amira.words()).toMatch(/Amira.*name; they said yes.*Amira.*name and how to reach them; they said yes/)
    house.setClock('2026-11-17T00:00:01Z')
    expect(await told(cast, made)).toEqual(['name'])
  })
})

describe('sharing agreements', () => {
  it('are written down, signed and ended on their pages by who settles them, seen by whom they bind, and asked at once', async () => {
    const { cast, made, amira, ben, base } = await aScene()
    await ben.open(`${base}/agreements/new`)
    expect(ben.at.status).toBe(404)
    await amira.open(`${base}/agreements/new`)
    const said = {
      title: 'Food and company',
      organisationIds: [cast.hub, cast.kitchen],
      purposes: ['help'],
      fields: ['name', 'contact'],
      lawfulGround: 'Public task, UK GDPR Article 6(1)(e)',
      ...day('fromOn', '2026-11-16'),
    }
    await amira.press('Write it down', { ...said, organisationIds: [cast.hub] })
    expect(amira.at.status).toBe(422)
    await amira.press('Write it down', said)
    expect(amira.words()).toMatch(/Written down\..*Waits for signatures/)
    const at = amira.at.path.split('?')[0] ?? ''
    expect(await told(cast, made, cast.kitchen, 'agreement')).toBe('no-agreement')
    for (const [organisationId, signedBy] of [
      [cast.hub, 'Amira'],
      [cast.kitchen, 'Ben'],
    ] as const)
      await amira.press('Write the signature down', { organisationId, signedBy, ...day('signedOn', '2026-11-16') })
    expect(amira.words()).toMatch(/In force.*Signed by/)
    expect(await told(cast, made, cast.kitchen, 'agreement')).toEqual(['name', 'contact'])
    await ben.open(at)
    expect([ben.at.status, ben.words().includes('End this agreement now')]).toEqual([200, false])
    const cleo = visitor(cast.cookies.cleo)
    await cleo.open(at)
    expect(cleo.at.status).toBe(404)
    await cleo.open(`${base}/agreements`)
    expect(cleo.words()).not.toContain('Food and company')
    await ben.post(`${at}/end`, { because: 'We say so' })
    expect(ben.at.status).toBe(404)
    await amira.press('End this agreement now', { because: 'The project is over.' })
    expect(amira.words()).toMatch(/Ended\. Nothing is shared under it/)
    expect(await told(cast, made, cast.kitchen, 'agreement')).toBe('no-agreement')
  })
})

describe('evidence', () => {
  it('is written down and taken back on the page of the organisation, and its end lowers the level and is told before', async () => {
    const { cast, made, amira, ben, base } = await aScene()
    const at = `${base}/organisations/${cast.drivers}/sharing`
    await ben.open(at)
    expect(ben.at.status).toBe(404)
    await amira.open(at)
    const seen = { kind: 'insurance', reference: 'D-1', ...day('seenOn', '2026-11-16') }
    await amira.press('Write it down', seen)
    expect(amira.at.status).toBe(422)
    await amira.press('Write it down', { ...seen, ...day('untilOn', '2026-12-10') })
    expect(amira.words()).toMatch(/Written down.*Public liability insurance/)
    await tendAssurance(house.platform, cast.placeId)
    const mail = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql<
          { subject: string }[]
        >`select subject from platform.notice where place_id = ${tx.placeId} and sent_for like 'evidence ends%'`,
    )
    expect(mail.map(({ subject }) => subject)).toContainEqual(
      expect.stringContaining('Drivers: public liability insurance ends'),
    )
    // What was settled when the place was set up is taken back: what is left adds up to nothing.
    const [before] = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql<{ evidenceId: string }[]>`
        select evidence_id from organisations.evidence where place_id = ${tx.placeId} and organisation_id = ${cast.drivers} and kind = 'known before'`,
    )
    await amira.post(`${at}/ended`, { evidenceId: before?.evidenceId ?? '', because: 'It was another charity.' })
    expect(amira.words()).toMatch(/It does not count any more.*Informal/i)
    expect(await told(cast, made, cast.drivers)).toEqual(sharedFieldCodes.filter(field => field !== 'story'))
  })
})
