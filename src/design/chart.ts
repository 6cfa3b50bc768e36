import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { quantile } from './quantile.ts'
import { dateInWords, exactDate } from './time-in-words.ts'
import type { Drawing } from './view-models.ts'

type ChartBase = {
  /** Names the picture for those who hear it; the figure's own title may be longer. */
  title: string
  /** What is counted, in the plural: "needs". */
  counts: string
  /** Width in the drawing's own units (CSS pixels at full size). */
  width?: number
}

export type Bars = ChartBase & {
  /** `says` replaces the number at the end of the bar: "12 of 40". */
  bars: readonly { name: string; value: number; says?: string }[]
}

export type Distribution = ChartBase & {
  /** The unit of the values, in the plural: "hours". */
  of: string
  values: readonly number[]
  /** How many bins at most; their bounds are round numbers. */
  bins?: number
  /** Values above this are gathered in a last bin, "… or more". */
  upTo?: number
}

export type LineOverDays = ChartBase & {
  /** One entry a day, in order; null where nothing is known. */
  days: readonly { on: string; value: number | null }[]
}

const number = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 1 })
const capital = (words: string) => `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`

/** Horizontal bars, in the order given, each with its name and number written out. */
export function bars(of: Bars): Drawing {
  const table = {
    columns: [{ text: 'Name' }, { text: capital(of.counts), number: true }],
    rows: of.bars.map(({ name, value, says }) => [name, says ?? number(value)]),
  }
  if (of.bars.length === 0) return { svg: nothing(of), table }
  const width = of.width ?? 420
  const rowHeight = 52
  const greatest = Math.max(1, ...of.bars.map(bar => bar.value))
  const data = of.bars.map((bar, index) => ({ ...bar, top: index * rowHeight, says: bar.says ?? number(bar.value) }))
  const plot = Plot.plot({
    ...canvas(),
    width,
    height: of.bars.length * rowHeight,
    margin: 0,
    x: { domain: [0, greatest], range: [0, width], axis: null },
    y: { domain: [0, of.bars.length * rowHeight], range: [0, of.bars.length * rowHeight], axis: null },
    marks: [
      Plot.rect(data, { className: 'kil-chart__track', x1: 0, x2: greatest, y1: rowTop(26), y2: rowTop(42), rx: 4 }),
      Plot.rect(data, { className: 'kil-chart__bars', x1: 0, x2: 'value', y1: rowTop(26), y2: rowTop(42), rx: 4 }),
      Plot.text(data, { className: 'kil-chart__names', x: 0, y: rowTop(14), text: 'name', textAnchor: 'start' }),
      Plot.text(data, { className: 'kil-chart__values', x: greatest, y: rowTop(14), text: 'says', textAnchor: 'end' }),
    ],
  })
  const most = data.reduce((a, b) => (b.value > a.value ? b : a))
  return {
    svg: finished(plot, of.title, `${data.length} bars. The longest is ${most.name}: ${most.says} ${of.counts}.`),
    table,
  }
}

function rowTop(down: number) {
  return (row: { top: number }) => row.top + down
}

/** How values are spread, not only their middle: a histogram with the median marked. */
export function distribution(of: Distribution): Drawing {
  const sorted = [...of.values].sort((a, b) => a - b)
  const columns = [{ text: capital(of.of) }, { text: capital(of.counts), number: true }]
  const median = quantile(sorted, 0.5)
  if (median === null) return { svg: nothing(of), table: { columns, rows: [] } }
  const bins = binned(sorted, of.bins ?? 12, of.upTo)
  const table = {
    columns,
    rows: [
      ...bins.map((bin): (string | number)[] => [bin.says, bin.count]),
      ['Half took at most', number(median)],
      ['Nine in ten took at most', number(quantile(sorted, 0.9) ?? 0)],
    ],
  }
  const last = bins.at(-1)?.to ?? 1
  const plot = Plot.plot({
    ...canvas(),
    width: of.width ?? 480,
    height: 240,
    marginTop: 34,
    marginBottom: 44,
    marginLeft: 44,
    marginRight: 16,
    x: { domain: [0, last], axis: null },
    y: { domain: [0, Math.max(1, ...bins.map(bin => bin.count))], nice: 4, axis: null },
    marks: [
      Plot.gridY({ className: 'kil-chart__grid', ticks: 4 }),
      Plot.rectY(bins, {
        className: 'kil-chart__bars',
        x1: 'from',
        x2: 'to',
        y: 'count',
        insetLeft: 1,
        insetRight: 1,
        rx: 2,
      }),
      Plot.ruleY([0], { className: 'kil-chart__base' }),
      Plot.ruleX([Math.min(median, last)], { className: 'kil-chart__median' }),
      Plot.text([Math.min(median, last)], {
        className: 'kil-chart__median-label',
        x: (value: number) => value,
        frameAnchor: 'top',
        dy: -20,
        textAnchor: median > last / 2 ? 'end' : 'start',
        text: () => `half within ${number(median)} ${of.of}`,
      }),
      Plot.axisX({
        ticks: 6,
        tickSize: 4,
        label: null,
        tickFormat: tick(last, of.upTo),
        className: 'kil-chart__axis',
      } as Plot.AxisXOptions),
      Plot.axisY({ ticks: 4, tickSize: 0, label: null, className: 'kil-chart__axis' } as Plot.AxisYOptions),
      Plot.text([of.of], { frameAnchor: 'bottom', dy: 36, text: (words: string) => words }),
    ],
  })
  const says = `${number(sorted.length)} ${of.counts}, from ${number(sorted[0] ?? 0)} to ${number(sorted.at(-1) ?? 0)} ${of.of}; half took at most ${number(median)}.`
  return { svg: finished(plot, of.title, says), table }
}

function tick(last: number, upTo: number | undefined) {
  return (value: number) => (upTo !== undefined && value >= last ? `${number(upTo)}+` : number(value))
}

type Bin = { from: number; to: number; count: number; says: string }

function binned(sorted: readonly number[], most: number, upTo: number | undefined): Bin[] {
  const greatest = Math.max(sorted.at(-1) ?? 0, Number.EPSILON)
  const end = Math.min(upTo ?? greatest, greatest)
  const width = roundStep(end / most)
  const whole = upTo !== undefined && greatest > upTo
  const count = Math.max(1, whole ? Math.ceil(end / width) : Math.floor(end / width) + 1)
  const bins = Array.from({ length: count }, (_, i): Bin => {
    const from = i * width
    return { from, to: from + width, count: 0, says: `${number(from)} up to ${number(from + width)}` }
  })
  if (whole)
    bins.push({ from: count * width, to: (count + 1) * width, count: 0, says: `${number(count * width)} or more` })
  for (const value of sorted) {
    const bin = bins[Math.min(bins.length - 1, Math.floor(value / width))]
    if (bin) bin.count++
  }
  return bins
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
function roundStep(at: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(at, 1e-9)))
  return ([1, 2, 2.5, 5, 10].find(step => step * power >= at) ?? 10) * power
}

/** A number for each day as a line; days without a number leave a gap. */
export function lineOverDays(of: LineOverDays): Drawing {
  const table = {
    columns: [{ text: 'Day' }, { text: capital(of.counts), number: true }],
    rows: of.days.map(({ on, value }) => [exactDate(on), value ?? 'not known']),
  }
  const known = of.days.flatMap(day => (day.value === null ? [] : [{ on: day.on, value: day.value }]))
  const first = known[0]
  const last = known.at(-1)
  if (!first || !last) return { svg: nothing(of), table }
  const data = of.days.map(({ on, value }) => ({ at: new Date(`${on}T00:00:00Z`), value: value ?? Number.NaN }))
  const lastDay = new Date(`${last.on}T00:00:00Z`)
  const plot = Plot.plot({
    ...canvas(),
    width: of.width ?? 480,
    height: 240,
    marginTop: 14,
    marginBottom: 34,
    marginLeft: 44,
    marginRight: 40,
    x: { type: 'utc', axis: null },
    y: { domain: [0, Math.max(1, ...known.map(day => day.value))], nice: 4, axis: null },
    marks: [
      Plot.gridY({ className: 'kil-chart__grid', ticks: 4 }),
      Plot.ruleY([0], { className: 'kil-chart__base' }),
      Plot.lineY(data, { className: 'kil-chart__line', x: 'at', y: 'value' }),
      Plot.dot(
        data.filter(day => alone(data, day)),
        { className: 'kil-chart__dots', x: 'at', y: 'value', r: 3 },
      ),
      Plot.dot([last], { className: 'kil-chart__dots', x: () => lastDay, y: 'value', r: 5 }),
      Plot.text([last], {
        className: 'kil-chart__values',
        x: () => lastDay,
        y: 'value',
        dx: 12,
        textAnchor: 'start',
        text: day => number(day.value),
      }),
      Plot.axisX({
        ticks: dayTicks(data.map(day => day.at)) as never,
        tickSize: 4,
        label: null,
        tickFormat: dayAndMonth,
        className: 'kil-chart__axis',
      } as Plot.AxisXOptions),
      Plot.axisY({ ticks: 4, tickSize: 0, label: null, className: 'kil-chart__axis' } as Plot.AxisYOptions),
    ],
  })
  const now = new Date(`${last.on}T12:00:00Z`)
  const says = `From ${dateInWords(first.on, now)} to ${exactDate(last.on)}. First ${number(first.value)}, last ${number(last.value)} ${of.counts}.`
  return { svg: finished(plot, of.title, says), table }
}

/** Four days or fewer, spread evenly, the first and the last among them. */
function dayTicks(days: readonly Date[]): Date[] {
  const wanted = Math.min(4, days.length)
  const picked = Array.from(
    { length: wanted },
    (_, i) => days[Math.round((i * (days.length - 1)) / Math.max(1, wanted - 1))],
  )
  return picked.filter(day => day !== undefined)
}

/** A day between two gaps makes no line, so it gets a dot. */
function alone(days: readonly { value: number }[], day: { value: number }): boolean {
  const at = days.indexOf(day)
  const missing = (other?: { value: number }) => other === undefined || Number.isNaN(other.value)
  return !missing(day) && missing(days[at - 1]) && missing(days[at + 1])
}

function dayAndMonth(at: Date): string {
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
}

/** As much of a DOM element as we touch; the house compiles without the browser's types. */
type Element = {
  outerHTML: string
  querySelectorAll(selector: string): Iterable<Element>
  setAttribute(name: string, value: string): void
  removeAttribute(name: string): void
  remove(): void
}

function canvas() {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  return { document: document as never, className: 'kil-chart', figure: false }
}

/** Makes Plot's drawing ours: named for screen readers, nothing inline that a strict content security policy refuses. */
function finished(drawn: unknown, title: string, description: string): string {
  const plot = drawn as Element
  for (const style of plot.querySelectorAll('style')) style.remove()
  for (const element of [plot, ...plot.querySelectorAll('*')]) element.removeAttribute('style')
  // Inside a picture with a name of its own, Plot's labels for single marks are noise, and not allowed on groups.
  for (const element of plot.querySelectorAll('[aria-label], [aria-description]')) {
    element.removeAttribute('aria-label')
    element.removeAttribute('aria-description')
  }
  for (const name of ['font-family', 'font-size', 'fill']) plot.removeAttribute(name)
  plot.setAttribute('role', 'img')
  plot.setAttribute('aria-label', `${title}. ${description}`)
  return plot.outerHTML
}

function nothing(of: ChartBase): string {
  const { document } = parseHTML('<p class="kil-chart-empty"></p>')
  const paragraph = document.querySelector('p')
  if (paragraph) paragraph.textContent = `No ${of.counts} to show yet.`
  return String(paragraph?.outerHTML ?? '')
}
