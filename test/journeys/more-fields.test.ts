import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { changePlace } from '../../src/capabilities/places/index.ts'
import { leastPosted } from '../../src/capabilities/volunteers/testing.ts'
import { newId } from '../../src/kernel/ids.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import { aCast, type Cast, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'

const house = useHouse()

/** Names of columns and of the actor that no form has: what somebody would add who hopes that a page saves whatever it is sent (OWASP Mass Assignment Cheat Sheet, 2025). */
const stolen = {
  placeId: newId(),
  place_id: newId(),
  volunteerId: newId(),
  personId: newId(),
  organisationId: newId(),
  holderIds: newId(),
  state: 'left',
  identitySeenOn: '2020-01-01',
  identity_seen_on: '2020-01-01',
  phoneProvedAt: '2020-01-01',
  assuranceLevel: 'contracted',
  assurance_level: 'contracted',
  takesReferrals: 'true',
  roles: 'coordinator',
  permissions: 'request.triage',
  isAdmin: 'true',
}

const post = (cast: Cast, path: string, fields: Record<string, string>, cookie = '') =>
  house.web.inject({
    method: 'POST',
    url: `/${cast.slug}${path}`,
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })

const typed = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

describe('more fields than a form has', () => {
  it('change nothing: who volunteers is seen by nobody yet, where and in whose hands they would be without them', async () => {
    const cast = await aCast(house)
    worked(
      await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
        settings: { triageOrganisationId: cast.hub },
      }),
    )
    for (const more of [{}, stolen]) {
      const sent = await post(cast, '/volunteer', {
        ...typed({ ...leastPosted, phone: `07700 900${more === stolen ? 131 : 132}` }),
        ...more,
      })
      expect(sent.statusCode, sent.body.slice(0, 200)).toBe(303)
    }
    const rows = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql`
        select state, identity_seen_on, phone_proved_at, left_at, organisation_id from volunteers.volunteer where place_id = ${tx.placeId} order by signed_up_at`,
    )
    expect(rows).toHaveLength(2)
    expect(rows[1]).toEqual(rows[0])
    expect(rows[0]).toMatchObject({
      state: 'active',
      identitySeenOn: null,
      phoneProvedAt: null,
      organisationId: cast.hub,
    })
  })

  it('make nobody more than they are: a password is changed for whoever is signed in, and no role with it', async () => {
    const cast = await aCast(house)
    const members = () =>
      house.platform.db.asHouse(
        cast.placeId,
        tx =>
          tx.sql`select person_id, organisation_id, roles from organisations.membership where place_id = ${tx.placeId} order by 1, 2`,
      )
    const before = await members()
    await post(
      cast,
      '/account/password',
      {
        ...stolen,
        personId: cast.amira.personId ?? '',
        password: 'a long password',
        newPassword: 'another long password',
      },
      cast.cookies.ben,
    )
    await post(cast, '/acting-for', { ...stolen, organisationId: cast.hub }, cast.cookies.ben)
    expect(await members()).toEqual(before)
    expect(
      (await house.web.inject({ url: `/${cast.slug}/worklist`, headers: { cookie: cast.cookies.ben } })).body,
    ).not.toContain('Acting for Hub')
  })

  it('reach no command: no page hands on what it was sent as it came', () => {
    const src = new URL('../../src/', import.meta.url)
    const handsOn = (text: string): boolean =>
      /perform\(\s*[\w.]+,\s*[\w.]+,\s*[\w.[\]]+,\s*(visit\.|given\.)?(body|query)\b/.test(text) ||
      /perform\([^()]*\{[^{}()]*\.\.\.(visit\.|given\.)?(body|query)\b/.test(text)
    const found = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .filter(path => handsOn(readFileSync(new URL(path, src), 'utf8')))
    expect(found).toEqual([])
    for (const planted of [
      'perform(db, actor, save, body)',
      'perform(platform.db, actor, save, { ...visit.body, id })',
    ])
      expect(handsOn(planted), planted).toBe(true)
  })
})
