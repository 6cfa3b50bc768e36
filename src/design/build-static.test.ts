import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { processorMilliseconds } from '../../test/support/processor-time.ts'
import { buildStatic, type StaticFiles } from './build-static.ts'

describe('the static files', () => {
  let cache: string
  let built: StaticFiles
  let css: string

  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'static-'))
    const both = await Promise.all([buildStatic(cache), buildStatic(cache)])
    expect(both[0]).toEqual(both[1])
    built = both[0]
    css = await readFile(join(built.folder, 'app.css'), 'utf8')
  }, 60_000)
  afterAll(() => rm(cache, { recursive: true, force: true }))

  it('lie under a path that changes with their content', () => {
    expect(built.path).toMatch(/^\/static\/[0-9a-f]{16}$/)
    expect(built.folder.endsWith(built.path.slice('/static/'.length))).toBe(true)
  })

  it('hold the style sheet, the scripts, the icon, and every font with its licence', async () => {
    const files = await readdir(built.folder, { recursive: true })
    for (const file of [
      'app.css',
      'app.js',
      'govuk-frontend.min.js',
      'htmx.min.js',
      'mark.svg',
      'fonts/latin-400.woff2',
      'fonts/LICENSE.txt',
    ])
      expect(files).toContain(file)
  })

  it('refer to nothing outside themselves', () => {
    const urls = [...css.matchAll(/url\((["']?)(.*?)\1\)/g)].map(found => found[2] ?? '')
    expect(urls.length).toBeGreaterThan(5)
    for (const url of urls) expect(url.startsWith('data:') || existsSync(join(built.folder, url)), url).toBe(true)
  })

  it('wear none of the GOV.UK clothes', () => {
    expect(css).not.toMatch(/GDS Transport|govuk-header|crown/)
  })

  it('are done with in under 200 ms when nothing changed, leaving no half-built folder', async () => {
    expect(await processorMilliseconds(() => buildStatic(cache))).toBeLessThan(200)
    expect(await readdir(cache)).toEqual([built.path.slice('/static/'.length)])
  })

  it('show every way a page can look: dark, print, and phones', () => {
    expect(css).toMatch(/prefers-color-scheme: ?dark/)
    expect(css).toContain('@media print')
  })
})
