import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { calendarOf, type Division, schedulesFromShort, stateAt } from './opening.ts'

/** The published table of cases is the test: every row of docs/opening-times.md is read from that page and checked. */

const page = readFileSync(join(resolve(import.meta.dirname, '../../../..'), 'docs/opening-times.md'), 'utf8')

const terms = [
  ...(/^School terms in the rows[^:]*:([\s\S]*?)\n\n/m.exec(page)?.[1] ?? '').matchAll(/(\S{10})\.\.(\S{10})/g),
].map(([, startsOn = '', endsOn = '']) => ({ startsOn, endsOn }))

const divisions: Readonly<Record<string, Division>> = {
  'England and Wales': 'england-and-wales',
  Scotland: 'scotland',
  'Northern Ireland': 'northern-ireland',
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** "Mon 2026-11-23 12:00 GMT" as an instant; a weekday or a zone that is wrong for the date is a mistake in the page. */
function instantOf(text: string): Date {
  const [, weekday, on, time, zone] = /^(\w{3}) (\d{4}-\d\d-\d\d) (\d\d:\d\d) (GMT|BST)$/.exec(text) ?? []
  if (!on) throw new Error(`“${text}” is no moment`)
  const at = new Date(`${on}T${time}${zone === 'BST' ? '+01:00' : 'Z'}`)
  const shown = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)
  if (weekdays[new Date(`${on}T12:00:00Z`).getUTCDay()] !== weekday) throw new Error(`${on} is no ${weekday}`)
  if (shown !== time) throw new Error(`${text}: clocks show ${shown} then`)
  return at
}

const rows = page
  .split('\n')
  .filter(line => /^\| \d+ \|/.test(line))
  .map(line => {
    const cells = line.split('|').map(cell => cell.trim())
    const [, number = '', name = '', times = '', where = '', moment = '', answer = '', closes = '', opensNext = ''] =
      cells
    return { number: Number(number), name, times: times.slice(1, -1), where, moment, answer, closes, opensNext }
  })

describe('the published table of opening times', () => {
  it('has at least 60 cases, numbered, with school terms', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60)
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, at) => at + 1))
    expect(terms).toHaveLength(6)
  })
  it('has a case of every kind that directories get wrong', () => {
    for (const kind of ['open', 'closed', 'by appointment'])
      expect(rows.filter(({ answer }) => answer === kind).length, kind).toBeGreaterThan(2)
    expect(new Set(rows.flatMap(({ answer }) => /^not known: (.+)$/.exec(answer)?.[1] ?? [])).size).toBe(14)
  })
  it.each(rows)('$number $name: `$times` at $moment is $answer', row => {
    const [place = '', withTerms] = row.where.split(', ')
    const division = divisions[place]
    expect(division, `“${row.where}” is no calendar`).toBeDefined()
    const calendar = calendarOf(division, withTerms === 'with terms' ? terms : [])
    const schedules = row.times === '(none)' ? [] : schedulesFromShort(row.times)
    const found = stateAt(schedules, calendar, instantOf(row.moment))
    const answer = found.because
      ? `not known: ${found.because.key.replaceAll('-', ' ')}`
      : found.state.replace('-', ' ')
    const moment = (text: string) => (text === '–' ? undefined : instantOf(text).toISOString())
    expect({
      answer,
      closes: found.closesAt?.toISOString(),
      opensNext: found.opensNextAt?.toISOString(),
    }).toEqual({ answer: row.answer, closes: moment(row.closes), opensNext: moment(row.opensNext) })
  })
})
