import { fhirGate } from '../src/capabilities/exchange/gate.ts'
import { addSystem } from '../src/capabilities/exchange/index.ts'
import { findPlaceBySlug } from '../src/capabilities/places/index.ts'
import { perform } from '../src/platform/command.ts'
import type { Platform } from '../src/platform/platform.ts'
import { slug } from './stage.ts'
import { days, hours, later } from './story.ts'
import { done, found, type Stage } from './tell.ts'

/** A need as the case system of an advice charity passes it on: a Task with everything in it. */
const passedOn = {
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  priority: 'urgent',
  identifier: [{ system: 'https://cases.plain-sailing.example.org', value: 'PS-20418' }],
  code: { coding: [{ system: 'http://hl7.org/fhir/CodeSystem/task-code', code: 'fulfill' }] },
  focus: { reference: '#r' },
  for: { reference: '#p' },
  contained: [
    {
      resourceType: 'Patient',
      id: 'p',
      name: [{ family: 'Calloway', given: ['Una'] }],
      telecom: [{ system: 'phone', value: '020 7946 0198' }],
    },
    {
      resourceType: 'ServiceRequest',
      id: 'r',
      status: 'active',
      intent: 'order',
      code: { text: 'Food until the benefit is paid on Friday' },
      category: [
        {
          coding: [
            {
              system: 'http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes',
              code: 'food-insecurity',
            },
          ],
        },
      ],
      subject: { reference: '#p' },
      supportingInfo: [{ reference: '#c' }],
      note: [{ text: 'The appeal was won this morning; the first payment comes on Friday and the cupboard is empty.' }],
    },
    {
      resourceType: 'Consent',
      id: 'c',
      status: 'active',
      scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IDSCL' }] }],
      patient: { reference: '#p' },
      policyRule: { text: 'She said yes at the desk.' },
    },
  ],
}

const wish = {
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'So that advisers hear without asking',
  criteria: 'Task?status=requested,cancelled',
  channel: { type: 'email', endpoint: 'mailto:tasks@cases.plain-sailing.example.org' },
}

/** An advice charity whose own case system passes a need on to Larkmere, says yes to one it is asked about, and is told of changes; all through the gate that systems call. */
export const tellExchange = async (stage: Stage, platform: Platform, now: Date): Promise<void> => {
  const { db, clock, members, placeId } = stage
  const rukhsana = found(members, 'Rukhsana Mirza')
  const { token } = done(
    await clock.at(later(now, -40 * days), () =>
      perform(db, rukhsana, addSystem, {
        name: 'Case system',
        scopes: ['referrals.answer', 'referrals.send', 'directory.read'],
        domain: 'cases.plain-sailing.example.org',
        days: '365',
      }),
    ),
  )
  const place = await db.national(tx => findPlaceBySlug(tx, slug))
  const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await fhirGate.answer({
      platform,
      place,
      method,
      path: path.split('?')[0] ?? '',
      query: new URLSearchParams(path.split('?')[1] ?? ''),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', ...headers },
      body: body ? Buffer.from(JSON.stringify(body)) : null,
      count: async () => 0,
    })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`)
    return { headers: answer.headers, body: JSON.parse(answer.body ?? 'null') }
  }
  const at = (ago: number, work: () => Promise<unknown>) => clock.at(later(now, -ago), work)
  await at(39 * days, async () => {
    const { body, headers } = await call('POST', 'Subscription', wish)
    const [mail] = await db.asHouse(
      placeId,
      tx =>
        tx.sql<
          { body: string }[]
        >`select body from platform.notice where place_id = ${placeId} and about_id = ${body.id}`,
    )
    const code = /^[\w-]{16}$/m.exec(mail?.body ?? '')?.[0] ?? ''
    const extension = [{ url: 'urn:keepitlocal:handshake', valueString: code }]
    const { extension: _secret, ...asked } = body
    await call(
      'PUT',
      `Subscription/${body.id}`,
      { ...asked, status: 'active', extension },
      { 'if-match': String(headers.etag) },
    )
  })
  await at(5 * hours, () => call('POST', 'Task', passedOn))
  await at(1.5 * hours, async () => {
    const asked = (await call('GET', 'Task?status=requested')).body.entry ?? []
    const ours = asked
      .map(({ resource }: { resource: { id: string; requester?: unknown } }) => resource.id)
      .filter((id: string) => id)
    for (const id of ours) {
      const { body, headers } = await call('GET', `Task/${id}`)
      if (body.owner?.reference !== `Organization/${found(stage.organisationIds, 'Plain Sailing Advice')}`) continue
      await call('PUT', `Task/${id}`, { ...body, status: 'accepted' }, { 'if-match': String(headers.etag) })
      return
    }
  })
}
