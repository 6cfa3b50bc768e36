import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Task } from '@medplum/fhirtypes'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { newId } from '../../../kernel/ids.ts'
import { perform } from '../../../platform/command.ts'
import { changePlace } from '../../places/index.ts'
import { acceptReferral, sendReferral } from '../../referrals/index.ts'
import { aSystem, aTaskToSend } from '../testing.ts'

const house = useHouse()
let cast: Cast
let token: string

beforeAll(async () => {
  cast = await aCast(house)
  worked(
    await perform(house.platform.db, { ...cast.amira, kind: 'house' }, changePlace, {
      settings: { triageOrganisationId: cast.hub },
    }),
  )
  token = (await aSystem(house.platform, cast.cleo)).token
})

const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}, as = token) => {
  const answer = await house.web.inject({
    method: method as 'POST',
    url: `/${cast.slug}/fhir/${path}`,
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/fhir+json', ...headers },
    ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    body: answer.body ? JSON.parse(answer.body) : null,
  }
}

const needOf = async (taskId: string) => {
  const [row] = await house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ needId: string; state: string; kind: string; urgency: string; story: string; name: string }[]>`
      select n.need_id, n.state, n.kind, n.urgency, h.story, p.name from exchange.received r
      join requests.need n using (place_id, need_id) join requests.help_request h on h.place_id = r.place_id and h.help_request_id = r.help_request_id
      join people.person p on p.place_id = r.place_id and p.person_id = r.person_id
      where r.place_id = ${tx.placeId} and r.task_id = ${taskId}`,
  )
  return row
}

const countNeeds = async () => {
  const [row] = await house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ n: number }[]>`select count(*)::int as n from requests.need where place_id = ${tx.placeId}`,
  )
  return row?.n ?? 0
}

describe('a need that another system passes on', () => {
  it('waits for triage at once, and moves to nobody before somebody says yes', async () => {
    const made = await call('POST', 'Task', aTaskToSend())
    expect(made.status).toBe(201)
    expect(made.headers.location).toContain(`/fhir/Task/${made.body.id}`)
    expect(made.body).toMatchObject({ status: 'requested', owner: { reference: `Organization/${cast.hub}` } })
    expect(await needOf(made.body.id)).toMatchObject({
      state: 'waiting',
      kind: 'food',
      urgency: 'two days',
      name: 'Jasvir Kaur',
    })
    const worklist = await house.web.inject({ url: `/${cast.slug}/worklist`, headers: { cookie: cast.cookies.amira } })
    expect(worklist.body).toContain('Jasvir Kaur')
    expect((await call('GET', `Task/${made.body.id}`)).text).not.toMatch(/Kaur|Tide Street|0991/)
    expect((await call('GET', `ServiceRequest/${made.body.id}`)).body).toMatchObject({ status: 'active' })
    expect((await call('GET', 'Task?status=requested')).body.entry.length).toBeGreaterThan(0)
  })

  it('is refused with everything that is missing, and nothing of it is kept', async () => {
    const before = await countNeeds()
    const cases: [Task, RegExp][] = [
      [aTaskToSend({ consent: null }), /Nothing says that their details may be shared/],
      [aTaskToSend({ consent: { status: 'inactive' } }), /does not permit this/],
      [aTaskToSend({ consent: { provision: { type: 'deny' } } }), /does not permit this/],
      [aTaskToSend({ consent: { provision: { period: { end: '2020-01-01' } } } }), /does not permit this/],
      [aTaskToSend({ consent: { patient: { reference: '#somebody-else' } } }), /does not permit this/],
      [aTaskToSend({ patient: { name: [] as never } }), /empty list/],
      [aTaskToSend({ request: { subject: { reference: '#nobody' } } }), /Send the Patient along/],
      [aTaskToSend({ task: { status: 'accepted' } }), /is to be “requested”/],
      [aTaskToSend({ task: { owner: { reference: `Organization/${cast.kitchen}` } } }), /Leave Task.owner out/],
      [aTaskToSend({ task: { focus: { reference: '#x' } } }), /Put the ServiceRequest into Task.contained/],
      [aTaskToSend({ request: { status: 'completed' } }), /asks for nothing/],
      [
        aTaskToSend({
          consent: null,
          request: { extension: [{ url: 'urn:keepitlocal:basis-for-sharing', valueCode: 'public-task' }] },
        }),
        /Say why their details may be shared/,
      ],
      [aTaskToSend({ request: { basedOn: { reference: 'x' } } as never }), /is a list in R4/],
      [aTaskToSend({ request: { PatientInstruction: 'x' } as never }), /has no element “PatientInstruction”/],
    ]
    for (const [task, says] of cases) {
      const answer = await call('POST', 'Task', task)
      expect([answer.status, answer.body.resourceType]).toEqual([422, 'OperationOutcome'])
      expect(answer.text).toMatch(says)
    }
    expect(await countNeeds()).toBe(before)
  })

  it('may rest on a public task with its ground; then nobody is told more before they are asked', async () => {
    const made = await call(
      'POST',
      'Task',
      aTaskToSend({
        consent: null,
        request: {
          extension: [
            { url: 'urn:keepitlocal:basis-for-sharing', valueCode: 'public-task' },
            { url: 'urn:keepitlocal:ground-for-sharing', valueString: 'Care Act assessment.' },
          ],
        },
      }),
    )
    expect(made.status).toBe(201)
    const consents = await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql`select 1 from people.consent c join exchange.received r on r.place_id = c.place_id and r.help_request_id = c.about_id
        where r.place_id = ${tx.placeId} and r.task_id = ${made.body.id}`,
    )
    expect(consents).toHaveLength(0)
  })

  it('is one, however often and however many times at once the same call comes', async () => {
    const before = await countNeeds()
    const headers = { 'x-request-id': newId() }
    const answers = await Promise.all(Array.from({ length: 10 }, () => call('POST', 'Task', aTaskToSend(), headers)))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await countNeeds()).toBe(before + 1)
    expect((await call('POST', 'Task', aTaskToSend({ patient: { name: [{ text: 'Other' }] } }), headers)).status).toBe(
      409,
    )
  })

  it('is taken back by its sender, and from then on nobody here sees who it was', async () => {
    const made = await call('POST', 'Task', aTaskToSend())
    const need = await needOf(made.body.id)
    const { referralId } = worked(
      await perform(house.platform.db, cast.amira, sendReferral, {
        needId: need?.needId ?? '',
        organisationId: cast.kitchen,
        basis: 'consent',
        basisGround: '',
        consentGivenHow: null,
      }),
    )
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    const now = await call('GET', `Task/${made.body.id}`)
    expect(now.body.status).toBe('accepted')
    const cancel = {
      ...now.body,
      status: 'cancelled',
      businessStatus: undefined,
      statusReason: { text: 'She moved away.' },
    }
    expect(
      (
        await call(
          'PUT',
          `Task/${made.body.id}`,
          { ...cancel, status: 'completed' },
          { 'if-match': String(now.headers.etag) },
        )
      ).status,
    ).toBe(422)
    expect((await call('PUT', `Task/${made.body.id}`, cancel, { 'if-match': 'W/"old"' })).status).toBe(412)
    const again = { 'if-match': String(now.headers.etag), 'x-request-id': newId() }
    for (let n = 0; n < 2; n++) {
      const back = await call('PUT', `Task/${made.body.id}`, cancel, again)
      expect([back.status, back.body.status, back.body.statusReason.text]).toEqual([
        200,
        'cancelled',
        'She moved away.',
      ])
    }
    for (const cookie of [cast.cookies.amira, cast.cookies.ben]) {
      const pages = [`needs/${need?.needId}`, `referrals/${referralId}`, 'worklist', 'referrals'].map(
        async path => (await house.web.inject({ url: `/${cast.slug}/${path}`, headers: { cookie } })).body,
      )
      const seen = await house.platform.db.as(
        cookie === cast.cookies.ben ? cast.ben : cast.amira,
        tx =>
          tx.sql`select name from people.person where place_id = ${tx.placeId} and name = 'Jasvir Kaur' and person_id in (
          select person_id from exchange.received where task_id = ${made.body.id})`,
      )
      expect(seen).toHaveLength(0)
      expect((await Promise.all(pages)).join()).not.toContain(String(made.body.id))
    }
  })
})

const message = (request: object, more: object = {}) => {
  const task = aTaskToSend({ request: { identifier: [{ system: 'urn:x', value: 'A-1' }], ...request } })
  return {
    resourceType: 'Bundle',
    id: newId(),
    type: 'message',
    timestamp: '2026-11-16T10:00:00Z',
    entry: [
      {
        fullUrl: 'urn:uuid:1',
        resource: {
          resourceType: 'MessageHeader',
          id: 'm',
          eventCoding: { system: 'https://fhir.nhs.uk/CodeSystem/message-events-bars', code: 'servicerequest-request' },
          source: { endpoint: 'urn:x' },
          focus: [{ reference: 'ServiceRequest/r' }],
          ...more,
        },
      },
      ...(task.contained ?? []).map(resource => ({
        fullUrl: `${resource.resourceType}/${resource.id}`,
        resource: JSON.parse(
          JSON.stringify(resource).replaceAll('"#p"', '"Patient/p"').replaceAll('"#c"', '"Consent/c"'),
        ),
      })),
    ],
  }
}

describe('a message', () => {
  it('of a new request is taken in once, and its revocation takes it back', async () => {
    const headers = { 'x-request-id': newId(), 'x-correlation-id': newId() }
    const sent = message({})
    const answers = [
      await call('POST', '$process-message', sent, headers),
      await call('POST', '$process-message', sent, headers),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const response = answers[0]?.body.entry[0].resource
    expect(response).toMatchObject({ resourceType: 'MessageHeader', response: { identifier: 'm', code: 'ok' } })
    expect(answers[1]?.body.entry[0].resource.focus).toEqual(response.focus)
    expect(answers[0]?.headers['x-correlation-id']).toBe(headers['x-correlation-id'])
    const twice = await call('POST', '$process-message', message({}), { 'x-request-id': newId() })
    expect(twice.status).toBe(409)
    const revoked = await call('POST', '$process-message', message({ status: 'revoked' }), { 'x-request-id': newId() })
    expect(revoked.status).toBe(200)
    const taskId = response.focus[0].reference.split('/').at(-1)
    expect((await call('GET', `Task/${taskId}`)).body.status).toBe('cancelled')
  })

  it('without its id, or of another event, is refused in words', async () => {
    expect((await call('POST', '$process-message', message({}))).status).toBe(400)
    const booking = message({}, { eventCoding: { code: 'booking-request' } })
    const answer = await call('POST', '$process-message', booking, { 'x-request-id': newId() })
    expect([answer.status, answer.body.issue[0].code]).toEqual([422, 'not-supported'])
  })
})

const shared = resolve(process.env.SHARED_DATA ?? '../shared/data', 'fhir')
const isHere = existsSync(shared)
if (!isHere) process.stdout.write('Skipped: the published FHIR examples are not here (SHARED_DATA).\n')

const jsonBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap(entry =>
    entry.isFile() && entry.name.endsWith('.json') ? [join(entry.parentPath, entry.name)] : [],
  )

describe.skipIf(!isHere)('the published examples', () => {
  it('of HL7 Gravity are all 25 read, each as what it is', async () => {
    const imported = await house.commandLine(
      'import',
      'fhir',
      join(shared, 'sdoh'),
      '--place',
      cast.slug,
      '--from',
      'Drivers',
      '--json',
    )
    const files: { name: string; type: string; became: string; says: string }[] = JSON.parse(imported.out)
    expect([files.length, files.filter(({ became }) => became === 'refused')]).toEqual([25, []])
    expect(files.filter(({ became }) => became === 'referral').map(({ type }) => type)).toEqual(
      Array(3).fill('ServiceRequest'),
    )
    const part = files.filter(({ became }) => became === 'part of a referral').map(({ type }) => type)
    expect(part.sort()).toEqual(['Consent', 'Patient', 'Task', 'Task', 'Task', 'Task'])
    const needs = await countNeeds()
    await house.commandLine('import', 'fhir', join(shared, 'sdoh'), '--place', cast.slug, '--from', 'Drivers')
    expect(await countNeeds()).toBe(needs)
  })

  it('of NHS BaRS, right and broken, are answered with an OperationOutcome and never a fault', async () => {
    const taken: string[] = []
    for (const file of jsonBelow(join(shared, 'bars')))
      for (const path of ['Task', '$process-message']) {
        const answer = await call('POST', path, readFileSync(file, 'utf8'), { 'x-request-id': newId() })
        if (answer.status === 200) taken.push(basename(file))
        else
          expect([file, path, answer.status, answer.body.resourceType]).toEqual([file, path, 422, 'OperationOutcome'])
      }
    // One is a whole request for service, with a Patient who can be reached and their Consent.
    expect(taken).toEqual(['ValidationRequest (POST) .json'])
  }, 60_000)
})

describe('whatever comes', () => {
  it('is answered in words and never with a fault: every part of a good Task left out, doubled or turned into something else', async () => {
    const good = JSON.stringify(aTaskToSend())
    const examples = isHere ? jsonBelow(shared).map(file => readFileSync(file, 'utf8')) : []
    const paths = (value: unknown, at: (string | number)[] = []): (string | number)[][] =>
      typeof value === 'object' && value !== null
        ? [at, ...Object.entries(value).flatMap(([name, each]) => paths(each, [...at, name]))]
        : [at]
    const change = (text: string, pick: number, to: unknown): string => {
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        return text
      }
      const all = paths(value).filter(path => path.length > 0)
      const path = all[pick % all.length]
      if (!path) return text
      const last = path[path.length - 1] as string
      const parent = path.slice(0, -1).reduce<unknown>((each, name) => (each as Record<string, unknown>)[name], value)
      if (to === undefined) delete (parent as Record<string, unknown>)[last]
      else (parent as Record<string, unknown>)[last] = to
      return JSON.stringify(value)
    }
    const oddities = [
      undefined,
      null,
      '',
      0,
      -1,
      [],
      {},
      [[]],
      'x',
      '\0',
      '😀',
      '2026-02-31',
      '#',
      true,
      { reference: 5 },
      'x'.repeat(5000),
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(good, good, good, ...examples),
        fc.nat(),
        fc.constantFrom(...oddities),
        fc.constantFrom('Task', '$process-message'),
        async (text, pick, to, path) => {
          const answer = await call('POST', path, change(text, pick, to), { 'x-request-id': newId() })
          expect([200, 201, 400, 409, 422]).toContain(answer.status)
          if (answer.status >= 400) expect(answer.body.resourceType).toBe('OperationOutcome')
        },
      ),
      { numRuns: 300 },
    )
  }, 120_000)
})
