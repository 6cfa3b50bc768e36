import type { Consent, HumanName, Patient, Period, Reference, Resource, ServiceRequest, Task } from '@medplum/fhirtypes'
import type { NeedKind } from '../../../kernel/need-kind.ts'
import { isNeedKind } from '../../../kernel/need-kind.ts'
import type { Basis } from '../../organisations/index.ts'
import { readEmail, readPhone } from '../../people/index.ts'
import type { Urgency } from '../../requests/index.ts'
import { type Fault, type Issue, unprocessable } from '../outcome.ts'
import { kindOfDomain } from '../saying/service-request.ts'
import { ours, theirs } from '../words.ts'

/** Resources that came together, by everything one of them may be called by another: '#id', 'Type/id', the fullUrl of its entry. */
export type Together = ReadonlyMap<string, Resource>

/** What a referral of another system tells us, in our words. */
export interface ToldReferral {
  readonly kind: NeedKind
  readonly urgency: Urgency
  readonly description: string | null
  readonly story: string
  readonly person: {
    readonly name: string
    readonly phone: string | null
    readonly email: string | null
    readonly contactBy: 'phone' | 'email' | 'letter'
    readonly address: string | null
    /** As it was written; it may be of no place we know. */
    readonly postcode: string | null
    readonly communicationNeeds: string | null
  }
  readonly basis: Basis
  readonly ground: string
  /** The consent that came along lets whichever local organisation says yes be told as well. */
  readonly mayBePassedOn: boolean
  /** By what name the sender knows it. */
  readonly theirIdentifier: string | null
}

const missing = (where: string, says: string): Issue => ({ code: 'required', says, where })

const follow = <Type extends Resource['resourceType']>(
  together: Together,
  reference: Reference | undefined,
  type: Type,
): Extract<Resource, { resourceType: Type }> | null => {
  const found = reference?.reference ? together.get(reference.reference) : undefined
  return found?.resourceType === type ? (found as Extract<Resource, { resourceType: Type }>) : null
}

const isNow = (period: Period | undefined, now: Date): boolean =>
  (!period?.start || new Date(period.start) <= now) && (!period?.end || new Date(endOf(period.end)) >= now)

/** A period that ends on a day includes it (R4, Period). */
const endOf = (date: string): string =>
  date.length === 10
    ? `${date}T23:59:59.999Z`
    : date.length < 10
      ? `${date}${'-12-31'.slice(date.length === 4 ? 0 : 3)}`
      : date

const nameOf = (names: readonly HumanName[], now: Date): string => {
  const current = names.filter(({ period }) => isNow(period, now))
  const best =
    ['usual', 'official'].map(use => current.find(each => each.use === use)).find(Boolean) ?? current[0] ?? names[0]
  if (!best) return ''
  const said = best.text ?? [...(best.prefix ?? []), ...(best.given ?? []), best.family ?? ''].join(' ')
  return said.replace(/\s+/g, ' ').trim().slice(0, 120)
}

const readPerson = (patient: Patient, now: Date, issues: Issue[]): ToldReferral['person'] => {
  const name = nameOf(patient.name ?? [], now)
  if (!name) issues.push(missing('Patient.name', 'Say who it is about: Patient.name.'))
  const telecom = (patient.telecom ?? []).filter(each => isNow(each.period, now) && each.use !== 'old')
  const ranked = [...telecom].sort((a, b) => (a.rank ?? 99) - (b.rank ?? 99))
  const number = ranked.find(({ system, value }) => (system === 'phone' || system === 'sms') && value)
  const read = number ? readPhone(number.value ?? '') : null
  const phone = number && read ? ('phone' in read ? read.phone : (number.value ?? '').slice(0, 40)) : null
  const mail = ranked.find(({ system, value }) => system === 'email' && value && 'email' in readEmail(value))
  const email = mail?.value ?? null
  const addresses = (patient.address ?? []).filter(each => isNow(each.period, now) && each.use !== 'old')
  const home = addresses.find(({ use }) => use === 'home') ?? addresses[0]
  const lines = home ? (home.line?.length ? [...home.line, home.city, home.district] : [home.text]) : []
  const address = lines.filter(Boolean).join('\n').slice(0, 500) || null
  if (!phone && !email && !address)
    issues.push(
      missing('Patient.telecom', 'Say how they can be reached: a phone number, an e-mail address or where they live.'),
    )
  const first = ranked.find(each => each === number || each === mail)
  return {
    name,
    phone,
    email,
    contactBy: first ? (first === mail ? 'email' : 'phone') : 'letter',
    address,
    postcode: home?.postalCode?.slice(0, 10) ?? null,
    communicationNeeds:
      (patient.communication ?? [])
        .flatMap(
          ({ language }) => language?.text ?? language?.coding?.[0]?.display ?? language?.coding?.[0]?.code ?? [],
        )
        .join(', ')
        .slice(0, 500) || null,
  }
}

/** Our code where they use it, the domains of Gravity, and "something else" for what we have no word for. */
const readKind = ({ code, category = [] }: ServiceRequest): NeedKind => {
  const codings = [...(code?.coding ?? []), ...category.flatMap(({ coding }) => coding ?? [])]
  for (const { system, code: value } of codings) {
    if (system === ours.kind && isNeedKind(value)) return value
    const kind = system === theirs.gravity && value ? kindOfDomain(value) : null
    if (kind) return kind
  }
  return 'other'
}

const urgencyOf: Readonly<Record<string, Urgency>> = {
  stat: 'today',
  asap: 'today',
  urgent: 'two days',
  routine: 'this week',
}

/** True when a consent lets this person's details come to us now: active, theirs, in time, and a permission. */
const isPermission = (consent: Consent, isTheirs: (reference: Reference | undefined) => boolean, now: Date): boolean =>
  consent.status === 'active' &&
  isTheirs(consent.patient) &&
  consent.provision?.type !== 'deny' &&
  isNow(consent.provision?.period, now)

const readBasis = (
  request: ServiceRequest,
  together: Together,
  isTheirs: (reference: Reference | undefined) => boolean,
  now: Date,
  issues: Issue[],
): Pick<ToldReferral, 'basis' | 'ground' | 'mayBePassedOn'> => {
  const none = { basis: 'consent' as const, ground: '', mayBePassedOn: false }
  const said = request.extension?.find(({ url }) => url === ours.basis)?.valueCode
  if (said === 'public-task' || said === 'vital-interests') {
    const ground = request.extension?.find(({ url }) => url === ours.ground)?.valueString?.trim() ?? ''
    if (!ground)
      issues.push(
        missing(
          'ServiceRequest.extension',
          `Say why their details may be shared without their permission, in the extension ${ours.ground}.`,
        ),
      )
    return {
      basis: said === 'public-task' ? 'public task' : 'vital interests',
      ground: ground.slice(0, 500),
      mayBePassedOn: false,
    }
  }
  if (said !== undefined && said !== 'consent') {
    issues.push({
      code: 'code-invalid',
      says: `The basis “${said.slice(0, 40)}” is none of: consent, public-task, vital-interests.`,
      where: 'ServiceRequest.extension',
    })
    return none
  }
  const consents = [...new Set(together.values())].filter(each => each.resourceType === 'Consent') as Consent[]
  const given = consents.find(consent => isPermission(consent, isTheirs, now))
  if (given) {
    return {
      basis: 'consent',
      ground: 'Their permission came with the referral.',
      mayBePassedOn: !given.provision?.actor?.length,
    }
  }
  issues.push({
    code: consents.length > 0 ? 'suppressed' : 'required',
    says:
      consents.length > 0
        ? 'The Consent that came along does not permit this: it must be active, be theirs, not be over, and not deny.'
        : `Nothing says that their details may be shared. Send their Consent along (ServiceRequest.supportingInfo), or say another basis in the extension ${ours.basis}.`,
    where: 'ServiceRequest.supportingInfo',
  })
  return none
}

const text = (...parts: (string | undefined)[]): string =>
  parts
    .filter(part => part?.trim())
    .join('\n\n')
    .slice(0, 4000)

/**
 * Reads what another system asks of us, from a ServiceRequest and what came with it.
 * @param task the order for it, where one came; messages have none.
 * @param mayBeOver a file may tell of what was done already; a call asks for something.
 * @returns what was told, or everything that is missing, at once.
 */
export const readReferral = (
  request: ServiceRequest,
  task: Task | null,
  together: Together,
  now: Date,
  mayBeOver = false,
): ToldReferral | Fault => {
  const issues: Issue[] = []
  if (!['active', 'draft', 'on-hold', ...(mayBeOver ? ['completed'] : [])].includes(request.status ?? ''))
    issues.push({
      code: 'business-rule',
      says: `A ServiceRequest that is “${String(request.status).slice(0, 40)}” asks for nothing. Send it while it is active.`,
      where: 'ServiceRequest.status',
    })
  if (!['order', 'proposal', 'plan', 'original-order', 'filler-order'].includes(request.intent ?? ''))
    issues.push({
      code: 'code-invalid',
      says: 'ServiceRequest.intent is to be “order”.',
      where: 'ServiceRequest.intent',
    })
  if (request.doNotPerform)
    issues.push({
      code: 'business-rule',
      says: 'It asks that nothing be done (doNotPerform).',
      where: 'ServiceRequest.doNotPerform',
    })
  const patient = follow(together, request.subject, 'Patient')
  if (!patient)
    issues.push(missing('ServiceRequest.subject', 'Send the Patient along that ServiceRequest.subject points to.'))
  const isTheirs = (reference: Reference | undefined) =>
    patient !== null && follow(together, reference, 'Patient') === patient
  if (task?.for?.reference && !isTheirs(task.for))
    issues.push({
      code: 'business-rule',
      says: 'Task.for and ServiceRequest.subject are not the same person.',
      where: 'Task.for',
    })
  const person = patient && readPerson(patient, now, issues)
  const basis = readBasis(request, together, isTheirs, now, issues)
  const identifier = request.identifier?.[0] ?? task?.identifier?.[0]
  if (issues.length > 0 || !person) return unprocessable(issues)
  return {
    kind: readKind(request),
    urgency: urgencyOf[task?.priority ?? request.priority ?? ''] ?? 'this week',
    description: task?.description?.trim().slice(0, 500) || null,
    story: text(
      request.code?.text ?? request.code?.coding?.[0]?.display,
      ...(request.reasonCode ?? []).map(each => each.text ?? each.coding?.[0]?.display),
      ...(request.note ?? []).map(each => each.text),
      request.patientInstruction,
    ),
    person,
    ...basis,
    theirIdentifier: identifier?.value ? `${identifier.system ?? ''}|${identifier.value}`.slice(0, 500) : null,
  }
}

/** Everything that came inside one resource, by the names it may be called by within it. */
export const containedIn = (...resources: readonly Resource[]): Together =>
  new Map(
    resources
      .flatMap(resource => ('contained' in resource && resource.contained ? (resource.contained as Resource[]) : []))
      .flatMap(each =>
        each.id ? [[`#${each.id}`, each] as const, [`${each.resourceType}/${each.id}`, each] as const] : [],
      ),
  )
