import { describe, expect, it } from 'vitest'
import { worked } from '../../../../test/support/cast.ts'
import { entriesOf, formIn, proposalIn } from '../../../../test/support/entries.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { changePlace } from '../../places/index.ts'

const house = useHouse()
const { aScene, get, post, edit, decide, live, mailTo, fillIn } = entriesOf(house)

describe('an organisation’s own entries', () => {
  it('are changed by sending in what they should say: people see the last approved version until somebody has checked it', async () => {
    const scene = await aScene()
    expect((await get(scene, '/directory/entries', scene.cookies.ben)).body).toContain('Community lunch')
    const sent = await edit(scene, { description: 'A hot lunch for everyone.', fees: 'Free for all' })
    expect(sent.statusCode).toBe(303)
    const proposalId = proposalIn(sent)
    for (const path of [
      `/services/${scene.entry}`,
      `/oruk/3.0/services/${scene.entry}`,
      `/hsds/3/services/${scene.entry}`,
    ])
      expect((await get(scene, path)).body).toContain('A hot lunch at a long table.')
    expect((await get(scene, '/directory/proposals', scene.faridaCookie)).body).toContain('Community lunch')
    const shown = (await get(scene, `/directory/proposals/${proposalId}`, scene.faridaCookie)).body
    expect(shown).toContain('<mark class="kil-mark">everyone.</mark>')
    expect((await mailTo(scene, 'farida@example.org')).map(({ subject }) => subject)).toEqual([
      'To check: Community lunch',
    ])
    const approved = await decide(scene, proposalId)
    expect(approved.headers.location).toBe(`/${scene.slug}/directory/proposals?done=approved`)
    const now = await live(scene)
    expect(now).toMatchObject({
      description: 'A hot lunch for everyone.',
      fees: 'Free for all',
      assuredOn: '2026-05-01',
    })
    expect(now?.locations[0]?.point).toEqual({ x: 331609, y: 390000 })
    expect(now?.phones).toEqual([{ number: '01632 960 001' }])
    expect((await get(scene, `/services/${scene.entry}`)).body).toContain('A hot lunch for everyone.')
    expect((await mailTo(scene, 'kitchen@example.org')).map(({ subject }) => subject)).toEqual([
      'In the directory: Community lunch',
    ])
  })

  it('are a list of what they say: a part opens where one writes, and where something is wrong', async () => {
    const scene = await aScene()
    const path = `/directory/entries/${scene.entry}/edit`
    const parts = (body: string) =>
      [...body.matchAll(/<details class="kil-part"( open)?>.*?kil-part__title">([^<]*)</gs)].map(
        ([, open, title]) => `${title}${open ? ', open' : ''}`,
      )
    const shown = (await get(scene, path, scene.cookies.ben)).body
    expect(parts(shown)).toHaveLength(7)
    expect(parts(shown).filter(part => part.endsWith('open'))).toEqual([])
    expect(shown).toContain('<strong>Phone:</strong> 01632 960 001')
    const wrong = await edit(scene, { minimumAge: 'eighty', 'phones-0-number': '01632 960 009' })
    expect(wrong.statusCode).toBe(422)
    expect(parts(wrong.body).filter(part => part.endsWith('open'))).toEqual([
      'How to reach you, open',
      'Who it is for, open',
    ])
    const another = await edit(scene, { do: 'add schedules' })
    expect(parts(another.body)).toContain('When, open')
    expect(parts((await get(scene, '/directory/new-entry', scene.cookies.ben)).body)[0]).toBe('What it is, open')
  })

  it('that nothing was changed in say so; that all is right is an assurance at once', async () => {
    const scene = await aScene()
    const sent = await edit(scene, {})
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain('Nothing was changed')
    expect((await edit(scene, { assures: 'yes' })).headers.location).toContain('done=assured')
    expect((await live(scene))?.assuredOn).toBe('2026-11-16')
  })

  it('are checked as a whole when their people say that everything is right, and only then', async () => {
    const scene = await aScene()
    const first = proposalIn(await edit(scene, { fees: 'Nothing', waitTime: 'None', assures: 'yes' }))
    await decide(scene, first, { fields: ['waitTime'], words: 'Say what it costs.' })
    expect(await live(scene)).toMatchObject({ waitTime: 'None', fees: '£2', assuredOn: '2026-05-01' })
    await decide(scene, proposalIn(await edit(scene, { fees: 'Free', assures: 'yes' })))
    expect((await live(scene))?.assuredOn).toBe('2026-11-16')
  })

  it('are approved in part, with a word about the rest', async () => {
    const scene = await aScene()
    const proposalId = proposalIn(await edit(scene, { description: 'The best lunch of all.', fees: '£3' }))
    const silent = await decide(scene, proposalId, { fields: ['fees'] })
    expect(silent.statusCode).toBe(422)
    expect(silent.body).toContain('Say why you do not take the rest')
    const decided = await decide(scene, proposalId, { fields: ['fees'], words: 'Plain words, please.' })
    const after = String(decided.headers.location).slice(scene.slug.length + 1)
    expect((await get(scene, after, scene.faridaCookie)).body).toContain('What you ticked is approved.')
    expect(await live(scene)).toMatchObject({ description: 'A hot lunch at a long table.', fees: '£3' })
    const told = (await get(scene, `/directory/proposals/${proposalId}`, scene.cookies.ben)).body
    expect(told).toContain('Partly in the directory')
    expect(told).toContain('Plain words, please.')
  })

  it('are asked about and answered; what they change joins what they sent', async () => {
    const scene = await aScene()
    const proposalId = proposalIn(await edit(scene, { fees: '£4' }))
    expect((await decide(scene, proposalId, { decision: 'ask back' })).body).toContain('Say what you want to know')
    await decide(scene, proposalId, { decision: 'ask back', words: 'Is that for everyone?' })
    expect((await mailTo(scene, 'kitchen@example.org')).at(-1)?.body).toContain('Is that for everyone?')
    const entries = (await get(scene, '/directory/entries', scene.cookies.ben)).body
    expect(entries).toContain('Needs an answer from you')
    const answered = await fillIn(scene, `/directory/proposals/${proposalId}`, {}, scene.cookies.ben)
    expect(answered.statusCode).toBe(403)
    const silent = await post(scene, `/directory/proposals/${proposalId}/answer`, { do: 'answer' }, scene.cookies.ben)
    expect(silent.statusCode).toBe(422)
    expect(silent.body).toMatch(/Is that for everyone\?.*id="answer-error".*id="answer".*What it costs/s)
    const answer = await post(
      scene,
      `/directory/proposals/${proposalId}/answer`,
      { do: 'answer', words: 'Yes.' },
      scene.cookies.ben,
    )
    expect(answer.statusCode).toBe(303)
    expect((await get(scene, `/directory/proposals/${proposalId}`, scene.faridaCookie)).body).toContain('Yes.')
    expect(proposalIn(await edit(scene, { waitTime: 'None' }))).toBe(proposalId)
    await decide(scene, proposalId)
    expect(await live(scene)).toMatchObject({ fees: '£4', waitTime: 'None' })
  })

  it('stay as they were when a change is not taken or taken back', async () => {
    const scene = await aScene()
    const refused = proposalIn(await edit(scene, { fees: '£4' }))
    await decide(scene, refused, { decision: 'refuse', words: 'Too dear.' })
    const taken = proposalIn(await edit(scene, { fees: '£5' }))
    await post(scene, `/directory/proposals/${taken}/answer`, { do: 'withdraw' }, scene.cookies.ben)
    expect((await live(scene))?.fees).toBe('£2')
    expect((await get(scene, '/directory/proposals', scene.faridaCookie)).body).toContain('Nothing waits to be checked')
    const late = await post(
      scene,
      `/directory/proposals/${taken}`,
      { decision: 'approve', revision: '1' },
      scene.faridaCookie,
    )
    expect(late.statusCode).toBe(422)
    expect(late.body).toContain('They have taken this back')
  })

  it('are made anew, in every part, and can be ended', async () => {
    const scene = await aScene()
    const made = await fillIn(
      scene,
      '/directory/new-entry',
      {
        do: 'send',
        name: 'Walk and talk',
        description: 'We walk by the water.',
        terms: ['Company', 'Wellbeing'],
        otherTerms: 'Walking',
        status: 'active',
        attending: ['in-person'],
        'phones-0-number': '01632 960 002',
        'locations-0-name': 'Boathouse',
        'locations-0-address': '2 Quay\nHarbour',
        'locations-0-postcode': 'zz14ad',
        'locations-0-accessibility': 'Step-free',
        'schedules-0-kind': 'open',
        'schedules-0-days': ['TU'],
        'schedules-0-opens': '9.30',
        'schedules-0-closes': '11am',
        'schedules-0-every': '2 weeks',
        'schedules-0-from': '17/11/2026',
        'schedules-0-school': 'term time only',
        'schedules-0-bankHolidays': 'closed',
        serviceAreas: 'Ferry\nHarbour',
        cost: 'free',
        'costOptions-0-option': 'Tea',
        'costOptions-0-amount': '1.5',
        minimumAge: '18',
        languages: 'English\nPolish',
      },
      scene.cookies.ben,
    )
    expect(made.statusCode).toBe(303)
    const proposalId = proposalIn(made)
    expect((await get(scene, '/find?q=walk')).body).not.toContain('Walk and talk')
    await decide(scene, proposalId)
    const list = (await get(scene, '/directory/entries', scene.cookies.ben)).body
    const entry = /directory\/entries\/([0-9a-f-]{36})\/edit">Walk and talk/.exec(list)?.[1] ?? ''
    expect(await live(scene, entry)).toMatchObject({
      name: 'Walk and talk',
      attending: ['in-person'],
      phones: [{ number: '01632 960 002' }],
      locations: [
        {
          name: 'Boathouse',
          addressLines: ['2 Quay', 'Harbour'],
          postcode: 'ZZ1 4AD',
          point: { x: 333219, y: 390000 },
        },
      ],
      schedules: [
        {
          freq: 'WEEKLY',
          interval: 2,
          byday: 'TU',
          startsOn: '2026-11-17',
          opensAtTime: '09:30',
          closesAtTime: '11:00',
          school: 'term time only',
          bankHolidays: 'closed',
        },
      ],
      serviceAreas: [{ name: 'Ferry' }, { name: 'Harbour' }],
      cost: 'free',
      costOptions: [{ option: 'Tea', amountInPence: 150 }],
      minimumAge: 18,
      languages: [{ name: 'English' }, { name: 'Polish' }],
      source: 'this place',
      organisationId: scene.kitchen,
    })
    const untouched = await edit(scene, {}, scene.cookies.ben, entry)
    expect(untouched.body).toContain('Nothing was changed')
    const ended = await fillIn(
      scene,
      `/directory/entries/${entry}/end`,
      { words: 'Come to the lunch.' },
      scene.cookies.ben,
    )
    await decide(scene, proposalIn(ended))
    expect((await live(scene, entry))?.status).toBe('defunct')
  })

  it('say beside each box what to mend, keep what was typed, and keep it for later', async () => {
    const scene = await aScene()
    const wrong = await edit(scene, {
      name: '',
      email: 'nobody',
      url: 'ftp://x',
      minimumAge: 'ten',
      'locations-0-postcode': 'ZZ1',
      'schedules-0-opens': 'early',
      'phones-0-number': '1',
    })
    expect(wrong.statusCode).toBe(422)
    for (const field of [
      'name',
      'email',
      'url',
      'minimumAge',
      'schedules-0-opens',
      'phones-0-number',
      'locations-0-postcode',
    ])
      expect(wrong.body).toContain(`<a href="#${field}">`)
    expect(wrong.body).toContain('value="nobody"')
    const again = (await get(scene, `/directory/entries/${scene.entry}/edit`, scene.cookies.ben)).body
    expect(again).toContain('value="nobody"')
    expect(again).toContain('not sent yet')
    const added = await post(
      scene,
      `/directory/entries/${scene.entry}/edit`,
      { ...formIn(again), do: 'add schedules' },
      scene.cookies.ben,
    )
    expect(added.statusCode).toBe(200)
    expect(added.body).toContain('name="schedules-1-opens"')
    await post(scene, `/directory/entries/${scene.entry}/edit`, { do: 'forget' }, scene.cookies.ben)
    expect((await get(scene, `/directory/entries/${scene.entry}/edit`, scene.cookies.ben)).body).not.toContain(
      'value="nobody"',
    )
  })

  it('never answer hostile forms with a fault', async () => {
    const scene = await aScene()
    const path = `/directory/entries/${scene.entry}/edit`
    const hostile: Record<string, string | string[]>[] = [
      {},
      { do: ['send', 'send'], name: ['a', 'b'], 'seen-name': ['x'], 'choose-name': 'nobody' },
      {
        do: 'send',
        name: '<script>alert(1)</script>',
        description: `${'<b>'.repeat(5000)}`,
        'locations-999-postcode': "' or 1=1",
      },
      {
        do: 'add constructor',
        'schedules-0-kind': '__proto__',
        'schedules-0-days': ['XX', 'MO'],
        'schedules-0-every': 'constructor',
      },
      { do: 'send', status: 'constructor', cost: 'toString', minimumAge: '1e9', 'costOptions-0-amount': '-1' },
    ]
    for (const body of hostile) expect((await post(scene, path, body, scene.cookies.ben)).statusCode).toBeLessThan(500)
    expect(
      (await post(scene, '/directory/new-entry', { do: 'send', entryId: 'x' }, scene.cookies.ben)).statusCode,
    ).toBe(422)
    expect(
      (
        await post(
          scene,
          `/directory/proposals/${scene.entry}`,
          { decision: 'x', revision: 'NaN', fields: 'x' },
          scene.faridaCookie,
        )
      ).statusCode,
    ).toBeLessThan(500)
  })

  it('are nobody else’s to see or change', async () => {
    const scene = await aScene()
    const proposalId = proposalIn(await edit(scene, { fees: '£4' }))
    for (const path of [
      `/directory/entries/${scene.entry}/edit`,
      `/directory/entries/${scene.entry}/history`,
      `/directory/entries/${scene.entry}/end`,
      `/directory/proposals/${proposalId}`,
    ])
      expect((await get(scene, path, scene.cookies.cleo)).statusCode, path).toBe(404)
    expect((await get(scene, '/directory/proposals', scene.cookies.ben)).statusCode).toBe(403)
    expect((await get(scene, '/directory/entries')).statusCode).toBe(303)
    expect(
      (await post(scene, `/directory/proposals/${proposalId}/answer`, { do: 'withdraw' }, scene.cookies.cleo))
        .statusCode,
    ).toBe(404)
  })

  it('are written by whoever keeps the directory right at once, with a version', async () => {
    const scene = await aScene()
    const saved = await edit(scene, { fees: '£9', words: 'They rang.' }, scene.faridaCookie)
    expect(saved.headers.location).toContain('done=live')
    expect((await live(scene))?.fees).toBe('£9')
    const history = (await get(scene, `/directory/entries/${scene.entry}/history`, scene.cookies.ben)).body
    expect(history).toContain('Version 2')
    expect(history).toContain('Farida, for Hub')
  })

  it('go live at once in what their place has decided not to check', async () => {
    const scene = await aScene()
    worked(
      await perform(house.platform.db, houseActor(scene.placeId), changePlace, {
        settings: { entriesWithoutChecking: { levels: { registered: ['phones', 'schedules', 'name'] } } },
      }),
    )
    const all = await edit(scene, { 'phones-0-number': '01632 960 009' })
    expect(all.headers.location).toContain('done=live')
    expect((await live(scene))?.phones).toEqual([{ number: '01632 960 009' }])
    const some = await edit(scene, { 'phones-0-number': '01632 960 008', fees: '£7', name: 'Lunch club' })
    expect(some.headers.location).toContain('done=partly-live')
    expect(await live(scene)).toMatchObject({
      name: 'Community lunch',
      fees: '£2',
      phones: [{ number: '01632 960 008' }],
    })
    await decide(scene, proposalIn(some))
    expect(await live(scene)).toMatchObject({ name: 'Lunch club', fees: '£7', phones: [{ number: '01632 960 008' }] })
  })

  it('can be put back to any version, which is a new version', async () => {
    const scene = await aScene()
    for (const fees of ['£3', '£4']) await decide(scene, proposalIn(await edit(scene, { fees })))
    const path = `/directory/entries/${scene.entry}/history`
    const shown = await get(scene, `${path}?version=1`, scene.faridaCookie)
    expect(shown.body).toContain('Put the entry back to this version')
    expect(shown.body).toContain('What it said:')
    const mark = (words: string) => `<mark class="kil-mark">${words}</mark>`
    expect(shown.body.split('Put the entry back to this')[1]).toMatch(new RegExp(`${mark('£4')}.*${mark('£2')}`, 's'))
    expect((await get(scene, `${path}?version=3`, scene.faridaCookie)).body).not.toContain('Put the entry back')
    const stale = await post(scene, path, { version: '1', newest: '2' }, scene.faridaCookie)
    expect(stale.statusCode).toBe(422)
    expect((await live(scene))?.fees).toBe('£4')
    const back = await post(scene, path, { version: '1', newest: '3' }, scene.faridaCookie)
    expect(back.statusCode).toBe(303)
    expect((await live(scene))?.fees).toBe('£2')
    expect((await get(scene, path, scene.cookies.ben)).body).toContain('Put back to version 1')
    expect((await post(scene, path, { version: '2', newest: '4' }, scene.cookies.ben)).statusCode).toBe(403)
  })
})
