/**
 * How fast the pages of commissioning open after ten years: AGREEMENTS (default 1,500: 150 a year) of five years each with their parties, money, measures and readings, learning, reviews and
 * months of payment, each published three times; and as many engagements as a fifth of them, ten entries in each diary. Made by SQL.
 *
 * Prints JSON: for each page the middle and worst of RUNS (default 15) by the clock, and the processor time of this process, which serves it. The scratch database gives up durability, which
 * reading does not notice.
 */
import { openApp } from '../src/app.ts'
import { changePlace } from '../src/capabilities/places/index.ts'
import { perform } from '../src/platform/command.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect } from '../src/platform/db/connection.ts'
import { houseActor } from '../src/platform/db/database.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { aCast, worked } from '../test/support/cast.ts'
import type { TestHouse } from '../test/support/house.ts'
import { aMember } from '../test/support/member.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'
import { timed } from './page-times.ts'

const agreements = Number(process.env.AGREEMENTS ?? 1500)
const engagements = Math.ceil(agreements / 5)
const targetMilliseconds = 100

const { owner, drop } = await freshDatabase()
const platform = await openPlatform(readConfig({ PORT: '0' }, root, 'bench'), owner)
const sql = connect(owner, 1)
try {
  const cast = await aCast({ platform } as TestHouse)
  const { placeId, slug } = cast
  const openContracting = {
    ocidPrefix: 'ocds-zz1zz1',
    grantPrefix: '360G-zz',
    name: 'The council',
    orgId: 'GB-LAE-ZZZ',
  }
  worked(await perform(platform.db, houseActor(placeId), changePlace, { settings: { openContracting } as never }))
  const helen = await aMember(platform, placeId, cast.hub, 'Helen', ['commissioner'])
  const ben = await aMember(platform, placeId, cast.kitchen, 'Bea', ['coordinator'])
  const tables = [
    'party',
    'agreement',
    'agreement_party',
    'agreement_year',
    'publication',
    'engagement',
    'engagement_entry',
    'measure',
    'reading',
    'learning',
    'review',
    'payment_month',
  ]
  for (const table of tables) await sql.unsafe(`alter table commissioning.${table} no force row level security`)
  await sql`insert into commissioning.party (place_id, party_id, organisation_id, name, org_ids, changed_at, changed_by)
    select place_id, gen_random_uuid(), organisation_id, name, array['GB-CHC-' || (1000000 + row_number() over ())], now(), 'bench'
    from organisations.organisation where place_id = ${placeId}`
  const partyOf = async (organisationId: string) =>
    (
      await sql<{ id: string }[]>`
        select party_id as id from commissioning.party where place_id = ${placeId} and organisation_id = ${organisationId}`
    )[0]?.id ?? ''
  const [buyer, supplier] = [await partyOf(cast.hub), await partyOf(cast.kitchen)]
  await sql`insert into commissioning.engagement (place_id, engagement_id, reference, title, about, process, category, buyer_party_id, contact_name, contact_email, opens_on, closes_on, suits_sme,
      suits_vcse, opened_by, opened_at, closed_at, closed_by, closed_says)
    select ${placeId}, gen_random_uuid(), 'E' || lpad(n::text, 5, '0'), 'What would help ' || n, 'What we want to know.', 'Come on Thursday.', 'services', ${buyer}, 'Helen', 'helen@example.org',
      current_date - n * 12, current_date - n * 12 + 30, true, true, 'bench', now() - n * interval '12 days', case when n > 4 then now() - n * interval '11 days' end,
      case when n > 4 then 'bench' end, case when n > 4 then 'Much.' end from generate_series(1, ${engagements}::int) n`
  await sql`insert into commissioning.engagement_entry (place_id, entry_id, engagement_id, happened_on, how, asked, said, by_organisation_id, written_by, written_at)
    select place_id, gen_random_uuid(), engagement_id, opens_on + k, 'meeting', 'The lunch club', repeat('They said something. ', 20), ${cast.hub}, 'bench', now()
    from commissioning.engagement, generate_series(1, 10) k where place_id = ${placeId}`
  await sql`insert into commissioning.agreement (place_id, agreement_id, reference, title, purpose, kind, route, buyer_party_id, category, starts_on, ends_on, is_pooled, shows_shares, reserved_for,
      no_metrics_because, state, written_at, written_by, signed_on, ended_on, ended_because, awarded_until_on)
    select ${placeId}, gen_random_uuid(), 'A' || lpad(n::text, 5, '0'), 'Agreement ' || n, repeat('Nobody eats alone who does not want to. ', 5), case when n % 3 = 0 then 'grant' else 'contract' end,
      case when n % 3 = 0 then 'grant' else 'light-competition' end, ${buyer}, 'services', current_date - n * 3650 / ${agreements}::int, current_date - n * 3650 / ${agreements}::int + 1825, false,
      false, '{}', 'light touch', case when n * 3650 / ${agreements}::int > 1825 then 'ended' else 'agreed' end, now() - n * interval '2 days', 'bench', current_date - n * 3650 / ${agreements}::int,
      case when n * 3650 / ${agreements}::int > 1825 then current_date - n * 3650 / ${agreements}::int + 1825 end, case when n * 3650 / ${agreements}::int > 1825 then 'It was over.' end,
      current_date - n * 3650 / ${agreements}::int + 1825
    from generate_series(1, ${agreements}::int) n`
  await sql`insert into commissioning.agreement_party (place_id, agreement_id, party_id, role)
    select place_id, agreement_id, p.party_id, p.role from commissioning.agreement,
      (values (${buyer}::uuid, 'buyer'), (${buyer}::uuid, 'funder'), (${supplier}::uuid, 'supplier')) p (party_id, role) where place_id = ${placeId}`
  await sql`insert into commissioning.agreement_year (place_id, agreement_id, starts_on, ends_on, amount_in_pence, vat_in_pence)
    select place_id, agreement_id, starts_on + k * 365, starts_on + k * 365 + 364, 3600001, 720000 from commissioning.agreement, generate_series(0, 4) k where place_id = ${placeId}`
  await sql`insert into commissioning.measure (place_id, measure_id, agreement_id, name, why, unit, aim, added_at)
    select place_id, gen_random_uuid(), agreement_id, 'Measure ' || k, 'They asked for it.', 'people', '80 of 100', now() from commissioning.agreement, generate_series(1, 3) k where place_id = ${placeId}`
  await sql`insert into commissioning.reading (place_id, reading_id, agreement_id, measure_id, read_on, value, stands, read_by, read_at)
    select place_id, gen_random_uuid(), agreement_id, measure_id, current_date - k * 90, '84', 'met', 'bench', now() from commissioning.measure, generate_series(1, 20) k where place_id = ${placeId}`
  await sql`insert into commissioning.learning (place_id, learning_id, agreement_id, kind, happened_on, says, by_organisation_id, written_by, written_at)
    select place_id, gen_random_uuid(), agreement_id, 'learning', current_date - k * 90, repeat('We learned something. ', 20), ${cast.kitchen}, 'bench', now()
    from commissioning.agreement, generate_series(1, 10) k where place_id = ${placeId}`
  await sql`insert into commissioning.review (place_id, review_id, agreement_id, due_on, about)
    select place_id, gen_random_uuid(), agreement_id, current_date + k * 180, 'What did we learn?' from commissioning.agreement, generate_series(1, 4) k where place_id = ${placeId}`
  await sql`insert into platform.record_grant (place_id, grant_id, record_id, holder_id, basis, granted_at)
    select place_id, gen_random_uuid(), agreement_id, h.id, 'bench', now() from commissioning.agreement, (values (${cast.hub}::uuid), (${cast.kitchen}::uuid)) h (id) where place_id = ${placeId}`
  await sql`insert into commissioning.publication (place_id, publication_id, agreement_id, number, tells, document, published_at, published_by)
    select a.place_id, gen_random_uuid(), a.agreement_id, k, case k when 1 then 'agreement' else 'correction' end, jsonb_build_object(
      'agreement', jsonb_build_object('agreementId', a.agreement_id, 'reference', a.reference, 'title', a.title, 'purpose', a.purpose, 'kind', a.kind, 'route', a.route, 'buyerPartyId', a.buyer_party_id,
        'category', a.category, 'cpvCode', null, 'startsOn', a.starts_on, 'endsOn', a.ends_on, 'extendableUntilOn', null, 'shortBecause', null, 'isPooled', false, 'poolBasis', null, 'showsShares', false,
        'reservedArea', null, 'reservedFor', jsonb_build_array(), 'noMetricsBecause', a.no_metrics_because, 'noMetricsSays', null, 'engagementId', null, 'noEngagementBecause', 'Known.',
        'neighbourhoodIds', null, 'state', 'agreed', 'signedOn', a.signed_on, 'endedOn', null, 'endedBecause', null, 'parties', jsonb_build_array(),
        'years', (select jsonb_agg(jsonb_build_object('startsOn', y.starts_on, 'endsOn', y.ends_on, 'amountInPence', y.amount_in_pence, 'vatInPence', y.vat_in_pence) order by y.starts_on)
          from commissioning.agreement_year y where y.place_id = a.place_id and y.agreement_id = a.agreement_id)),
      'parties', (select jsonb_agg(jsonb_build_object('partyId', p.party_id, 'organisationId', p.organisation_id, 'name', p.name, 'orgIds', p.org_ids, 'address', null, 'postcode', null, 'website', null,
          'size', null, 'isVcse', true, 'isMutual', null, 'isSupportedEmployer', null, 'roles', jsonb_build_array(case when p.party_id = ${buyer}::uuid then 'buyer' else 'supplier' end)))
        from commissioning.party p where p.place_id = a.place_id and p.party_id in (${buyer}::uuid, ${supplier}::uuid)),
      'shares', null, 'measures', jsonb_build_array(), 'variations', jsonb_build_array()), now() - (${agreements}::int - substr(a.reference, 2)::int) * interval '1 hour' + k * interval '1 minute', 'bench'
    from commissioning.agreement a, generate_series(1, 3) k where a.place_id = ${placeId}`
  const [some] = await sql<{ reference: string }[]>`
    select reference from commissioning.agreement where place_id = ${placeId} and state = 'agreed' and kind = 'contract' limit 1`
  const [asked] = await sql<{ id: string }[]>`
    select engagement_id as id from commissioning.engagement where place_id = ${placeId} and closed_at is null limit 1`
  for (const table of tables) await sql.unsafe(`alter table commissioning.${table} force row level security`)
  await sql`analyze`
  const app = await openApp(platform, { limits: null })
  const page = (address: string, session: string | null) => async () => {
    const answer = await app.inject({
      url: `/${slug}${address}`,
      headers: session ? { cookie: `session=${session}` } : {},
    })
    if (answer.statusCode !== 200) throw new Error(`${address} answered ${answer.statusCode}.`)
  }
  const { ocid } = JSON.parse((await app.inject({ url: `/${slug}/open-contracting/records` })).body).records[0]
  const addresses: [string, string | null][] = [
    ['/commissioning', null],
    ['/commissioning/engagement', null],
    [`/commissioning/engagement/${asked?.id}`, null],
    ['/commissioning/agreements', helen.session],
    ['/commissioning/agreements', ben.session],
    [`/commissioning/agreements/${some?.reference}`, helen.session],
    [`/commissioning/agreements/${some?.reference}`, ben.session],
    [`/commissioning/agreements/${some?.reference}`, null],
    ['/commissioning/gaps', helen.session],
    ['/commissioning/routes', null],
    ['/open-contracting/releases', null],
    ['/open-contracting/records', null],
    [`/open-contracting/records/${ocid}`, null],
    ['/360giving/grants', null],
  ]
  const pages: Record<string, unknown> = {}
  for (const [address, session] of addresses) {
    const who = session === helen.session ? 'commissioner' : session ? 'supplier' : 'anybody'
    pages[`${address.replaceAll(/[0-9a-f-]{36}/g, ':id')} as ${who}`] = await timed(page(address, session))
  }
  process.stdout.write(`${JSON.stringify({ agreements, engagements, targetMilliseconds, pages }, null, 2)}\n`)
  await app.close()
} finally {
  await sql.end()
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}
