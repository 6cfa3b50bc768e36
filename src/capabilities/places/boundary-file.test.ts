import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BadBoundaryFile, readBoundaryFile } from './boundary-file.ts'
import { areaSquareMetres, isInside, labelPoint } from './outline.ts'
import { readPostcodeFile } from './postcode-file.ts'

const shared = resolve(process.env.SHARED_DATA ?? '../shared/data')
const hasShared = existsSync(join(shared, 'boundaries'))
if (!hasShared) console.log(`boundary-file.test: skipped the real boundaries, ${shared} is not there`)

const METRES = [
  [400_000, 300_000],
  [401_000, 300_000],
  [401_000, 301_000],
  [400_000, 301_000],
  [400_000, 300_000],
]
const DEGREES = [
  [-2, 52.6],
  [-1.99, 52.6],
  [-1.99, 52.61],
  [-2, 52.61],
  [-2, 52.6],
]

const feature = (properties: object, coordinates: unknown = [METRES], type = 'Polygon') => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
})
const file = (...features: unknown[]): Buffer => Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }))
const one = { WD24CD: 'E05000001', WD24NM: 'Millside' }

describe('readBoundaryFile', () => {
  it('reads British National Grid as it is', () => {
    expect(readBoundaryFile(file(feature(one)))).toEqual([{ code: 'E05000001', name: 'Millside', outline: [[METRES]] }])
  })

  it('brings latitude and longitude to metres', () => {
    const [ward] = readBoundaryFile(file(feature(one, [DEGREES])))
    expect(areaSquareMetres(ward?.outline ?? []) / 1e6).toBeCloseTo(0.678 * 1.1124, 1)
  })

  it.each([
    { WD13CD: 'A1', WD13NM: 'Millside', WD13NMW: null },
    { wd21cd: 'A1', wd21nm: 'Millside' },
    { LSOA21CD: 'A1', LSOA21NM: 'Millside' },
    { code: 'A1', name: 'Millside' },
    { ward_code: 'A1', ward_name: ' Millside ' },
    { FID: 7, id: 'A1', title: 'Millside' },
  ])('finds code and name in %j', properties => {
    expect(readBoundaryFile(file(feature(properties)))).toMatchObject([{ code: 'A1', name: 'Millside' }])
  })

  it('takes code and name from the properties it is told', () => {
    const odd = { gebiet: 'A1', bezeichnung: 'Millside' }
    expect(readBoundaryFile(file(feature(odd)), { code: 'gebiet', name: 'bezeichnung' })).toMatchObject([
      { code: 'A1', name: 'Millside' },
    ])
    expect(() => readBoundaryFile(file(feature(odd)), { code: 'nope' })).toThrow('Feature 1 has no property “nope”.')
  })

  it('takes several parts, holes, heights and rings left open', () => {
    const open = METRES.slice(0, 4).map(([x, y]) => [x, y, 12])
    const [ward] = readBoundaryFile(file(feature(one, [[open]], 'MultiPolygon')))
    expect(ward?.outline).toEqual([[METRES]])
  })

  it.each<[string, Buffer, RegExp]>([
    ['an empty file', Buffer.from(''), /empty/],
    ['half a file', file(feature(one)).subarray(0, 60), /only part of it arrived/],
    ['a zip', Buffer.from('PK\u0003\u0004zip'), /zip file: unzip it first and choose the GeoJSON file/],
    ['XML', Buffer.from('<kml/>'), /KML, GML/],
    ['a list', Buffer.from('[]'), /not a GeoJSON FeatureCollection/],
    ['TopoJSON', Buffer.from('{"type":"Topology"}'), /TopoJSON/],
    ['no features', file(), /no features/],
    [
      'another grid',
      Buffer.from(
        JSON.stringify({
          type: 'FeatureCollection',
          crs: { properties: { name: 'EPSG:3857' } },
          features: [feature(one)],
        }),
      ),
      /EPSG:3857.*export it as WGS84/,
    ],
    ['a feature without code', file(feature({ name: 'x' })), /^Feature 1 has no code: .*its properties: name/],
    ['a feature without name', file(feature({ code: 'x' })), /^Feature 1 \(x\) has no name/],
    ['a point', file(feature(one, [1, 2], 'Point')), /^Feature 1 \(E05000001\) is a Point/],
    ['no geometry', file({ type: 'Feature', properties: one, geometry: null }), /^Feature 1 .*no geometry/],
    [
      'two of one code',
      file(feature(one), feature(one)),
      /^Feature 2 has the code E05000001, which feature 1 has too\.$/,
    ],
    ['a thin ring', file(feature(one, [METRES.slice(0, 2)])), /fewer than 3 corners/],
    ['words for numbers', file(feature(one, [[['a', 'b']]])), /position 1 is not two numbers/],
    ['latitude first', file(feature(one, [DEGREES.map(([x, y]) => [y, x])])), /latitude before longitude/],
    [
      'another country',
      file(feature(one, [DEGREES.map(([x = 0, y = 0]) => [x + 20, y])])),
      /position 1 .*outside the United Kingdom/,
    ],
    ['a feature that is a number', file(7), /^Feature 1 is not a GeoJSON Feature/],
    ['a huge code', file(feature({ code: 'x'.repeat(5000), name: 'y' })), /code longer than 40/],
  ])('refuses %s and says what to mend', (_, bytes, message) => {
    expect(() => readBoundaryFile(bytes)).toThrow(BadBoundaryFile)
    expect(() => readBoundaryFile(bytes)).toThrow(message)
  })

  it('names the first ten features to mend and counts the rest', () => {
    const bad = Array.from({ length: 12 }, () => feature({}))
    expect(() => readBoundaryFile(file(...bad))).toThrow(/^Feature 1 .*\n(?:.*\n){9}And 2 more\.$/)
  })
})

describe.skipIf(!hasShared)('the real ward boundaries', () => {
  it.each([
    ['E06000023', 35, 109.6],
    ['E08000015', 22, 157.1],
  ])('%s has %d wards, %d km², and its postcodes lie in the wards the files say', async (lad, count, area) => {
    const wards = readBoundaryFile(readFileSync(join(shared, 'boundaries/wards', `${lad}.geojson`)))
    expect(wards).toHaveLength(count)
    expect(wards.reduce((sum, ward) => sum + areaSquareMetres(ward.outline), 0) / 1e6).toBeCloseTo(area, 0)
    for (const { outline } of wards) expect(isInside(labelPoint(outline), outline)).toBe(true)
    let [right, all] = [0, 0]
    for (const name of readdirSync(join(shared, 'postcodes')).filter(name => name.endsWith('.csv'))) {
      for await (const batch of readPostcodeFile(createReadStream(join(shared, 'postcodes', name))).batches) {
        for (const row of batch.filter(({ ladCode }) => ladCode === lad)) {
          all += 1
          const ward = wards.find(({ outline }) => isInside({ x: row.easting, y: row.northing }, outline))
          if (ward?.code === row.wardCode) right += 1
        }
      }
    }
    expect(all).toBeGreaterThan(8000)
    expect(right / all).toBeGreaterThan(0.97)
  })
})
