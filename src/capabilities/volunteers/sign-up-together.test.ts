import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { hashCode } from '../../platform/auth/reference.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { deliveryQueue } from '../../platform/facts/fact.ts'
import { noticeQueue } from '../../platform/notify/notice.ts'
import { changePlace } from '../places/index.ts'
import { leastPosted } from './testing.ts'

const house = useHouse()
let oneByOne: Cast
let atOnce: Cast

type Posted = Readonly<Record<string, string | readonly string[]>>

const aPlace = async (): Promise<Cast> => {
  const cast = await aCast(house)
  worked(
    await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
      settings: { triageOrganisationId: cast.hub },
    }),
  )
  return cast
}

const formOf = (posted: Posted): string => {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(posted)) for (const each of [value].flat()) form.append(name, each)
  return form.toString()
}

/** What somebody hears who signs up: where they are led and the cookie that opens the answer, or the sentences that say what is wrong. */
const signUp = async (cast: Cast, posted: Posted) => {
  const answer = await house.web.inject({
    method: 'POST',
    url: `/${cast.slug}/volunteer`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: formOf({ ...leastPosted, ...posted }),
  })
  const kept = decodeURIComponent(answer.cookies.find(({ name }) => name === 'signed-up')?.value ?? '')
  const errors = /error-summary__list.*?<\/ul>/s.exec(answer.body)?.[0].match(/[A-Z“][^<>]+(?=<)/g) ?? []
  return { status: answer.statusCode, reference: kept.slice(0, 7), code: kept.slice(8, 14), errors }
}

/** Everything that is kept of each volunteer of a place, without what is different each time. */
const kept = (cast: Cast) =>
  house.platform.db.asHouse(cast.placeId, async tx => {
    const rows = await tx.sql<Record<string, unknown>[]>`
      select p.name, p.phone, p.email, p.contact_by, p.address, p.postcode, p.position::text, p.neighbourhood_id, p.communication_needs, p.address_is_hidden,
        p.email_in_small_letters, p.created_at, v.organisation_id = ${cast.hub} as by_hub, v.state, v.activities, v.within_metres, v.languages, v.free_at, v.capacity,
        v.most_offers_a_week, v.has_car, v.limits, v.position::text as stands_at, v.signed_up_at, v.changed_at, v.reference ~ '^[A-Z0-9]{3}-[A-Z0-9]{3}$' as has_reference,
        (select first.name from volunteers.volunteer fv join people.person first using (place_id, person_id) where fv.place_id = v.place_id and fv.volunteer_id = v.maybe_volunteer_id) as maybe,
        (select json_agg(json_build_array(basis, case record_id when v.volunteer_id then 'volunteer' when v.person_id then 'person' end,
            case holder_id when v.person_id then 'person' when v.organisation_id then 'organisation' end, basis_id = v.volunteer_id, granted_at, granted_until)
          order by basis, record_id = v.volunteer_id, holder_id = v.person_id)
          from platform.record_grant g where g.place_id = v.place_id and record_id in (v.volunteer_id, v.person_id)) as grants,
        (select json_agg(json_build_array(kind, about_id, says, ask_again_on, told_at, done_at)) from volunteers.next_step s
          where s.place_id = v.place_id and s.volunteer_id = v.volunteer_id) as steps,
        (select json_agg(json_build_array(f.kind, f.data->>'how', (f.data->>'volunteerId')::uuid = v.volunteer_id, f.journey_id = v.journey_id, actor_name, f.person_id, f.recorded_at,
            u.journey_id = v.journey_id and u.seq = f.seq and u.recorded_at = f.recorded_at))
          from platform.fact f left join platform.undelivered_fact u using (place_id, fact_id) where f.place_id = v.place_id and f.record_id = v.volunteer_id) as facts,
        (select json_agg(json_build_array(action, actor_kind, (select words from platform.audit_words w where w.place_id = a.place_id and w.seal = a.name_seal), person_id, organisation_id, acted_at)) from platform.audit_line a
          where a.place_id = v.place_id and a.record_id = v.volunteer_id) as audit,
        (select json_agg(json_build_array(holder_ids = array[v.organisation_id], sent_for, channel, to_name, to_address, subject, replace(body, v.reference, 'REFERENCE'), link_words,
            link_path ~ '^/volunteer/link/[A-Za-z0-9_-]{48}', substring(link_path from '[?].*'), more_links, created_at, sent_at) order by sent_for)
          from platform.notice n where n.place_id = v.place_id and n.about_id = v.volunteer_id) as notices
      from volunteers.volunteer v join people.person p using (place_id, person_id) where v.place_id = ${tx.placeId}`
    const [all] = await tx.sql`
      select (select count(*) from volunteers.volunteer where place_id = ${tx.placeId}) as volunteers,
        (select count(*) from people.person where place_id = ${tx.placeId}) as people,
        (select count(*) from platform.fact where place_id = ${tx.placeId} and kind = 'volunteer-signed-up') as facts,
        (select count(*) from platform.audit_line where place_id = ${tx.placeId} and action = 'volunteers.sign-up') as lines,
        (select count(*) from platform.notice where place_id = ${tx.placeId}) as notices,
        (select count(distinct data->>'journeyId') from pgboss.job where name = ${deliveryQueue} and data->>'placeId' = ${tx.placeId}) as journeys_woken,
        (select count(*) > 0 from pgboss.job where name = ${noticeQueue} and data->>'placeId' = ${tx.placeId}) as mail_woken,
        (select count(distinct xmin::text) from volunteers.volunteer where place_id = ${tx.placeId}) as transactions`
    const { transactions, ...counted } = all ?? {}
    return { each: rows.map(row => JSON.stringify(row)).sort(), counted, transactions: Number(transactions) }
  })

const everySort: Posted[] = [
  ...Array.from({ length: 12 }, (_, n) => ({ name: `Person ${n}`, phone: `07700 9001${String(n).padStart(2, '0')}` })),
  ...Array.from({ length: 12 }, (_, n) => ({ name: `Mail ${n}`, phone: '', email: `mail.${n}@Example.org` })),
  { name: 'Both Ways', phone: '07700 900200', email: 'both@example.org' },
  { name: 'Another', phone: '07700 900201', email: 'BOTH@example.org' },
  // The same again and again, and somebody else on the same phone.
  { name: 'Two Presses', phone: '07700 900300', email: 'two@example.org' },
  { name: 'Two Presses', phone: '07700 900300', email: 'two@example.org' },
  { name: 'Two Presses', phone: '07700 900300', email: 'two@example.org' },
  { name: 'Ines Duarte', phone: '07700 900300' },
  // Signs that arrays and JSON hold in their own way.
  { name: 'Quote "Back\\slash" {1,2} NULL', phone: '07700 900400', limits: 'No "dogs", {stairs} or \\ \n null' },
  { name: 'null', phone: '07700 900401', languages: ['bfi', 'pl'], activities: ['shopping', 'lift'] },
  // What was answered with a sentence, and what was not answered.
  { name: 'Bad Postcode', phone: '07700 900500', postcode: 'over there' },
  { name: 'Bad Postcode Too', phone: '07700 900501', postcode: '12345' },
  { name: '', phone: '' },
  { name: 'Part', phone: '07700 900502', postcode: 'zz1' },
  { name: 'Not Loaded', phone: '07700 900503', postcode: 'ZZ9 9ZZ' },
]

describe('people who sign up at once', () => {
  beforeAll(async () => {
    oneByOne = await aPlace()
    atOnce = await aPlace()
  })

  it('leave behind what they would have left one after another, and each hears their own answer', async () => {
    const inTurn = []
    for (const posted of everySort) inTurn.push(await signUp(oneByOne, posted))
    const together = await Promise.all(everySort.map(posted => signUp(atOnce, posted)))
    const [first, second] = [await kept(oneByOne), await kept(atOnce)]

    expect(second.each).toEqual(first.each)
    expect(second.counted).toEqual(first.counted)
    expect(first.transactions).toBe(first.each.length)
    expect(second.transactions).toBeLessThan(8)

    const said = (answers: typeof together) => answers.map(({ status, errors }) => ({ status, errors }))
    expect(said(together)).toEqual(said(inTurn))
    expect(new Set(together.map(({ reference }) => reference).filter(Boolean)).size).toBe(second.each.length)
    const names = await house.platform.db.asHouse(
      atOnce.placeId,
      tx => tx.sql<{ reference: string; codeHash: string; name: string }[]>`
        select reference, code_hash, name from volunteers.volunteer join people.person using (place_id, person_id) where place_id = ${tx.placeId}`,
    )
    for (const [n, { reference, code, status }] of together.entries())
      if (status === 303)
        expect(names).toContainEqual({
          reference,
          codeHash: hashCode(reference, code),
          name: everySort[n]?.name,
        })
  })
})
