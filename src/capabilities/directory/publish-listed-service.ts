import { Type } from 'typebox'
import { dateAt } from '../../design/time-in-words.ts'
import { type JourneyId, newId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { factKind, record } from '../../platform/facts/fact.ts'
import { findOrganisation, type Organisation } from '../organisations/index.ts'
import { type GridPoint, lookUpPostcode } from '../places/index.ts'
import { recordChange } from './change-log-store.ts'
import { keepPublishedAssurances } from './freshness/assure.ts'
import { type Cost, type ListedServiceDraft, PUBLISHED_HERE, type PublisherDraft } from './listed-service.ts'
import { findHashes, upsertPublishers, upsertServices } from './listed-service-store.ts'
import { SCHEDULES_MEND, ScheduleInput, scheduleFromInput, wrongSchedule } from './opening/schedule-input.ts'
import { plainLine, plainText } from './plain-text.ts'
import { emailField, known, madeId, newMends, urlField } from './read-fields.ts'
import { contentHash, rowsOf } from './service-rows.ts'

/** A listed service was published, or published anew, by an organisation of the place. */
export const ListedServicePublished = factKind<{ serviceId: string; organisationId: string }>(
  'directory.listed-service-published',
  () => 'The service was published in the directory.',
)

const Text = (maxLength: number, mend: string) => Type.Optional(Type.String({ maxLength, mend }))
const Age = (mend: string) => Type.Optional(Type.Number({ minimum: 0, maximum: 120, mend }))
const On = (mend: string) => Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', mend })

/** Publishes a service of an organisation of the place, or changes one already published (`serviceId`). */
export const publishListedService = command({
  name: 'directory.publish-listed-service',
  allow: 'listed-service.publish',
  inHouse: true,
  input: Type.Object({
    serviceId: Type.Optional(Type.String({ format: 'uuid', mend: 'Choose the service to change' })),
    organisationId: Type.String({ format: 'uuid', mend: 'Choose the organisation that offers it' }),
    name: Type.String({
      minLength: 2,
      maxLength: 250,
      pattern: '\\S',
      mend: 'Enter what the service is called, up to 250 characters',
    }),
    description: Text(20_000, 'Keep the description to 20,000 characters'),
    url: Text(2000, 'Enter a web address like www.example.org'),
    email: Text(254, 'Enter an e-mail address like name@example.org'),
    phone: Text(80, 'Enter a phone number, like 01632 960 001'),
    attending: Type.Optional(
      Type.Array(
        Type.Union([
          Type.Literal('in-person'),
          Type.Literal('phone'),
          Type.Literal('online'),
          Type.Literal('home-visit'),
        ]),
        {
          maxItems: 4,
          mend: 'Choose how people use it: in person, by phone, online or at home',
        },
      ),
    ),
    cost: Type.Optional(
      Type.Union([Type.Literal('free'), Type.Literal('paid')], { mend: 'Choose whether it is free' }),
    ),
    fees: Text(2000, 'Keep what it costs to 2,000 characters'),
    eligibility: Text(2000, 'Keep who it is for to 2,000 characters'),
    minimumAge: Age('Enter the youngest age, from 0 to 120'),
    maximumAge: Age('Enter the oldest age, from 0 to 120'),
    languages: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), { maxItems: 100, mend: 'Enter each language in up to 60 characters' }),
    ),
    terms: Type.Optional(
      Type.Array(Type.String({ maxLength: 250 }), { maxItems: 50, mend: 'Enter each subject in up to 250 characters' }),
    ),
    serviceAreas: Type.Optional(
      Type.Array(Type.String({ maxLength: 250 }), { maxItems: 100, mend: 'Enter each area in up to 250 characters' }),
    ),
    locations: Type.Optional(
      Type.Array(
        Type.Object({
          name: Type.Optional(Type.String({ maxLength: 250 })),
          addressLines: Type.Optional(Type.Array(Type.String({ maxLength: 250 }), { maxItems: 5 })),
          town: Type.Optional(Type.String({ maxLength: 100 })),
          postcode: Type.String({ maxLength: 12 }),
          accessibility: Type.Optional(Type.Array(Type.String({ maxLength: 500 }), { maxItems: 30 })),
        }),
        { maxItems: 50, mend: 'Give each place where it is offered a postcode' },
      ),
    ),
    schedules: Type.Optional(Type.Array(ScheduleInput, { maxItems: 50, mend: SCHEDULES_MEND })),
    /** Today when left out of a new one; an edit leaves it as it was, since an edit is no check. Null when nobody has checked it. */
    assuredOn: Type.Optional(Type.Union([On('Enter the day it was last checked, like 2026-11-22'), Type.Null()])),
  }),
  async run(tx, input) {
    const organisation = await findOrganisation(tx, input.organisationId)
    if (!organisation) return refuse('no-such-organisation', 'There is no such organisation here.', 'organisationId')
    const mends = newMends()
    const url = urlField(input.url, 'web address', mends)
    if (input.url && !url) return refuse('url', 'Enter a web address like www.example.org', 'url')
    const email = emailField(input.email, 'e-mail', mends)
    if (input.email && !email) return refuse('email', 'Enter an e-mail address like name@example.org', 'email')
    if (input.minimumAge !== undefined && input.maximumAge !== undefined && input.minimumAge > input.maximumAge) {
      return refuse('ages', 'The youngest age is above the oldest: swap them', 'minimumAge')
    }
    const assuredOn = input.assuredOn !== undefined ? input.assuredOn : input.serviceId ? null : dateAt(tx.now)
    if (assuredOn !== null && assuredOn > dateAt(tx.now))
      return refuse('assured', 'The day it was last checked cannot be in the future', 'assuredOn')
    if (input.serviceId && (await findHashes(tx, [input.serviceId])).get(input.serviceId)?.source !== PUBLISHED_HERE) {
      return refuse('no-such-service', 'There is no such service that was published here.', 'serviceId')
    }
    for (const each of input.schedules ?? []) {
      const wrong =
        wrongSchedule(each) ??
        (each.location !== undefined && each.location >= (input.locations ?? []).length
          ? 'Choose one of the places given for the times of one place'
          : undefined)
      if (wrong) return refuse('schedule', wrong, 'schedules')
    }
    const serviceId = input.serviceId ?? newId<string & { readonly __brand: 'ListedServiceId' }>()
    const points = new Map<string, GridPoint>()
    const locations: ListedServiceDraft['locations'] = []
    for (const [index, { postcode, name, town, addressLines = [], accessibility = [] }] of (
      input.locations ?? []
    ).entries()) {
      const where = await lookUpPostcode(tx, postcode)
      if (where.kind === 'not-a-postcode' || where.kind === 'outcode' || where.kind === 'partial') {
        return refuse('postcode', where.message ?? 'Enter a whole postcode like ZZ1 4AB', 'locations')
      }
      if (where.point) points.set(where.shown, where.point)
      locations.push({
        locationId: madeId(serviceId, 'location', String(index)),
        kind: 'physical',
        addressLines: addressLines.flatMap(line),
        accessibility: accessibility.flatMap(line),
        postcode: where.shown,
        country: 'GB',
        ...known<{ name?: string; town?: string }>({ name: oneLine(name), town: oneLine(town) }),
      })
    }
    const draft = known<ListedServiceDraft>({
      serviceId,
      externalId: serviceId,
      name: plainLine(input.name).text,
      description: text(input.description),
      url,
      email,
      status: 'active',
      attending: [...new Set([...(input.attending ?? []), ...(locations.length > 0 ? (['in-person'] as const) : [])])],
      access: [],
      cost: input.cost as Cost | undefined,
      fees: text(input.fees),
      costOptions: [],
      eligibility: text(input.eligibility),
      minimumAge: input.minimumAge,
      maximumAge: input.maximumAge,
      languages: (input.languages ?? [])
        .flatMap(line)
        .map(name => ({ name, languageId: madeId(serviceId, 'language', name) })),
      requiredDocuments: [],
      funding: [],
      contacts: [],
      phones: input.phone ? [{ number: plainLine(input.phone, 80).text }] : [],
      schedules: (input.schedules ?? []).map((each, index) =>
        scheduleFromInput(each, madeId(serviceId, 'schedule', String(index)), at => locations[at]?.locationId),
      ),
      serviceAreas: (input.serviceAreas ?? [])
        .flatMap(line)
        .map(name => ({ name, serviceAreaId: madeId(serviceId, 'area', name) })),
      terms: (input.terms ?? [])
        .flatMap(line)
        .map(name => ({ termId: madeId(PUBLISHED_HERE, 'term', name.toLowerCase()), name, taxonomy: 'Kind of help' })),
      locations,
      publisher: publisherOfOrganisation(organisation),
      assuredOn: assuredOn ?? undefined,
      assuredBy: undefined,
      lastModifiedAt: tx.now,
    })
    await write(tx, draft, organisation, points)
    await record(
      tx,
      ListedServicePublished,
      { recordId: serviceId, journeyId: serviceId as unknown as JourneyId },
      { serviceId, organisationId: organisation.organisationId },
    )
    return { recordId: serviceId, serviceId }
  },
})

const oneLine = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : plainLine(value).text || undefined
const text = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : plainText(value).text || undefined
const line = (value: string): string[] => [oneLine(value) ?? []].flat()

/** An organisation of the place as the publisher of its entries. */
export function publisherOfOrganisation({ organisationId, name, about, email }: Organisation): PublisherDraft {
  return known<PublisherDraft>({
    publisherId: organisationId,
    name,
    description: text(about),
    email: email || undefined,
    identifiers: [],
  })
}

async function write(
  tx: PlaceTx,
  draft: ListedServiceDraft,
  { organisationId }: Organisation,
  points: Map<string, GridPoint>,
): Promise<void> {
  if (draft.publisher) await upsertPublishers(tx, [{ ...draft.publisher, organisationId }])
  const rows = rowsOf(draft, PUBLISHED_HERE, contentHash(draft), postcode => points.get(postcode))
  await upsertServices(tx, [rows])
  await keepPublishedAssurances(tx, [draft.serviceId], 'edit')
  await recordChange(tx, [draft.serviceId])
}
