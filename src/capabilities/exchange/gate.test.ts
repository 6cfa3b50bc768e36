import type { OperationOutcome, Task } from '@medplum/fhirtypes'
import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { openApp } from '../../app.ts'
import { newId } from '../../kernel/ids.ts'
import { perform } from '../../platform/command.ts'
import { recallReferral, sendReferral } from '../referrals/index.ts'
import { forgetOldCalls } from './call-store.ts'
import { stopSystem } from './systems/keep-systems.ts'
import { aSystem } from './testing.ts'

const house = useHouse()

interface At {
  cast: Cast
  token: string
  systemId: string
  referralId: string
}

/** The kitchen, asked for food for Mrs Nowak, with a system that may do everything. */
const asked = async (): Promise<At> => {
  const cast = await aCast(house)
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
  return { cast, referralId, ...(await aSystem(house.platform, cast.ben)) }
}

const call = async (
  { cast, token }: Pick<At, 'cast' | 'token'>,
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
) => {
  const answer = await house.web.inject({
    method: method as 'GET',
    url: `/${cast.slug}/fhir/${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      ...(options.body !== undefined && { 'content-type': 'application/fhir+json' }),
      ...options.headers,
    },
    ...(options.body !== undefined && {
      payload: typeof options.body === 'string' ? options.body : JSON.stringify(options.body),
    }),
  })
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    body: answer.body ? JSON.parse(answer.body) : null,
  }
}

const identifying = /Halina|Nowak|Mill Row|7946|halina@|ZZ1 4AB|husband/

const put = async (at: At, change: Partial<Task>, headers: Record<string, string> = {}) => {
  const { body, headers: got } = await call(at, 'GET', `Task/${at.referralId}`)
  const { meta: _, ...task } = body
  return call(at, 'PUT', `Task/${at.referralId}`, {
    body: { ...task, businessStatus: undefined, statusReason: undefined, ...change },
    headers: { 'if-match': String(got.etag), ...headers },
  })
}

describe('a referral, read by the system of the organisation that was asked', () => {
  it('says what and where and nothing of who, until it is accepted', async () => {
    const at = await asked()
    const task = await call(at, 'GET', `Task/${at.referralId}`)
    expect(task.status).toBe(200)
    expect(task.body).toMatchObject({
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      for: { display: 'Shown once this is accepted' },
      description: 'A woman in her 70s needs food for the weekend.',
    })
    expect(task.headers.etag).toBe(`W/"${task.body.meta.versionId}"`)
    expect(task.headers['content-type']).toBe('application/fhir+json; charset=utf-8')
    const request = await call(at, 'GET', `ServiceRequest/${at.referralId}`)
    expect(request.body).toMatchObject({ resourceType: 'ServiceRequest', status: 'active' })
    const patient = await call(at, 'GET', `Patient/${at.referralId}`)
    expect(patient.status).toBe(404)
    expect(task.text + request.text + patient.text).not.toMatch(identifying)
    const search = await call(at, 'GET', 'Task?status=requested')
    expect(search.body.entry).toHaveLength(1)
    expect(search.text).not.toMatch(identifying)
  })

  it('says who it is from the yes until it is taken back', async () => {
    const at = await asked()
    const accepted = await put(at, { status: 'accepted' })
    expect(accepted.status).toBe(200)
    expect(accepted.body).toMatchObject({ status: 'accepted', for: { reference: `Patient/${at.referralId}` } })
    const patient = await call(at, 'GET', `Patient/${at.referralId}`)
    expect(patient.body).toMatchObject({ name: [{ text: 'Halina Nowak' }], address: [{ postalCode: 'ZZ1 4AB' }] })
    worked(await perform(house.platform.db, at.cast.amira, recallReferral, { referralId: at.referralId }))
    const after = await Promise.all(
      ['Task', 'ServiceRequest', 'Patient'].map(type => call(at, 'GET', `${type}/${at.referralId}`)),
    )
    expect(after.map(({ status }) => status)).toEqual([200, 200, 404])
    expect(after[0]?.body).toMatchObject({ status: 'cancelled', for: { display: 'No longer shown' } })
    expect(after.map(({ text }) => text).join()).not.toMatch(identifying)
    expect(after.map(({ text }) => text).join()).not.toContain('food for the weekend')
  })

  it('goes through every status, forwards, with its reasons', async () => {
    const at = await asked()
    expect((await put(at, { status: 'accepted' })).body.status).toBe('accepted')
    expect((await put(at, { status: 'in-progress' })).body.businessStatus.coding[0].code).toBe('in contact')
    expect((await put(at, { status: 'on-hold' })).body.issue[0].expression).toEqual(['Task.statusReason.text'])
    const held = await put(at, { status: 'on-hold', statusReason: { text: 'The van is being mended.' } })
    expect(held.body).toMatchObject({ status: 'on-hold', statusReason: { text: 'The van is being mended.' } })
    expect((await call(at, 'GET', `ServiceRequest/${at.referralId}`)).body.status).toBe('on-hold')
    const done = await put(at, { status: 'completed' })
    expect(done.body).toMatchObject({ status: 'completed', output: [{ valueString: 'The help was given.' }] })
    const late = await put(at, { status: 'in-progress' })
    expect(late.status).toBe(422)
  })
})

describe('versions', () => {
  it('are asked for, and an old one is refused', async () => {
    const at = await asked()
    const { body, headers } = await call(at, 'GET', `Task/${at.referralId}`)
    const accept = { ...body, status: 'accepted', businessStatus: undefined }
    expect((await call(at, 'PUT', `Task/${at.referralId}`, { body: accept })).status).toBe(428)
    const first = { body: accept, headers: { 'if-match': String(headers.etag) } }
    expect((await call(at, 'PUT', `Task/${at.referralId}`, first)).status).toBe(200)
    const stale = await call(at, 'PUT', `Task/${at.referralId}`, first)
    expect(stale.status).toBe(412)
    expect(stale.body.issue[0].details.text).toContain('It has changed since you read it.')
  })

  it('of the same call again, and of ten at once, one thing is done and one answer given', async () => {
    const at = await asked()
    const { body, headers } = await call(at, 'GET', `Task/${at.referralId}`)
    const same = {
      body: { ...body, status: 'accepted', businessStatus: undefined },
      headers: { 'if-match': String(headers.etag), 'x-request-id': newId(), 'x-correlation-id': newId() },
    }
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(at, 'PUT', `Task/${at.referralId}`, same)))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]?.headers['x-correlation-id']).toBe(same.headers['x-correlation-id'])
    const other = await call(at, 'PUT', `Task/${at.referralId}`, {
      ...same,
      body: { ...same.body, status: 'completed' },
    })
    expect(other.status).toBe(409)
  })

  it('are remembered for 30 days and then forgotten', async () => {
    const at = await asked()
    await put(at, { status: 'accepted' }, { 'x-request-id': newId() })
    const { db } = house.platform
    const forget = (days: number) =>
      db.asHouse(at.cast.placeId, tx => forgetOldCalls(tx, new Date(tx.now.getTime() + days * 86_400_000), 100, false))
    expect([await forget(-1), await forget(1), await forget(1)]).toEqual([0, 1, 0])
  })

  it('minimal answers hold no body', async () => {
    const at = await asked()
    const answer = await put(at, { status: 'accepted' }, { prefer: 'return=minimal' })
    expect(answer).toMatchObject({ status: 200, text: '' })
    expect(answer.headers.etag).toMatch(/^W\/"/)
  })
})

describe('the gate', () => {
  it('answers every mistake with an OperationOutcome that says what to do', async () => {
    const at = await asked()
    const bad = { ...at, token: 'nobodys-token-at-all' }
    const path = `Task/${at.referralId}`
    const json = { 'content-type': 'application/fhir+json' }
    const mistakes: [number, string, string, string, Parameters<typeof call>[3]?][] = [
      [401, 'login', 'GET', 'Task', { headers: { authorization: '' } }],
      [404, 'not-found', 'GET', `Task/${newId()}`],
      [404, 'not-found', 'GET', 'Task/not-an-id'],
      [404, 'not-supported', 'GET', 'Observation'],
      [404, 'not-supported', 'GET', ''],
      [405, 'not-supported', 'DELETE', path],
      [405, 'not-supported', 'PATCH', path],
      [406, 'not-supported', 'GET', 'Task', { headers: { accept: 'application/fhir+xml' } }],
      [406, 'not-supported', 'GET', 'Task?_format=xml'],
      [415, 'not-supported', 'PUT', path, { body: '<Task/>', headers: { 'content-type': 'application/fhir+xml' } }],
      [
        415,
        'not-supported',
        'PUT',
        path,
        { body: '{}', headers: { 'content-type': 'application/fhir+json; charset=latin1' } },
      ],
      [400, 'structure', 'PUT', path, { body: '{"resourceType":', headers: json }],
      [400, 'required', 'PUT', path, { headers: json }],
      [422, 'not-supported', 'PUT', path, { body: {} }],
      [422, 'structure', 'PUT', path, { body: '['.repeat(5000), headers: json }],
      [413, 'too-long', 'PUT', path, { body: `"${'x'.repeat(1_100_000)}"`, headers: json }],
      [400, 'value', 'GET', 'Task?_count=many'],
      [400, 'value', 'GET', 'Task?_lastUpdated=yesterday'],
      [400, 'value', 'GET', 'Task', { headers: { 'x-request-id': 'a b' } }],
      [400, 'not-supported', 'GET', 'Task?colour=red', { headers: { prefer: 'handling=strict' } }],
    ]
    for (const [status, code, method, where, options] of mistakes) {
      const answer = await call(at, method, where, options)
      const outcome = answer.body as OperationOutcome
      expect([status, code, method, where, answer.status, outcome.resourceType, outcome.issue?.[0]?.code]).toEqual([
        status,
        code,
        method,
        where,
        status,
        'OperationOutcome',
        code,
      ])
      expect(outcome.issue?.[0]?.details?.text).toMatch(/\w+ \w+/)
      expect(answer.headers['content-type']).toContain('application/fhir+json')
    }
    expect((await call(bad, 'GET', 'Task')).headers['www-authenticate']).toBe('Bearer')
    const nowhere = await house.web.inject({ url: '/no-such-place/fhir/Task' })
    expect([nowhere.statusCode, nowhere.json().resourceType]).toEqual([404, 'OperationOutcome'])
  })

  it('opens to no cookie, no other place’s token, and no token that was ended or has run out', async () => {
    const [at, other] = [await asked(), await asked()]
    const cookie = await house.web.inject({
      url: `/${at.cast.slug}/fhir/Task`,
      headers: { cookie: at.cast.cookies.ben },
    })
    expect(cookie.statusCode).toBe(401)
    expect((await call({ ...at, token: other.token }, 'GET', 'Task')).status).toBe(401)
    worked(await perform(house.platform.db, at.cast.ben, stopSystem, { systemId: at.systemId }))
    expect((await call(at, 'GET', 'Task')).body.issue[0].details.text).toContain('was ended')
    house.advance({ days: 91 })
    expect((await call(other, 'GET', 'Task')).body.issue[0].details.text).toContain('has run out')
  })

  it('shows an organisation nothing of what another was asked, and does nothing beyond the token’s scopes', async () => {
    const at = await asked()
    const drivers = { cast: at.cast, ...(await aSystem(house.platform, at.cast.cleo)) }
    expect((await call(drivers, 'GET', `Task/${at.referralId}`)).status).toBe(404)
    expect((await call(drivers, 'GET', `Task?owner=Organization/${at.cast.kitchen}`)).body.entry).toBeUndefined()
    const hub = { cast: at.cast, ...(await aSystem(house.platform, at.cast.amira)) }
    expect((await call(hub, 'GET', `Patient/${at.referralId}`)).status).toBe(404)
    const reads = { cast: at.cast, ...(await aSystem(house.platform, at.cast.ben, { scopes: ['directory.read'] })) }
    expect((await call(reads, 'GET', 'Task')).status).toBe(403)
  })

  it('answers one system so much in a minute and another as much, and slows whoever guesses at tokens', async () => {
    const at = await asked()
    const other = await aSystem(house.platform, at.cast.ben)
    const web = await openApp(house.platform, { limits: { address: 100, visitor: 2, account: 3, forms: 100 } })
    const times = async (count: number, token: string) => {
      const url = `/${at.cast.slug}/fhir/Task`
      const answers = []
      for (let turn = 0; turn < count; turn++)
        answers.push(await web.inject({ url, headers: { authorization: `Bearer ${token}` } }))
      return answers
    }
    const mine = await times(4, at.token)
    expect(mine.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429])
    expect(mine[3]?.json()).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'throttled' }] })
    expect(Number(mine[3]?.headers['retry-after'])).toBeGreaterThan(0)
    expect((await times(1, other.token))[0]?.statusCode).toBe(200)
    expect((await times(3, 'a-guess-at-a-token')).map(({ statusCode }) => statusCode)).toEqual([401, 401, 429])
    await web.close()
  })

  it('says what is served, to anybody', async () => {
    const { cast } = await asked()
    const answer = await call({ cast, token: '' }, 'GET', 'metadata')
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' })
    expect(answer.body.description).toContain('no conformance')
  })
})
