import { describe, expect, it } from 'vitest'
import { aCast } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'

const house = useHouse()

describe('the systems of an organisation', () => {
  it('are let in by its coordinator with a token shown once, and ended there; nobody else sees them', async () => {
    const cast = await aCast(house)
    const url = `/${cast.slug}/organisations/${cast.kitchen}/systems`
    const get = (cookie: string) => house.web.inject({ url, headers: { cookie } })
    const post = (at: string, payload = '', cookie = cast.cookies.ben) =>
      house.web.inject({
        method: 'POST',
        url: at,
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        payload,
      })
    expect((await get(cast.cookies.ben)).body).toContain('No system calls for you')
    expect((await get(cast.cookies.cleo)).statusCode).toBe(404)
    expect((await post(url, 'name=Ours', cast.cookies.cleo)).statusCode).toBe(404)
    const wrong = await post(url, 'name=&days=90')
    expect([wrong.statusCode, wrong.body]).toEqual([422, expect.stringContaining('Enter a name for the system')])
    const made = await post(url, 'name=Records&scopes=referrals.answer&days=90&domain=')
    const token = /govuk-inset-text[^>]*>\s*([\w-]{40,})/.exec(made.body)?.[1] ?? 'none'
    const call = () =>
      house.web.inject({ url: `/${cast.slug}/fhir/Task`, headers: { authorization: `Bearer ${token}` } })
    expect((await call()).statusCode).toBe(200)
    const page = (await get(cast.cookies.ben)).body
    expect(page).toContain('Records')
    expect(page).not.toContain(token)
    const end = /action="([^"]+\/end)"/.exec(page)?.[1] ?? ''
    expect((await post(end)).statusCode).toBe(303)
    expect((await call()).statusCode).toBe(401)
    expect(
      (
        await house.web.inject({
          url: `/${cast.slug}/organisations/${cast.kitchen}`,
          headers: { cookie: cast.cookies.ben },
        })
      ).body,
    ).toContain(url)
  })
})
