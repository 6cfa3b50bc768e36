import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { listMailbox } from '../../../platform/notify/send.ts'
import { publishListedService } from '../publish-listed-service.ts'
import { forgetReporters } from './answer-mistake.ts'

const house = useHouse('2026-11-22T12:00:00Z')
let cast: Cast
let serviceId: string
let visitor = 0

const call = async (
  method: 'GET' | 'POST',
  url: string,
  more: { cookie?: string; form?: Record<string, string | string[]>; from?: string } = {},
) => {
  const { cookie, form, from } = more
  const reply = await house.web.inject({
    method,
    url: `/${cast.slug}${url}`,
    ...(from && { remoteAddress: from }),
    headers: { ...(cookie && { cookie }), ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) },
    ...(form && {
      payload: new URLSearchParams(
        Object.entries(form).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
      ).toString(),
    }),
  })
  return {
    status: reply.statusCode,
    to: (reply.headers.location ?? '').replace(`/${cast.slug}`, ''),
    html: reply.body,
    text: reply.body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '),
  }
}
const somewhereElse = () => `198.51.100.${++visitor}`
const report = (form: Record<string, string | string[]>, from = somewhereElse()) =>
  call('POST', `/services/${serviceId}/mistake`, { form, from })
const codeIn = (to: string) => /^\/mistakes\/([2-9A-Z]{8})\?done=sent$/.exec(to)?.[1] ?? ''
const newestId = async () => {
  const [row] = await house.platform.db.asHouse(
    cast.placeId,
    tx =>
      tx.sql<
        { mistakeId: string }[]
      >`select mistake_id from directory.mistake where place_id = ${cast.placeId} order by mistake_id desc limit 1`,
  )
  return row?.mistakeId ?? ''
}
const mailTo = async (address: string) => {
  await house.deliver(cast.placeId)
  return house.platform.db.asHouse(cast.placeId, tx => listMailbox(tx, 20, address))
}

beforeAll(async () => {
  cast = await aCast(house)
})
beforeEach(async () => {
  const published = worked(
    await perform(house.platform.db, houseActor(cast.placeId), publishListedService, {
      organisationId: cast.kitchen,
      name: `Pantry ${++visitor}`,
      phone: '01632 960001',
    }),
  )
  serviceId = published.serviceId
})

describe('reporting a mistake', () => {
  it('asks for ticks, words and, if wanted, a way to hear back, and says what it is used for', async () => {
    const { status, text } = await call('GET', `/services/${serviceId}/mistake`)
    expect(status).toBe(200)
    for (const words of [
      'It has closed or stopped',
      'The phone number is wrong',
      'delete it 30 days after',
      'We aim to answer within 7 days',
    ])
      expect(text).toContain(words)
    expect((await call('GET', `/services/${serviceId}`)).html).toContain(`/services/${serviceId}/mistake`)
  })

  it('gives a reference at once, which shows where the report stands', async () => {
    const { status, to } = await report({ wrong: ['phone', 'times'], words: 'It is 960009 now.' })
    expect([status, codeIn(to).length]).toEqual([303, 8])
    const { text } = await call('GET', to)
    for (const words of [
      'Thank you. We have your report',
      'It waits for somebody',
      'The phone number is wrong',
      'The times are wrong',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('960009')
    expect((await call('GET', `/mistakes?code=${codeIn(to).toLowerCase()}`)).to).toBe(`/mistakes/${codeIn(to)}`)
    expect((await call('GET', '/mistakes?code=nonsense')).status).toBe(422)
    expect((await call('GET', '/mistakes/NONSENSE')).status).toBe(404)
  })

  it('keeps what was typed and names the field when something is missing', async () => {
    const { status, html } = await report({ email: 'nobody', words: 'Half of it' })
    expect(status).toBe(422)
    expect(html).toContain('href="#email"')
    expect(html).toContain('Half of it')
  })

  it('tells a person whose browser filled in the box for machines, and takes nothing from machines', async () => {
    const { status, text, html } = await report({ wrong: 'phone', website: 'http://cheap.example' })
    expect([status, text.includes('Empty the last box')]).toEqual([422, true])
    expect(html).toMatch(/id="website"[^>]*value="http:\/\/cheap.example"/)
  })

  it('is one report when the button is pressed twice, and none above ten an hour from one place', async () => {
    const from = somewhereElse()
    const first = await report({ wrong: 'phone' }, from)
    expect((await report({ wrong: 'phone' }, from)).to).toBe(first.to)
    for (let at = 0; at < 9; at++) expect((await report({ words: `Mistake ${at}` }, from)).status).toBe(303)
    const tooMany = await report({ words: 'One more' }, from)
    expect([tooMany.status, tooMany.text.includes('many mistakes within the hour')]).toEqual([422, true])
    house.advance({ minutes: 61 })
    expect((await report({ words: 'One more' }, from)).status).toBe(303)
  })

  it('makes an entry doubtful when two different people report it, not when one does so twice', async () => {
    const from = somewhereElse()
    const doubt = async () => (await call('GET', `/services/${serviceId}`)).text.includes('Reported as doubtful')
    await report({ wrong: 'closed' }, from)
    await report({ wrong: 'phone', email: 'same@person.example' }, from)
    await report({ wrong: 'times', email: 'Same@person.example' })
    expect(await doubt()).toBe(false)
    await report({ wrong: 'closed' })
    expect(await doubt()).toBe(true)
  })

  it('answers anything that is sent without a fault', async () => {
    for (const form of [
      {},
      { wrong: ['x', 'closed', 'closed'] },
      { wrong: 'closed', words: '\u202e'.repeat(10) },
      { words: 'x'.repeat(5000) },
      { email: 'a'.repeat(5000) },
    ])
      expect([303, 422]).toContain((await report(form as Record<string, string>)).status)
    expect((await call('POST', '/services/nonsense/mistake', { form: { wrong: 'closed' } })).status).toBe(404)
    expect((await call('GET', '/services/0a0a0a0a-0000-4000-8000-000000000000/mistake')).status).toBe(404)
  })
})

describe('answering a report', () => {
  it('is for the organisation whose entry it is, told by mail without what was written, and for nobody else', async () => {
    await report({ wrong: 'phone', words: 'Secret words' })
    const id = await newestId()
    const mail = (await mailTo('kitchen@example.org')).find(({ body }) => body.includes(id))
    expect(mail?.subject).toContain('right in the directory?')
    expect(mail?.body).not.toContain('Secret words')
    expect((await call('GET', '/directory/mistakes', { cookie: cast.cookies.ben })).html).toContain(id)
    expect((await call('GET', `/directory/mistakes/${id}`, { cookie: cast.cookies.ben })).text).toContain(
      'Secret words',
    )
    expect((await call('GET', '/directory/mistakes', { cookie: cast.cookies.cleo })).html).not.toContain(id)
    expect((await call('GET', `/directory/mistakes/${id}`, { cookie: cast.cookies.cleo })).status).toBe(404)
    expect(
      (
        await call('POST', `/directory/mistakes/${id}`, {
          cookie: cast.cookies.cleo,
          form: { state: 'mended', answer: 'x' },
        })
      ).status,
    ).toBe(404)
    expect((await call('GET', `/directory/mistakes/${id}`)).to).toContain('/sign-in')
  })

  it('goes from received to looked at to mended, and the reporter is written to twice', async () => {
    const { to } = await report({ wrong: 'phone', email: 'zoe@person.example' })
    const id = await newestId()
    expect((await mailTo('zoe@person.example'))[0]?.body).toContain(`/mistakes/${codeIn(to)}`)
    await call('POST', `/directory/mistakes/${id}/look`, { cookie: cast.cookies.ben, form: {} })
    const looked = (await call('GET', to)).text
    expect([looked.includes('Somebody is looking at it'), looked.includes('We have your report. Keep')]).toEqual([
      true,
      false,
    ])
    const missing = await call('POST', `/directory/mistakes/${id}`, { cookie: cast.cookies.ben, form: {} })
    expect([missing.status, missing.html.includes('href="#state"'), missing.html.includes('href="#answer"')]).toEqual([
      422,
      true,
      true,
    ])
    const done = await call('POST', `/directory/mistakes/${id}`, {
      cookie: cast.cookies.ben,
      form: { state: 'mended', answer: 'It is 960009 now.', allRight: 'yes' },
    })
    expect(done.to).toBe(`/directory/mistakes/${id}?done=mailed`)
    expect((await call('GET', to)).text).toMatch(/It is mended.*It is 960009 now/)
    expect((await mailTo('zoe@person.example')).map(({ body }) => body).join()).toContain('It is 960009 now.')
    expect((await call('GET', `/services/${serviceId}`)).text).toContain('Checked today')
    const again = await call('POST', `/directory/mistakes/${id}`, {
      cookie: cast.cookies.ben,
      form: { state: 'not a mistake', answer: 'No.' },
    })
    expect(again.text).toContain('has answered this meanwhile')
  })

  it('shows a number to ring only once there is something to tell, and writes down that it was seen', async () => {
    await report({ wrong: 'address', phone: '01632 960123' })
    const id = await newestId()
    const see = () => call('GET', `/directory/mistakes/${id}`, { cookie: cast.cookies.ben })
    expect((await see()).text).not.toContain('960123')
    await call('POST', `/directory/mistakes/${id}`, {
      cookie: cast.cookies.ben,
      form: { state: 'not a mistake', answer: 'We are still there.' },
    })
    expect((await see()).text).toContain('960123')
    const looks = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`select 1 from platform.audit_line where place_id = ${cast.placeId} and record_id = ${id} and action = 'looked at how to reach a reporter'`,
    )
    expect(looks).toHaveLength(1)
    await call('POST', `/directory/mistakes/${id}/told`, { cookie: cast.cookies.ben, form: {} })
    expect((await see()).text).not.toContain('960123')
  })

  it('forgets how to reach the reporter 30 days after the answer, in its own table and in what was mailed', async () => {
    await report({ wrong: 'phone', email: 'gone@person.example' })
    const id = await newestId()
    await call('POST', `/directory/mistakes/${id}`, {
      cookie: cast.cookies.ben,
      form: { state: 'mended', answer: 'Done.' },
    })
    await mailTo('gone@person.example')
    const kept = () =>
      house.platform.db.asHouse(cast.placeId, async tx => {
        await forgetReporters(tx)
        const contacts =
          await tx.sql`select 1 from directory.mistake_contact where place_id = ${cast.placeId} and mistake_id = ${id}`
        const notices =
          await tx.sql`select 1 from platform.notice where place_id = ${cast.placeId} and (to_address like 'gone@%' or to_name like 'gone@%')`
        const sources =
          await tx.sql`select 1 from directory.mistake where place_id = ${cast.placeId} and mistake_id = ${id} and source_hash is not null`
        return [contacts.length, notices.length, sources.length]
      })
    house.advance({ days: 29 })
    expect(await kept()).toEqual([1, 2, 1])
    house.advance({ days: 2 })
    expect(await kept()).toEqual([0, 0, 0])
  })

  it('says how long answers take once enough were given', async () => {
    expect((await call('GET', `/services/${serviceId}/mistake`)).text).toMatch(/We aim|Half of what/)
    for (let at = 0; at < 5; at++) {
      await report({ words: `Wrong ${at}` })
      const id = await newestId()
      house.advance({ hours: 30 })
      const { cookie } = { cookie: await freshCookie() }
      await call('POST', `/directory/mistakes/${id}`, { cookie, form: { state: 'mended', answer: 'Done.' } })
    }
    expect((await call('GET', `/services/${serviceId}/mistake`)).text).toMatch(/answered within (a day|2 days)/)
  })
})

/** Sessions last a working day; this test lasts a week. */
const freshCookie = async (): Promise<string> => {
  const { startSession } = await import('../../../platform/auth/session.ts')
  const { personId, organisationId } = cast.ben
  const token = await house.platform.db.asHouse(cast.placeId, tx =>
    startSession(tx, { personId: personId ?? '', organisationId: organisationId ?? '' }),
  )
  return `session=${token}`
}
