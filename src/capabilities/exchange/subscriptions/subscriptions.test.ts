import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { acceptReferral, sendReferral } from '../../referrals/index.ts'
import { stopSystem } from '../systems/keep-systems.ts'
import { aSystem } from '../testing.ts'
import { callHooks, signatureOf } from './call-hooks-job.ts'

const house = useHouse()
const heard: { body: string; headers: Record<string, unknown> }[] = []
let answers = 200
const hook = createServer((req, res) => {
  let body = ''
  req.on('data', part => {
    body += part
  })
  req.on('end', () => {
    heard.push({ body, headers: req.headers })
    res.writeHead(answers, { location: '/elsewhere' }).end()
  })
})
beforeAll(() => new Promise<void>(resolve => hook.listen(0, '127.0.0.1', resolve)))
afterAll(() => hook.close())
beforeEach(() => {
  heard.length = 0
  answers = 200
})

const identifying = /Halina|Nowak|Mill Row|7946|halina@|ZZ1 4AB|husband|food/

interface At {
  cast: Cast
  token: string
  systemId: string
}

/** The kitchen with a system that runs on this machine, which no coordinator could type. */
const aListener = async (): Promise<At> => {
  const cast = await aCast(house)
  const system = await aSystem(house.platform, cast.ben, { domain: 'records.example.org' })
  await house.platform.db.asHouse(
    cast.placeId,
    tx =>
      tx.sql`update exchange.system set domain = '127.0.0.1' where place_id = ${cast.placeId} and system_id = ${system.systemId}`,
  )
  return { cast, ...system }
}

const wish = (more: { status?: string; criteria?: string; channel?: object } = {}) => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'So that we need not ask',
  criteria: 'Task',
  ...more,
  channel: {
    type: 'rest-hook',
    endpoint: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/told`,
    payload: 'application/fhir+json',
    ...more.channel,
  },
})

const call = async ({ cast, token }: At, method: string, path: string, body?: object, headers = {}) => {
  const answer = await house.web.inject({
    method: method as 'GET',
    url: `/${cast.slug}/fhir/${path}`,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/fhir+json' }), ...headers },
    ...(body && { payload: JSON.stringify(body) }),
  })
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    body: answer.body ? JSON.parse(answer.body) : null,
  }
}

const refer = async ({ cast }: At): Promise<string> => {
  const { needIds } = await ask(house, cast)
  const { referralId } = worked(
    await perform(house.platform.db, cast.amira, sendReferral, {
      needId: needIds[0] ?? '',
      organisationId: cast.kitchen,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }),
  )
  await house.deliver(cast.placeId)
  return referralId
}

const work = ({ cast }: At) => callHooks(house.platform, cast.placeId)
const statusOf = async (at: At, id: string) => (await call(at, 'GET', `Subscription/${id}`)).body
const notices = ({ cast }: At, to: string) =>
  house.platform.db.asHouse(
    cast.placeId,
    tx =>
      tx.sql<{ subject: string; body: string }[]>`
        select subject, body from platform.notice where place_id = ${cast.placeId} and to_address = ${to} order by created_at, notice_id`,
  )

describe('what a system wants to be told', () => {
  it('stands on the page of its organisation, where it is ended by one press; the system reads that, and is told nothing more', async () => {
    const at = await aListener()
    const made = await call(at, 'POST', 'Subscription', wish({ criteria: 'Task?status=requested,accepted' }))
    await work(at)
    const url = `/${at.cast.slug}/organisations/${at.cast.kitchen}/systems`
    const page = async (cookie = at.cast.cookies.ben) => (await house.web.inject({ url, headers: { cookie } })).body
    expect(await page()).toMatch(/Is told[\s\S]*Told of Tasks that become requested, accepted, by a call to http:/)
    const end = /action="([^"]+\/subscriptions\/[^"]+\/end)"/.exec(await page())?.[1] ?? ''
    const press = (cookie: string, path = end) =>
      house.web.inject({
        method: 'POST',
        url: path,
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        payload: '',
      })
    expect((await press(at.cast.cookies.cleo)).statusCode).toBe(404)
    expect((await press(at.cast.cookies.ben, end.replace(made.body.id, at.systemId))).statusCode).toBe(404)
    expect((await press(at.cast.cookies.ben)).statusCode).toBe(303)
    expect((await press(at.cast.cookies.ben)).statusCode).toBe(303)
    expect(await page()).toMatch(/Ended[\s\S]*Ended by Ben\./)
    expect(await statusOf(at, made.body.id)).toMatchObject({ status: 'off', error: 'Ended by Ben.' })
    heard.length = 0
    await refer(at)
    await work(at)
    expect(heard).toEqual([])
  })
})

describe('a system that asks to be told', () => {
  it('is told by its hook after a handshake: which Task, signed, and nothing of whom', async () => {
    const at = await aListener()
    const made = await call(at, 'POST', 'Subscription', wish(), { 'x-request-id': 'once-and-again' })
    expect([made.status, made.body.status]).toEqual([201, 'requested'])
    const secret = made.body.extension[0].valueString
    const again = await call(at, 'POST', 'Subscription', wish(), { 'x-request-id': 'once-and-again' })
    expect([again.body.id, again.body.extension[0].valueString]).toEqual([made.body.id, secret])
    // Before it has answered it is told nothing.
    const first = await refer(at)
    await work(at)
    expect(heard.map(({ body }) => body)).toEqual([expect.stringContaining('handshake')])
    const active = await statusOf(at, made.body.id)
    expect([active.status, active.extension]).toEqual(['active', undefined])
    worked(await perform(house.platform.db, at.cast.ben, acceptReferral, { referralId: first }))
    await house.deliver(at.cast.placeId)
    await house.deliver(at.cast.placeId)
    await work(at)
    await work(at)
    expect(heard).toHaveLength(2)
    const { body, headers } = heard[1] ?? { body: '', headers: {} }
    expect(body).toContain(`/${at.cast.slug}/fhir/Task/${first}`)
    expect(heard.map(each => each.body).join()).not.toMatch(identifying)
    const signature = String(headers['x-keepitlocal-signature'])
    expect(signature).toBe(signatureOf(secret, Number(/t=(\d+)/.exec(signature)?.[1]), body))
  })

  it('is tried again more and more slowly, in order, and at last given up aloud; then it may ask anew', async () => {
    const at = await aListener()
    const { body: one } = await call(at, 'POST', 'Subscription', wish({ criteria: 'Task?status=requested' }))
    await work(at)
    answers = 302
    const [first, second] = [await refer(at), await refer(at)]
    heard.length = 0
    await work(at)
    await work(at)
    expect(heard).toHaveLength(1)
    for (let turn = 1; turn < 10; turn++) {
      house.advance({ minutes: 300 })
      await work(at)
    }
    expect(heard).toHaveLength(10)
    expect(heard.every(({ body }) => body.includes(first))).toBe(true)
    const broken = await call(at, 'GET', `Subscription/${one.id}`)
    expect(broken.body).toMatchObject({ status: 'error', error: expect.stringContaining('redirects') })
    expect(await notices(at, 'kitchen@example.org')).toContainEqual({
      subject: 'Record system can no longer be told of changes',
      body: expect.stringContaining('redirects what was sent to it elsewhere'),
    })
    answers = 204
    heard.length = 0
    const { error: _, ...whole } = broken.body
    const asked = await call(
      at,
      'PUT',
      `Subscription/${one.id}`,
      { ...whole, status: 'requested' },
      { 'if-match': String(broken.headers.etag) },
    )
    expect([asked.status, asked.body.status]).toEqual([200, 'requested'])
    await work(at)
    expect(heard.map(({ body }) => /handshake|(?<=fhir\/Task\/)[\w-]+/.exec(body)?.[0])).toEqual([
      'handshake',
      first,
      second,
    ])
  })

  it('is told by e-mail once the mail’s own words have come back', async () => {
    const at = await aListener()
    await house.platform.db.asHouse(
      at.cast.placeId,
      tx => tx.sql`update exchange.system set domain = 'example.org' where place_id = ${at.cast.placeId}`,
    )
    const channel = { type: 'email', endpoint: 'mailto:hooks@records.example.org', payload: 'text/plain' }
    const made = await call(at, 'POST', 'Subscription', wish({ channel }))
    expect(made.status).toBe(201)
    await refer(at)
    const sent = await notices(at, 'hooks@records.example.org')
    expect(sent).toHaveLength(1)
    const code = sent[0]?.body.split('\n\n')[2]
    const say = (valueString: string) =>
      call(
        at,
        'PUT',
        `Subscription/${made.body.id}`,
        { ...made.body, status: 'active', extension: [{ url: 'urn:keepitlocal:handshake', valueString }] },
        { 'if-match': String(made.headers.etag) },
      )
    expect((await say('a guess')).status).toBe(422)
    expect((await say(code ?? '')).body.status).toBe('active')
    const referralId = await refer(at)
    const told = (await notices(at, 'hooks@records.example.org')).slice(1)
    expect(told).toHaveLength(1)
    expect(told[0]?.body).toContain(`Task/${referralId} changed.`)
    expect(JSON.stringify(told)).not.toMatch(identifying)
  })

  it('is told no more once its token is ended, or it says so itself; others see nothing of it', async () => {
    const at = await aListener()
    const other = { cast: at.cast, ...(await aSystem(house.platform, at.cast.cleo)) }
    const { body: one } = await call(at, 'POST', 'Subscription', wish())
    const { body: two } = await call(at, 'POST', 'Subscription', wish())
    await work(at)
    expect((await call(at, 'GET', 'Subscription?status=active')).body.entry).toHaveLength(2)
    expect((await call(other, 'GET', 'Subscription')).body.entry).toBeUndefined()
    expect((await call(other, 'GET', `Subscription/${one.id}`)).status).toBe(404)
    expect((await call(other, 'DELETE', `Subscription/${one.id}`)).status).toBe(404)
    expect((await call(at, 'DELETE', `Subscription/${two.id}`)).status).toBe(204)
    expect((await call(at, 'GET', `Subscription/${two.id}`)).status).toBe(404)
    heard.length = 0
    const before = await refer(at)
    worked(await perform(house.platform.db, at.cast.ben, stopSystem, { systemId: at.systemId }))
    worked(await perform(house.platform.db, at.cast.ben, acceptReferral, { referralId: before }))
    await house.deliver(at.cast.placeId)
    await work(at)
    expect(heard).toEqual([])
  })

  it('is refused for anything but Tasks of its own, on its own domain, in public, by https', async () => {
    const at = await aListener()
    const endpoint = (address: string) => wish({ channel: { endpoint: address } })
    const wrong: [object, string][] = [
      [wish({ criteria: 'Patient' }), 'Subscription.criteria'],
      [wish({ criteria: 'Task?owner=Organization/another' }), 'Subscription.criteria'],
      [wish({ criteria: 'Task?status=flying' }), 'Subscription.criteria'],
      [wish({ criteria: 'Task?patient.name=Nowak' }), 'Subscription.criteria'],
      [wish({ status: 'active' }), 'Subscription.status'],
      [wish({ channel: { type: 'websocket' } }), 'Subscription.channel.type'],
      [wish({ channel: { payload: 'application/fhir+xml' } }), 'Subscription.channel.payload'],
      [wish({ channel: { header: ['Authorization: Bearer x'] } }), 'Subscription.channel.header'],
      [endpoint('http://records.example.org/'), 'Subscription.channel.endpoint'],
      [endpoint('https://169.254.169.254/latest'), 'Subscription.channel.endpoint'],
      [endpoint('https://localhost/'), 'Subscription.channel.endpoint'],
      [endpoint('https://elsewhere.example.org/'), 'Subscription.channel.endpoint'],
      [endpoint('https://user:pass@127.0.0.1/'), 'Subscription.channel.endpoint'],
      [endpoint('file:///etc/passwd'), 'Subscription.channel.endpoint'],
    ]
    for (const [body, where] of wrong) {
      const answer = await call(at, 'POST', 'Subscription', body)
      expect([JSON.stringify(body), answer.status, answer.body.issue?.[0]?.expression]).toEqual([
        JSON.stringify(body),
        422,
        [where],
      ])
    }
    expect((await call(at, 'POST', 'Subscription', { resourceType: 'Subscription' })).status).toBe(422)
    expect((await call(at, 'GET', 'Subscription')).body.entry).toBeUndefined()
  })
})
