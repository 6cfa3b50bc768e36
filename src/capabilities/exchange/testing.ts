import type { Consent, Patient, ServiceRequest, Task } from '@medplum/fhirtypes'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { perform } from '../../platform/command.ts'
import type { Platform } from '../../platform/platform.ts'
import { addSystem } from './systems/keep-systems.ts'
import { type Scope, scopes } from './words.ts'

/** Lets a system call for somebody's organisation, and gives its token. */
export const aSystem = async (
  platform: Platform,
  coordinator: Actor,
  more: { scopes?: Scope[]; domain?: string; name?: string } = {},
): Promise<{ systemId: string; token: string }> => {
  const added = await perform(platform.db, coordinator, addSystem, {
    name: more.name ?? 'Record system',
    scopes: more.scopes ?? (Object.keys(scopes) as Scope[]),
    domain: more.domain ?? '',
    days: '90',
  })
  if (isRefusal(added)) throw new Error(added.message)
  return added
}

const patient: Patient = {
  resourceType: 'Patient',
  id: 'p',
  name: [{ family: 'Kaur', given: ['Jasvir'] }],
  telecom: [{ system: 'phone', value: '020 7946 0991' }],
  address: [{ line: ['4 Tide Street'], postalCode: 'ZZ1 4AB' }],
}
const consent: Consent = {
  resourceType: 'Consent',
  id: 'c',
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IDSCL' }] }],
  patient: { reference: '#p' },
  policyRule: { text: 'They said yes when they were asked.' },
}
const request: ServiceRequest = {
  resourceType: 'ServiceRequest',
  id: 'r',
  status: 'active',
  intent: 'order',
  code: { text: 'Food for the weekend' },
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
  note: [{ text: 'She lives alone and the fridge is empty.' }],
}

/** A need as another system passes it on: a Task with everything in it. */
export const aTaskToSend = (
  more: {
    task?: Partial<Task>
    request?: Partial<ServiceRequest>
    patient?: Partial<Patient>
    consent?: Partial<Consent> | null
  } = {},
): Task => ({
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  priority: 'urgent',
  code: { coding: [{ system: 'http://hl7.org/fhir/CodeSystem/task-code', code: 'fulfill' }] },
  focus: { reference: '#r' },
  for: { reference: '#p' },
  contained: [
    { ...patient, ...more.patient },
    { ...request, ...more.request },
    ...(more.consent === null ? [] : [{ ...consent, ...more.consent }]),
  ],
  ...more.task,
})
