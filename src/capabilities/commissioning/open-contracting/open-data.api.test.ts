import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import AjvDraft04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { aCommissioner } from '../../../../test/support/commissioner.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { changePlace } from '../../places/index.ts'
import { closeEngagement, openEngagement } from '../engagement/engage.ts'
import { writeAgreement } from '../index.ts'
import { tellLocalArea } from '../local-area/tell-local-area.ts'
import { ReleasesByProcess } from './records.ts'

const house = useHouse()
let cast: Cast
let helen: Awaited<ReturnType<typeof aCommissioner>>
let engagement = { engagementId: '', reference: '' }
const references = { contract: '', grant: '', reserved: '' }

const day = (name: string, on: string) => {
  const [year = '', month = '', date = ''] = on.split('-')
  return { [`${name}-year`]: year, [`${name}-month`]: month, [`${name}-day`]: date }
}
const get = async (path: string) => {
  const answer = await house.web.inject({ method: 'GET', url: `/${cast.slug}${path}` })
  return { status: answer.statusCode, said: answer.json(), cors: answer.headers['access-control-allow-origin'] }
}

const anyway = { nation: 'england', buyer: 'council', on: '2026-03-02' }
const services = { ...anyway, form: 'contract', what: 'services', health: 'no', concession: 'no', vat: 'with' }
const answers: Readonly<Record<'grant' | 'contract' | 'reserved', Record<string, string>>> = {
  grant: { ...anyway, form: 'grant', owed: 'no' },
  contract: { ...services, light: 'yes', value: '700000' },
  reserved: { ...services, light: 'no', value: '6000.02', bidders: 'anyone', area: 'bordering', vcse: 'yes' },
}

/** An agreement that is signed and published, made through the pages. */
const published = async (what: 'contract' | 'grant' | 'reserved', engagementId: string | null) => {
  const kind = what === 'grant' ? 'grant' : 'contract'
  const { reference } = worked(
    await perform(house.platform.db, helen.actor, writeAgreement, {
      ...{
        title: `A ${what === 'reserved' ? 'contract kept near' : kind} for meals`,
        purpose: 'Nobody eats alone who does not want to.',
        kind,
      },
      ...{ category: 'services', cpvCode: '85300000', supplierIds: [cast.kitchen, cast.drivers] },
      ...{ startsOn: '2026-04-01', endsOn: '2031-03-31', extendableUntilOn: '2033-03-31', shortBecause: null },
      ...{ engagementId, noEngagementBecause: engagementId ? null : 'A small one.', neighbourhoodIds: null },
    } as never),
  )
  const path = `/${cast.slug}/commissioning/agreements/${reference}`
  const does = async (deed: string, button: string, typed: Record<string, string>) => {
    await helen.visitor.open(`${path}/do/${deed}`)
    await helen.visitor.press(button, typed)
    expect([deed, helen.visitor.errors()]).toEqual([deed, []])
  }
  await does('money', 'Save it', {
    amounts: '1000.01\n1000\n1000\n1000\n1000',
    extension: '0',
    vatRate: kind === 'grant' ? '0' : '20',
  })
  await helen.visitor.open(
    `/${cast.slug}/commissioning/routes?${new URLSearchParams({ ...answers[what], agreement: reference })}`,
  )
  await helen.visitor.press('Make it this way')
  expect([kind, helen.visitor.errors()]).toEqual([kind, []])
  await does('no-measures', 'Save it', {
    because: { grant: 'grant', contract: 'light touch', reserved: 'not over 5 million' }[what],
  })
  await does('review', 'Plan it', { ...day('dueOn', '2026-12-10'), about: 'What did we learn?' })
  await does('sign', 'It is signed', day('signedOn', '2026-11-16'))
  await does('publish', 'Publish it', {})
  references[what] = reference
  return does
}

beforeAll(async () => {
  cast = await aCast(house)
  helen = await aCommissioner(house, cast)
  expect((await get('/open-contracting/releases')).said.error.title).toBe('Not published in this standard yet')
  worked(
    await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
      settings: {
        openContracting: {
          ocidPrefix: 'ocds-zz1zz1',
          grantPrefix: '360G-zz',
          name: 'The Council of Z',
          orgId: 'GB-LAE-ZZZ',
        },
      } as never,
    }),
  )
  engagement = worked(
    await perform(house.platform.db, helen.actor, openEngagement, {
      ...{
        title: 'Eating together',
        about: 'What would it take?',
        process: 'Come on Tuesday.',
        category: 'services',
        cpvCode: null,
      },
      ...{ contactName: 'Helen', contactEmail: 'helen@example.org', opensOn: '2026-11-01', closesOn: '2026-12-01' },
      ...{ valueInPence: 500_000, plannedFromOn: '2026-04-01', plannedUntilOn: null, suitsSme: true, suitsVcse: true },
      ...{ neighbourhoodIds: null, cameFrom: null },
    } as never),
  )
  const does = await published('contract', engagement.engagementId)
  await does('vary', 'Change it', {
    ...{
      reason: 'More people come.',
      ground: 'light touch',
      ...day('fromOn', '2027-04-01'),
      ...day('untilOn', '2028-03-31'),
    },
    ...{
      ...day('endsOn', '2031-03-31'),
      amounts: '1000.01\n1500\n1000\n1000\n1000',
      agreedBy: 'Helen and Ben',
      exitSays: 'Back to 1,000.',
    },
  })
  await does('publish', 'Publish it', {})
  worked(
    await perform(house.platform.db, helen.actor, closeEngagement, {
      engagementId: engagement.engagementId,
      says: 'Meals at noon, not at six.',
    }),
  )
  await published('grant', null)
  worked(
    await perform(house.platform.db, helen.actor, tellLocalArea, {
      own: { name: 'Zedshire', code: 'E06000099' },
      inside: null,
      borders: [{ name: 'Wyeshire', code: 'E10000098' }],
      ...{ source: 'A map', sourceUrl: null, readOn: '2026-11-01' },
    }),
  )
  await published('reserved', null)
}, 180_000)

describe('what a place publishes of its commissioning', () => {
  it('says for whom it was kept, with the areas by name, and why it was made that way', async () => {
    const { said: record } = await get(`/open-contracting/records/ocds-zz1zz1-${references.reserved}`)
    expect(record.records[0].compiledRelease.tender).toMatchObject({
      aboveThreshold: false,
      procurementMethod: 'open',
      procurementMethodRationale: expect.stringContaining('Procurement Act 2023, part 6'),
      otherRequirements: {
        reservedParticipation: ['smeVcse'],
        reservedParticipationLocation: { description: 'Zedshire (E06000099), Wyeshire (E10000098)' },
      },
    })
  })

  it('is one process from the engagement to the contract and its change, for any site to read', async () => {
    const { status, said, cors } = await get('/open-contracting/releases')
    expect([status, cors]).toEqual([200, '*'])
    expect(said.publisher).toEqual({ name: 'The Council of Z', scheme: 'GB-LAE', uid: 'ZZZ' })
    const ocid = `ocds-zz1zz1-${engagement.reference}`
    const told = said.releases.filter((release: { ocid: string }) => !release.ocid.endsWith(references.reserved))
    expect(new Set(told.map((release: { ocid: string }) => release.ocid))).toEqual(new Set([ocid]))
    expect(told.map((release: { tag: string[] }) => release.tag).sort()).toEqual(
      [['planning'], ['award', 'contract'], ['contractAmendment'], ['planningUpdate']].sort(),
    )
    const { said: record } = await get(`/open-contracting/records/${ocid}`)
    const now = record.records[0].compiledRelease
    expect(now.tender).toMatchObject({
      title: 'Eating together',
      status: 'complete',
      aboveThreshold: true,
      specialRegime: ['lightTouch'],
    })
    expect(now.contracts).toMatchObject([
      {
        id: references.contract,
        status: 'active',
        value: { amount: 5500.01, amountGross: 6600.01, currency: 'GBP' },
        period: {
          startDate: '2026-04-01T00:00:00Z',
          endDate: '2031-03-31T23:59:59Z',
          maxExtentDate: '2033-03-31T23:59:59Z',
        },
        noAgreedMetricsRationale: expect.stringContaining('light touch'),
        amendments: [{ id: '1', rationale: 'More people come.' }],
      },
    ])
    expect(now.awards[0].suppliers.map(({ name }: { name: string }) => name).sort()).toEqual(['Drivers', 'Kitchen'])
    expect(now.planning.milestones).toMatchObject([
      { id: 'engagement', status: 'met', description: 'Meals at noon, not at six.' },
    ])
    expect(
      record.records[0].versionedRelease.contracts[0].value.amount.map(({ value }: { value: number }) => value),
    ).toEqual([5000.01, 5500.01])
  })

  it('points to documents that are there for anybody to read', async () => {
    const { said } = await get('/open-contracting/releases')
    const addresses = new Set(
      [...JSON.stringify(said.releases).matchAll(/"url":"([^"]+)"/g)].map(
        ([, address = '']) => new URL(address).pathname,
      ),
    )
    expect([...addresses].some(path => path.includes('/commissioning/agreements/'))).toBe(true)
    for (const path of addresses)
      expect([path, (await house.web.inject({ url: path })).statusCode]).toEqual([path, 200])
  })

  it('merges, by anybody who reads the releases, to the records it publishes', async () => {
    const { said: told } = await get('/open-contracting/releases')
    const { said: kept } = await get('/open-contracting/records')
    const merged = new ReleasesByProcess()
    for (const release of told.releases) merged.add(release)
    const own = JSON.parse(JSON.stringify([...merged.records({ versioned: true })]))
    expect(kept.records.map((record: { compiledRelease: unknown }) => record.compiledRelease)).toEqual(
      own.map((record: { compiledRelease: unknown }) => record.compiledRelease),
    )
  })

  it('tells a grant as 360Giving, an equal part for each to the penny, and not as a contract', async () => {
    const { said, cors } = await get('/360giving/grants')
    expect(cors).toBe('*')
    expect(said.grants.map(({ amountAwarded }: { amountAwarded: number }) => amountAwarded)).toEqual([2500.01, 2500])
    expect(said.grants[0]).toMatchObject({
      id: `360G-zz-${references.grant}-1-1`,
      currency: 'GBP',
      awardDate: '2026-11-16',
      fundingOrganization: [{ name: 'Hub' }],
      plannedDates: [{ startDate: '2026-04-01', endDate: '2031-03-31', duration: 60 }],
    })
    const { said: told } = await get('/open-contracting/releases')
    expect(JSON.stringify(told)).not.toContain(references.grant)
  })

  it('names nobody who acted, and no address of anybody who answers questions', async () => {
    for (const path of ['/open-contracting/releases', '/open-contracting/records', '/360giving/grants'])
      expect([path, /helen|"Ben"/i.test(JSON.stringify((await get(path)).said))]).toEqual([path, false])
  })

  it.each([
    ['/open-contracting/releases?after=x', 400],
    ['/open-contracting/releases?after=2026-01-01_x', 400],
    ['/open-contracting/records/ocds-zz1zz1-XXX-XXX', 404],
    ['/open-contracting/records/ocds-other-1', 404],
  ])('answers %s with what is wrong', async (path, status) => {
    const answer = await get(path)
    expect([answer.status, typeof answer.said.error.message]).toEqual([status, 'string'])
  })

  it('begins a page where the last one ended', async () => {
    const { said } = await get('/open-contracting/releases')
    const second = said.releases[1]
    const { said: rest } = await get(
      `/open-contracting/releases?after=${second.date}_ffffffff-ffff-4fff-bfff-ffffffffffff`,
    )
    expect(rest.releases).toEqual(said.releases.filter(({ date }: { date: string }) => date > second.date))
  })
})

const shared = resolve(process.env.SHARED_DATA ?? '../shared/data')
const json = (...path: string[]) => JSON.parse(readFileSync(join(shared, ...path), 'utf8'))

if (!existsSync(join(shared, 'ocds'))) console.log(`skipped: ${shared} is not there`)
describe.skipIf(!existsSync(join(shared, 'ocds')))('by the official schemas, where they are at hand', () => {
  const validated = (schema: object, said: unknown) => {
    const ajv = new (AjvDraft04 as never as typeof import('ajv').Ajv)({ strict: false, allErrors: true })
    ;(addFormats as never as (ajv: unknown) => void)(ajv)
    const check = ajv.compile(schema)
    return check(said) ? [] : check.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  /** The schema as it is stored names one definition in two ways. */
  const ukSchema = () => {
    const schema = json('ocds', 'uk-extension-deps', 'uk-patched-release-schema.json')
    schema.definitions.PerformanceFailures ??= schema.definitions.PerformanceFailure
    return schema
  }

  it('every release is valid, with the United Kingdom’s extension', async () => {
    const schema = ukSchema()
    const { said } = await get('/open-contracting/releases')
    expect(said.releases.length).toBe(5)
    for (const release of said.releases) expect([release.id, validated(schema, release)]).toEqual([release.id, []])
  })

  it('every compiled release is valid too', async () => {
    const { said } = await get('/open-contracting/records')
    for (const { compiledRelease } of said.records) expect(validated(ukSchema(), compiledRelease)).toEqual([])
  })

  it('the grants are valid as a package', async () => {
    const grant = json('360giving', 'standard-1.4.3', 'schema', '360-giving-schema.json')
    const packaged = json('360giving', 'standard-1.4.3', 'schema', '360-giving-package-schema.json')
    const dialect = 'https://json-schema.org/draft/2020-12/schema'
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    ;(addFormats as never as (ajv: unknown) => void)(ajv)
    // The package of 1.4.3 still names the grants of 1.4.2.
    ajv.addSchema({ ...grant, $schema: dialect, $id: packaged.properties.grants.items.$ref })
    const check = ajv.compile({ ...packaged, $schema: dialect })
    const { said } = await get('/360giving/grants')
    check(said)
    expect(check.errors ?? []).toEqual([])
  })
})
