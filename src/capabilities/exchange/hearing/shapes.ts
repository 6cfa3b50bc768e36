import type { Issue } from '../outcome.ts'

/**
 * Whether a payload is what it says it is: a small check of our own, of the resources we take (FHIR R4 4.0.1, the definitions of each). Every element must be one that
 * the type has, once or as a list as it has it, with a value of its kind. Whole conformance is for the tests of both sides; what gets through here can be read without
 * surprises.
 */

/** An element's kind, with `*` where it is a list and `!` where it must be there. */
type Shape = Readonly<Record<string, string>>

const anywhere: Shape = { id: 'string', extension: 'Extension*' }
const backbone: Shape = { ...anywhere, modifierExtension: 'Extension*' }
const resource: Shape = {
  resourceType: 'string!',
  id: 'id',
  meta: 'Meta',
  implicitRules: 'string',
  language: 'code',
  text: 'Narrative',
  contained: 'Resource*',
  extension: 'Extension*',
  modifierExtension: 'Extension*',
}

const shapes: Readonly<Record<string, Shape>> = {
  Meta: {
    ...anywhere,
    versionId: 'id',
    lastUpdated: 'instant',
    source: 'string',
    profile: 'string*',
    security: 'Coding*',
    tag: 'Coding*',
  },
  Narrative: { ...anywhere, status: 'code!', div: 'string!' },
  Coding: {
    ...anywhere,
    system: 'string',
    version: 'string',
    code: 'code',
    display: 'string',
    userSelected: 'boolean',
  },
  CodeableConcept: { ...anywhere, coding: 'Coding*', text: 'string' },
  Reference: { ...anywhere, reference: 'string', type: 'string', identifier: 'Identifier', display: 'string' },
  Identifier: {
    ...anywhere,
    use: 'code',
    type: 'CodeableConcept',
    system: 'string',
    value: 'string',
    period: 'Period',
    assigner: 'Reference',
  },
  Period: { ...anywhere, start: 'dateTime', end: 'dateTime' },
  Annotation: {
    ...anywhere,
    authorReference: 'Reference',
    authorString: 'string',
    time: 'dateTime',
    text: 'string!',
  },
  HumanName: {
    ...anywhere,
    use: 'code',
    text: 'string',
    family: 'string',
    given: 'string*',
    prefix: 'string*',
    suffix: 'string*',
    period: 'Period',
  },
  ContactPoint: { ...anywhere, system: 'code', value: 'string', use: 'code', rank: 'number', period: 'Period' },
  Address: {
    ...anywhere,
    use: 'code',
    type: 'code',
    text: 'string',
    line: 'string*',
    city: 'string',
    district: 'string',
    state: 'string',
    postalCode: 'string',
    country: 'string',
    period: 'Period',
  },
  Task: {
    ...resource,
    identifier: 'Identifier*',
    instantiatesCanonical: 'string',
    instantiatesUri: 'string',
    basedOn: 'Reference*',
    groupIdentifier: 'Identifier',
    partOf: 'Reference*',
    status: 'code!',
    statusReason: 'CodeableConcept',
    businessStatus: 'CodeableConcept',
    intent: 'code!',
    priority: 'code',
    code: 'CodeableConcept',
    description: 'string',
    focus: 'Reference',
    for: 'Reference',
    encounter: 'Reference',
    executionPeriod: 'Period',
    authoredOn: 'dateTime',
    lastModified: 'dateTime',
    requester: 'Reference',
    performerType: 'CodeableConcept*',
    owner: 'Reference',
    location: 'Reference',
    reasonCode: 'CodeableConcept',
    reasonReference: 'Reference',
    insurance: 'Reference*',
    note: 'Annotation*',
    relevantHistory: 'Reference*',
    restriction: 'Task.restriction',
    input: 'Task.input*',
    output: 'Task.input*',
  },
  'Task.restriction': { ...backbone, repetitions: 'number', period: 'Period', recipient: 'Reference*' },
  'Task.input': { ...backbone, type: 'CodeableConcept!', 'value[x]': 'any!' },
  ServiceRequest: {
    ...resource,
    identifier: 'Identifier*',
    instantiatesCanonical: 'string*',
    instantiatesUri: 'string*',
    basedOn: 'Reference*',
    replaces: 'Reference*',
    requisition: 'Identifier',
    status: 'code!',
    intent: 'code!',
    category: 'CodeableConcept*',
    priority: 'code',
    doNotPerform: 'boolean',
    code: 'CodeableConcept',
    orderDetail: 'CodeableConcept*',
    'quantity[x]': 'any',
    subject: 'Reference!',
    encounter: 'Reference',
    'occurrence[x]': 'any',
    'asNeeded[x]': 'any',
    authoredOn: 'dateTime',
    requester: 'Reference',
    performerType: 'CodeableConcept',
    performer: 'Reference*',
    locationCode: 'CodeableConcept*',
    locationReference: 'Reference*',
    reasonCode: 'CodeableConcept*',
    reasonReference: 'Reference*',
    insurance: 'Reference*',
    supportingInfo: 'Reference*',
    specimen: 'Reference*',
    bodySite: 'CodeableConcept*',
    note: 'Annotation*',
    patientInstruction: 'string',
    relevantHistory: 'Reference*',
  },
  Patient: {
    ...resource,
    identifier: 'Identifier*',
    active: 'boolean',
    name: 'HumanName*',
    telecom: 'ContactPoint*',
    gender: 'code',
    birthDate: 'date',
    'deceased[x]': 'any',
    address: 'Address*',
    maritalStatus: 'CodeableConcept',
    'multipleBirth[x]': 'any',
    photo: 'any*',
    contact: 'any*',
    communication: 'Patient.communication*',
    generalPractitioner: 'Reference*',
    managingOrganization: 'Reference',
    link: 'any*',
  },
  'Patient.communication': { ...backbone, language: 'CodeableConcept!', preferred: 'boolean' },
  Consent: {
    ...resource,
    identifier: 'Identifier*',
    status: 'code!',
    scope: 'CodeableConcept!',
    category: 'CodeableConcept*!',
    patient: 'Reference',
    dateTime: 'dateTime',
    performer: 'Reference*',
    organization: 'Reference*',
    'source[x]': 'any',
    policy: 'any*',
    policyRule: 'CodeableConcept',
    verification: 'any*',
    provision: 'Consent.provision',
  },
  'Consent.provision': {
    ...backbone,
    type: 'code',
    period: 'Period',
    actor: 'Consent.actor*',
    action: 'CodeableConcept*',
    securityLabel: 'Coding*',
    purpose: 'Coding*',
    class: 'Coding*',
    code: 'CodeableConcept*',
    dataPeriod: 'Period',
    data: 'any*',
    provision: 'Consent.provision*',
  },
  'Consent.actor': { ...backbone, role: 'CodeableConcept!', reference: 'Reference!' },
  Bundle: {
    ...resource,
    identifier: 'Identifier',
    type: 'code!',
    timestamp: 'instant',
    total: 'number',
    link: 'any*',
    entry: 'Bundle.entry*',
    signature: 'any',
  },
  'Bundle.entry': {
    ...backbone,
    link: 'any*',
    fullUrl: 'string',
    resource: 'Resource',
    search: 'any',
    request: 'any',
    response: 'any',
  },
  MessageHeader: {
    ...resource,
    'event[x]': 'any!',
    destination: 'any*',
    sender: 'Reference',
    enterer: 'Reference',
    author: 'Reference',
    source: 'MessageHeader.source!',
    responsible: 'Reference',
    reason: 'CodeableConcept',
    response: 'any',
    focus: 'Reference*',
    definition: 'string',
  },
  'MessageHeader.source': {
    ...backbone,
    name: 'string',
    software: 'string',
    version: 'string',
    contact: 'ContactPoint',
    endpoint: 'string!',
  },
  Subscription: {
    ...resource,
    status: 'code!',
    contact: 'ContactPoint*',
    end: 'instant',
    reason: 'string!',
    criteria: 'string!',
    error: 'string',
    channel: 'Subscription.channel!',
  },
  'Subscription.channel': { ...backbone, type: 'code!', endpoint: 'string', payload: 'code', header: 'string*' },
}

const date = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/
const dateTime =
  /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d))?)?)?$/
const instant =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const simple: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: isText,
  code: value => isText(value) && /^\S+( \S+)*$/.test(value),
  id: value => isText(value) && /^[A-Za-z0-9.-]{1,64}$/.test(value),
  boolean: value => typeof value === 'boolean',
  number: value => typeof value === 'number' && Number.isFinite(value),
  date: value => isText(value) && date.test(value),
  dateTime: value => isText(value) && dateTime.test(value),
  instant: value => isText(value) && instant.test(value),
}

/** More than these are not told at once: the first ones are mended first. */
const mostIssues = 20

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same for a resource of any type; of those we have no use for only what JSON may hold in FHIR at all. */
export const resourceIssues = (value: unknown): Issue[] => {
  const { resourceType } = (value ?? {}) as { resourceType?: unknown }
  return isText(resourceType) && /^[A-Z][A-Za-z]{2,60}$/.test(resourceType)
    ? shapeIssues(value, resourceType)
    : [{ code: 'structure', says: 'This is no resource: it has no resourceType.' }]
}

/** What is wrong with a payload that is to be a resource of this type; nothing when it is one. */
export const shapeIssues = (value: unknown, type: string): Issue[] => {
  const issues: Issue[] = []
  const wrong = (where: string, says: string, code: Issue['code'] = 'structure') => {
    if (issues.length < mostIssues) issues.push({ code, says, where })
  }
  /** What JSON may hold in FHIR at all: no null but beside an extension, nothing empty, no NUL. */
  const anything = (given: unknown, where: string): void => {
    if (given === null) wrong(where, `${where} is null. Leave it out where there is nothing to say.`)
    else if (typeof given === 'string') {
      if (given.includes('\0')) wrong(where, `${where} holds a NUL, which no text has.`)
      else if (given === '') wrong(where, `${where} is empty. Leave it out where there is nothing to say.`)
    } else if (Array.isArray(given)) {
      if (given.length === 0) wrong(where, `${where} is an empty list. Leave it out.`)
      given.forEach((each, n) => {
        anything(each, `${where}[${n}]`)
      })
    } else if (isObject(given)) {
      if (Object.keys(given).length === 0) wrong(where, `${where} is empty. Leave it out.`)
      for (const [name, each] of Object.entries(given)) {
        if (name.includes('\0')) wrong(where, `${where} has a name with a NUL in it.`)
        // Beside a list of values that have extensions of their own, null stands for "none" (R4, JSON, "Primitive Elements").
        else if (name.startsWith('_')) continue
        else if (Array.isArray(each) && `_${name}` in given) continue
        else anything(each, `${where}.${name}`)
      }
    }
  }
  const within = (given: unknown, kind: string, where: string): void => {
    if (kind === 'any') return
    if (kind === 'Resource') {
      contained(given, where)
      return
    }
    if (kind === 'Extension') {
      if (!isObject(given) || !isText(given.url)) wrong(where, `${where} is an extension without its url.`)
      return
    }
    const check = simple[kind]
    if (check) {
      if (!check(given)) wrong(where, `${where} is not a ${kind}.`, 'value')
      return
    }
    if (isObject(given)) elements(given, kind, where)
    else wrong(where, `${where} is not an object of the kind ${kind}.`)
  }
  const contained = (given: unknown, where: string): void => {
    if (!isObject(given) || !isText(given.resourceType) || !/^[A-Z][A-Za-z]{2,60}$/.test(given.resourceType))
      wrong(where, `${where} is no resource: it has no resourceType.`)
    else if (Object.hasOwn(shapes, given.resourceType)) elements(given, given.resourceType, where)
  }
  const elements = (given: Record<string, unknown>, kind: string, where: string): void => {
    const shape = shapes[kind] ?? {}
    const choices = Object.keys(shape).filter(name => name.endsWith('[x]'))
    for (const [name, each] of Object.entries(given)) {
      if (name.startsWith('_')) continue
      const choice = choices.find(
        each => name.startsWith(each.slice(0, -3)) && /^[A-Z]/.test(name.slice(each.length - 3)),
      )
      const said = Object.hasOwn(shape, name) ? shape[name] : choice && shape[choice]
      if (!said) {
        wrong(
          `${where}.${name.slice(0, 60)}`,
          `${kind} has no element “${name.slice(0, 60)}” in R4. Take it out, or spell it as R4 does.`,
        )
        continue
      }
      const [, one = '', list] = /^([\w.]+)(\*?)(!?)$/.exec(said) ?? []
      if (list && !Array.isArray(each)) wrong(`${where}.${name}`, `${where}.${name} is a list in R4. Put it in [ ].`)
      else if (!list && Array.isArray(each)) wrong(`${where}.${name}`, `${where}.${name} is one in R4, not a list.`)
      else if (list)
        (each as unknown[]).forEach((one_, n) => {
          // A value that has only an extension is null in its list.
          if (one_ !== null || !(`_${name}` in given)) within(one_, one, `${where}.${name}[${n}]`)
        })
      else within(each, one, `${where}.${name}`)
    }
    for (const [name, said] of Object.entries(shape)) {
      if (!said.endsWith('!')) continue
      const stem = name.replace('[x]', '')
      const isThere = name.endsWith('[x]')
        ? Object.keys(given).some(each => each.startsWith(stem) && each !== stem)
        : given[name] !== undefined || given[`_${name}`] !== undefined
      if (!isThere) wrong(`${where}.${stem}`, `${where}.${stem} is missing; ${kind} must have it.`, 'required')
    }
  }
  if (!isObject(value)) return [{ code: 'structure', says: `The body is not a resource. Send a ${type}.` }]
  if (value.resourceType !== type)
    return [
      {
        code: 'not-supported',
        says: `Here a ${type} is taken, not ${isText(value.resourceType) ? `a ${value.resourceType.slice(0, 60)}` : 'something without a resourceType'}.`,
        where: 'resourceType',
      },
    ]
  anything(value, type)
  if (issues.length === 0 && Object.hasOwn(shapes, type)) elements(value, type, type)
  return issues
}
