import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Schedule } from '../listed-service.ts'
import { changedFields, type EntryContent, emptyContent, pick, saysHash, withChanges } from './entry-content.ts'
import { shownAs, typedHash, typedIn } from './entry-form.ts'
import { feedMeetsEdits } from './feed-meets-edits.ts'
import { codeOf, tidyCode } from './invitation.ts'
import { standingOf } from './merge-edits.ts'
import { readField } from './read-entry-form.ts'
import { fieldsWithoutChecking } from './trust.ts'
import { compareWords } from './word-diff.ts'

const content = (more: Partial<EntryContent> = {}): EntryContent => ({ ...emptyContent, name: 'Lunch', ...more })
const ID = '0a0a0a0a-0000-4000-8000-000000000001'

describe('words compared', () => {
  it('are all there again when the pieces are put together, and only what differs is marked', () => {
    const text = fc
      .array(fc.constantFrom('tea', 'and', 'cake', '\n', ' ', 'on', 'Mondays'), { maxLength: 30 })
      .map(parts => parts.join(' '))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = compareWords(before, after)
        const whole = (pieces: readonly { text: string }[]) => pieces.map(piece => piece.text).join('')
        const same = (pieces: readonly { text: string; changed: boolean }[]) =>
          whole(pieces.filter(piece => !piece.changed))
        expect(whole(diff.before)).toBe(before)
        expect(whole(diff.after)).toBe(after)
        expect(same(diff.before)).toBe(same(diff.after))
      }),
    )
  })

  it('of any length are compared quickly', () => {
    const long = Array.from({ length: 20_000 }, (_, at) => `word${at % 7}`).join(' ')
    const started = performance.now()
    expect(compareWords(long, `${long} more`).after.at(-1)?.changed).toBe(true)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('a change that meets an entry changed since', () => {
  it('is clean where nobody touched the field, done where it says so already, and somebody’s choice where it says a third thing', () => {
    const base = content({ fees: '£1', waitTime: 'None', alert: 'A' })
    const wanted = { fees: '£2', waitTime: 'Two weeks', alert: 'B' }
    const now = content({ fees: '£1', waitTime: 'Two weeks', alert: 'C' })
    expect(standingOf(pick(base, ['fees', 'waitTime', 'alert']), wanted, now)).toEqual([
      { field: 'alert', standing: 'changed meanwhile' },
      { field: 'waitTime', standing: 'there already' },
      { field: 'fees', standing: 'clean' },
    ])
  })

  it('does not see a change where only ids, order of keys or coordinates differ', () => {
    const one = [{ locationId: 'a', kind: 'physical', addressLines: ['1 Quay'], accessibility: [], latitude: 53.4 }]
    const other = [{ accessibility: [], addressLines: ['1 Quay'], kind: 'physical', locationId: 'b' }]
    expect(saysHash(one)).toBe(saysHash(other))
    expect(saysHash(undefined)).toBe(saysHash([]))
    expect(saysHash([])).not.toBe(saysHash(one))
  })
})

describe('a feed that meets edits', () => {
  const value = fc.constantFrom('a', 'b', 'c')
  it('never changes an edited field by itself, always changes the others, and asks about new words once', () => {
    fc.assert(
      fc.property(
        value,
        value,
        value,
        fc.array(value, { minLength: 1, maxLength: 6 }),
        (edited, saidThen, other, feeds) => {
          let now = content({ fees: edited, waitTime: 'x' })
          let sources: Parameters<typeof feedMeetsEdits>[2] = {
            fees: { source: 'us', at: '2026-11-16T10:00:00Z', feedSaid: saysHash(saidThen) },
          }
          let said = saidThen
          for (const says of feeds) {
            const meeting = feedMeetsEdits(now, content({ fees: says, waitTime: other }), sources)
            expect(meeting.content.waitTime).toBe(other)
            if (sources.fees) {
              expect(meeting.content.fees).toBe(edited)
              expect('fees' in meeting.feedNowSays).toBe(says !== edited && says !== said)
              if (says === edited) expect(meeting.sources.fees).toBeUndefined()
            } else expect(meeting.content.fees).toBe(says)
            said = says
            now = meeting.content
            sources = meeting.sources
            if (!sources.fees) return
          }
        },
      ),
    )
  })
})

describe('the form of an entry', () => {
  const schedules: Schedule[] = [
    { scheduleId: 'a', freq: 'WEEKLY', byday: 'MO,TH', opensAtTime: '09:00', closesAtTime: '17:00' },
    {
      scheduleId: 'b',
      freq: 'WEEKLY',
      byday: 'TU',
      interval: 2,
      startsOn: '2026-11-17',
      opensAtTime: '18:00',
      closesAtTime: '02:00',
      school: 'term time only',
    },
    { scheduleId: 'c', freq: 'MONTHLY', byday: '-1FR', opensAtTime: '10:00' },
    { scheduleId: 'd', freq: 'MONTHLY', bymonthday: '1,15' },
    { scheduleId: 'e', exception: 'closed', validFromOn: '2026-12-24', validToOn: '2027-01-02' },
    { scheduleId: 'f', byAppointment: true, description: 'Ring first' },
    { scheduleId: 'g', freq: 'WEEKLY', byday: '1MO,2TU', validFromOn: '2026-01-01', startsOn: '2026-02-01' },
    {
      scheduleId: 'h',
      exception: 'different hours',
      validFromOn: '2026-12-31',
      validToOn: '2026-12-31',
      opensAtTime: '10:00',
      closesAtTime: '12:00',
    },
    { scheduleId: 'i', freq: 'WEEKLY', byday: 'SU', bankHolidays: 'only', opensAtTime: '10:00', closesAtTime: '12:00' },
  ]

  it('reads back what it shows: nothing is lost of what the boxes cannot say', () => {
    const was = content({ schedules })
    const shown = shownAs('schedules', was) as readonly Record<string, string | readonly string[]>[]
    const body = Object.fromEntries(
      shown.flatMap((row, at) => Object.entries(row).map(([box, each]) => [`schedules-${at}-${box}`, each])),
    )
    const typed = typedIn('schedules', body)
    expect(typedHash(typed)).toBe(typedHash(shown))
    expect(readField('schedules', typed, was, ID)).toEqual({ value: schedules, errors: [] })
    const oneChanged = { ...body, 'schedules-0-closes': '4 pm', 'schedules-4-remove': 'yes' }
    const { value, errors } = readField('schedules', typedIn('schedules', oneChanged), was, ID)
    expect(errors).toEqual([])
    expect(value).toEqual([{ ...schedules[0], closesAtTime: '16:00' }, ...schedules.slice(1, 4), ...schedules.slice(5)])
  })

  it('writes back every pattern that its boxes can say as it was', () => {
    for (const schedule of schedules) {
      const was = content({ schedules: [schedule] })
      const [row] = shownAs('schedules', was) as readonly Record<string, string>[]
      if (row?.kind === 'as published') continue
      const typed = [{ ...row, note: `${row?.note ?? ''} ` }]
      const blank = content({ schedules: [{ ...schedule, description: 'Something else' }] })
      expect(readField('schedules', typed as never, blank, ID).value?.[0]).toEqual({
        ...schedule,
        ...(row?.every === '2 weeks' ? { interval: 2 } : {}),
      })
    }
  })

  it('takes anything that may be posted without a fault', () => {
    const fields = [
      'name',
      'phones',
      'locations',
      'schedules',
      'costOptions',
      'contacts',
      'terms',
      'attending',
      'minimumAge',
    ] as const
    const boxes = fc.constantFrom(
      'number',
      'days',
      'opens',
      'closes',
      'from',
      'postcode',
      'amount',
      'email',
      'id',
      'kind',
      'every',
      'remove',
    )
    const name = fc.oneof(
      fc.constantFrom<string>(...fields),
      fc.tuple(fc.constantFrom<string>(...fields), fc.nat(120), boxes).map(parts => parts.join('-')),
    )
    const given = fc.oneof(
      fc.string(),
      fc.array(fc.string(), { maxLength: 3 }),
      fc.constantFrom('__proto__', '31/2/2026', '25:00', '-1', '1e400'),
    )
    fc.assert(
      fc.property(fc.dictionary(name, given, { maxKeys: 12 }), body => {
        for (const field of fields) readField(field, typedIn(field, body), content({ schedules }), ID)
      }),
    )
  })
})

describe('changes', () => {
  it('put on an entry say what they say, and nothing else', () => {
    const before = content({ fees: '£1', minimumAge: 5, phones: [{ number: '1' }] })
    const after = withChanges(before, { fees: null, phones: null, waitTime: 'None' })
    expect(changedFields(before, after)).toEqual(['phones', 'waitTime', 'fees'])
    expect(after).toMatchObject({ name: 'Lunch', minimumAge: 5, phones: [], waitTime: 'None' })
    expect('fees' in after).toBe(false)
  })

  it('go unchecked only as the place has decided, and never the name, the place or whether it runs', () => {
    const who = { organisationId: ID as never, assuranceLevel: 'registered' as const }
    const all = ['name', 'locations', 'status', 'phones', 'schedules'] as const
    const decided = (entriesWithoutChecking: unknown) => fieldsWithoutChecking({ entriesWithoutChecking }, who, all)
    expect(decided(undefined)).toEqual([])
    for (const nonsense of ['yes', 7, [], { levels: 'all' }, { levels: { registered: 'phones' } }])
      expect(decided(nonsense)).toEqual([])
    expect(decided({ levels: { registered: [...all] } })).toEqual(['phones', 'schedules'])
    expect(decided({ levels: { registered: [...all] }, organisations: { [ID]: ['phones', '__proto__'] } })).toEqual([
      'phones',
    ])
    expect(decided({ levels: { contracted: [...all] } })).toEqual([])
  })
})

describe('a code', () => {
  it('is twelve signs that cannot be taken for one another, however it is typed', () => {
    fc.assert(
      fc.property(fc.string(), link => {
        const code = codeOf(link)
        expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}$/)
        expect(tidyCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code.replaceAll('-', ''))
      }),
    )
  })
})
