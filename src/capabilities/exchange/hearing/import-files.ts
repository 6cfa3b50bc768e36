import { createHash } from 'node:crypto'
import type { Resource, ServiceRequest, Task } from '@medplum/fhirtypes'
import { newId } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { Actor } from '../../../platform/auth/actor.ts'
import { hashSecret } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import type { VisitedPlace } from '../../../platform/http/route.ts'
import { newSecret, type Platform } from '../../../platform/platform.ts'
import { type Organisation, triageOrganisationOf } from '../../organisations/index.ts'
import { closeNeed, markContactMade, markNeedAccepted, markNeedAsked, markNeedDone } from '../../requests/index.ts'
import { type Issue, isFault } from '../outcome.ts'
import { findReceived } from '../received-store.ts'
import { insertSystem, listSystems } from '../systems/system-store.ts'
import { containedIn, readReferral, type Together } from './read-referral.ts'
import { receiveReferral } from './receive-referral.ts'
import { resourceIssues } from './shapes.ts'

/** A file to import: FHIR R4 JSON, one resource or a Bundle of several. */
export interface FhirFile {
  readonly name: string
  readonly text: string
}

/** What became of one file. */
export interface ImportedFile {
  readonly name: string
  readonly type: string
  readonly became: 'referral' | 'part of a referral' | 'read' | 'refused'
  readonly says: string
}

type Read = FhirFile & { type: string; resources: Resource[]; issues: readonly Issue[] }

const readFile = (file: FhirFile): Read => {
  let value: unknown
  try {
    value = JSON.parse(file.text)
  } catch {
    return { ...file, type: 'not JSON', resources: [], issues: [{ code: 'structure', says: 'This is not JSON.' }] }
  }
  const issues = resourceIssues(value)
  const type = String((value as { resourceType?: unknown } | null)?.resourceType ?? 'no resource').slice(0, 60)
  if (issues.length > 0) return { ...file, type, resources: [], issues }
  const resource = value as Resource
  const inside =
    resource.resourceType === 'Bundle' ? (resource.entry ?? []).flatMap(each => (each.resource as Resource) ?? []) : []
  return { ...file, type, resources: [resource, ...inside], issues }
}

/** How far along a Task is: of several that speak of one request, the furthest tells how it stands. */
const order = ['requested', 'accepted', 'in-progress', 'on-hold', 'rejected', 'cancelled', 'failed', 'completed']
const furthest = (tasks: readonly Task[]): Task | null =>
  [...tasks].sort((a, b) => order.indexOf(a.status ?? '') - order.indexOf(b.status ?? '')).at(-1) ?? null

const asksFulfilment = (task: Task): boolean => task.code?.coding?.some(({ code }) => code === 'fulfill') ?? false

/** The files of an organisation are a system of its own, which nobody can call as: who sent a referral in is never left open. */
const systemOfFiles = async (platform: Platform, actor: Actor, organisationId: string): Promise<string> =>
  platform.db.as(actor, async tx => {
    const known = (await listSystems(tx, organisationId)).find(({ name }) => name === 'Files')
    if (known) return known.systemId
    const systemId = newId()
    const tokenHash = hashSecret(newSecret())
    await insertSystem(tx, {
      systemId,
      organisationId,
      name: 'Files',
      domain: null,
      scopes: [],
      addedBy: actor.name,
      expiresAt: tx.now,
      tokenHash,
    })
    return systemId
  })

/** Takes a need that was seen to elsewhere through its states, to the end that its Task tells of. */
const finishAsTold = async (platform: Platform, actor: Actor, needId: string, status: string): Promise<void> => {
  const house = houseActor(actor.placeId)
  if (status === 'completed') {
    await perform(platform.db, house, markNeedAsked, { needId, of: 'organisation' })
    for (const command of [markNeedAccepted, markContactMade, markNeedDone])
      await perform(platform.db, house, command, { needId })
    await perform(platform.db, house, closeNeed, { needId, reason: 'helped' })
  } else if (status === 'cancelled')
    await perform(platform.db, house, closeNeed, { needId, reason: 'no longer needed' })
}

/**
 * Imports referrals from files, as an organisation sent them: every ServiceRequest that asks for something becomes one help request, whatever number of Tasks speak of
 * it. What the others are is said of each. Importing the same files again changes nothing.
 */
export const importFiles = async (
  platform: Platform,
  place: VisitedPlace,
  sender: Organisation,
  files: readonly FhirFile[],
): Promise<ImportedFile[]> => {
  const read = files.map(readFile)
  const all = read.flatMap(({ resources }) => resources)
  const together: Together = new Map([
    ...containedIn(...all),
    ...all.flatMap(each => (each.id ? [[`${each.resourceType}/${each.id}`, each] as const] : [])),
  ])
  const actor: Actor = {
    ...houseActor(place.placeId),
    kind: 'system',
    name: `Files of ${sender.name}`,
    organisationId: sender.organisationId,
    organisationName: sender.name,
    holderIds: [sender.organisationId],
    permissions: new Set(['exchange.send', 'exchange.read']),
  }
  const systemId = await systemOfFiles(platform, actor, sender.organisationId)
  const outcomes = new Map<Resource, { became: ImportedFile['became']; says: string }>()
  const tasks = all.filter((each): each is Task => each.resourceType === 'Task' && asksFulfilment(each))
  for (const request of all.filter((each): each is ServiceRequest => each.resourceType === 'ServiceRequest')) {
    const about = tasks.filter(
      ({ focus }) => focus?.reference !== undefined && together.get(focus.reference) === request,
    )
    const task = furthest(about)
    const told = readReferral(request, task, together, platform.clock(), true)
    if (isFault(told)) {
      outcomes.set(request, { became: 'refused', says: told.issues.map(({ says }) => says).join(' ') })
      continue
    }
    const bodyHash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
    const done = await perform(platform.db, actor, receiveReferral, {
      call: { systemId, requestId: bodyHash.slice(0, 64), bodyHash },
      told,
      triagedByOrganisationId: triageOrganisationOf(place),
    })
    if (isRefusal(done)) {
      outcomes.set(request, { became: 'refused', says: done.message })
      continue
    }
    const received = await platform.db.as(actor, tx => findReceived(tx, done.recordId))
    const status = task?.status ?? request.status ?? ''
    if (received) await finishAsTold(platform, actor, received.needId, status)
    const how = status === 'completed' ? 'was made, and closed as helped' : 'waits for triage'
    outcomes.set(request, { became: 'referral', says: `A help request ${how}.` })
    for (const each of about)
      outcomes.set(each, { became: 'part of a referral', says: `Tells where the referral stands: ${each.status}.` })
    const person = together.get(request.subject?.reference ?? '')
    if (person) outcomes.set(person, { became: 'part of a referral', says: 'Who the referral is about.' })
    for (const consent of all.filter(each => each.resourceType === 'Consent'))
      if (told.basis === 'consent')
        outcomes.set(consent, { became: 'part of a referral', says: 'Lets their details be shared.' })
  }
  return read.map(({ name, type, resources, issues }) => {
    if (issues.length > 0) return { name, type, became: 'refused', says: issues.map(({ says }) => says).join(' ') }
    const [first] = resources
    const found = resources.flatMap(each => outcomes.get(each) ?? [])
    const best = found.find(({ became }) => became === 'referral') ?? found[0]
    return { name, type, ...(best ?? { became: 'read' as const, says: sayRead(first) }) }
  })
}

const sayRead = (resource: Resource | undefined): string => {
  switch (resource?.resourceType) {
    case 'Task':
      return 'A task for the person themselves, or one whose request is not among the files: nothing is to be done here.'
    case 'HealthcareService':
    case 'Location':
      return 'What is offered comes into the directory from whoever offers it, not with a referral.'
    case 'Organization':
      return 'Organisations join by themselves; known here as a name that others refer to.'
    default:
      return 'Understood, and held by whoever sent it: referrals here have no place for it.'
  }
}
