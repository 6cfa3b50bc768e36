import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { saidInFlow, saidInSides } from './reading-direction.ts'

const here = import.meta.dirname
const kept = 3

/** The built files: where they lie, and the path they are served under (it changes whenever their content does). */
export type StaticFiles = { folder: string; path: string }

const packages = ['govuk-frontend', 'htmx.org', '@fontsource/atkinson-hyperlegible-next', 'sass']
const weights = [400, 700, 800]
const subsets = ['latin', 'latin-ext']

/**
 * Compiles the style sheet and gathers fonts and scripts into `<cacheFolder>/<hash>/`. When that folder is already
 * there, nothing is done. Two processes may build at once: the folder appears complete or not at all.
 *
 * @param cacheFolder default `.cache/static` at the root of the repository.
 */
export async function buildStatic(cacheFolder = join(here, '../../.cache/static')): Promise<StaticFiles> {
  const hash = await hashOfInputs()
  const built = { folder: join(cacheFolder, hash), path: `/static/${hash}` }
  if (existsSync(built.folder)) return built

  const unfinished = join(cacheFolder, `unfinished-${randomBytes(6).toString('hex')}`)
  await mkdir(join(unfinished, 'fonts'), { recursive: true })
  const copies: [from: string, to: string][] = [
    [join(here, 'browser/app.mjs'), 'app.js'],
    [join(here, 'browser/passkey.mjs'), 'passkey.js'],
    [join(here, 'icon.svg'), 'mark.svg'],
    [join(folderOf('govuk-frontend'), 'dist/govuk/govuk-frontend.min.js'), 'govuk-frontend.min.js'],
    [join(folderOf('htmx.org'), 'dist/htmx.min.js'), 'htmx.min.js'],
    [join(folderOf('@fontsource/atkinson-hyperlegible-next'), 'LICENSE'), 'fonts/LICENSE.txt'],
  ]
  for (const subset of subsets)
    for (const weight of weights) {
      const file = `atkinson-hyperlegible-next-${subset}-${weight}-normal.woff2`
      const from = join(folderOf('@fontsource/atkinson-hyperlegible-next'), 'files', file)
      copies.push([from, `fonts/${subset}-${weight}.woff2`])
    }
  const styles = await compileStyles()
  await Promise.all([
    writeFile(join(unfinished, 'app.css'), styles.fromTheLeft),
    writeFile(join(unfinished, 'app-rtl.css'), styles.fromTheRight),
    ...copies.map(([from, to]) => copyFile(from, join(unfinished, to))),
  ])
  await rename(unfinished, built.folder).catch(async error => {
    await rm(unfinished, { recursive: true, force: true })
    if (!existsSync(built.folder)) throw error
  })
  await forgetOld(cacheFolder)
  return built
}

/** The style sheet as CSS, for either direction of reading. Throws Sass's own error, with file and line, when it does not compile. */
export async function compileStyles(): Promise<{ fromTheLeft: string; fromTheRight: string }> {
  const sass = await import('sass')
  const nodeModules = dirname(folderOf('sass'))
  const { css } = sass.compile(join(here, 'styles/app.scss'), {
    loadPaths: [nodeModules],
    style: 'compressed',
    quietDeps: true,
  })
  return { fromTheLeft: saidInSides(css), fromTheRight: saidInFlow(css) }
}

async function hashOfInputs(): Promise<string> {
  const hash = createHash('sha256')
  const styles = (await readdir(join(here, 'styles'))).sort().map(name => join(here, 'styles', name))
  const own = ['browser/app.mjs', 'browser/passkey.mjs', 'icon.svg', 'build-static.ts', 'reading-direction.ts'].map(
    name => join(here, name),
  )
  const files = [...styles, ...own]
  for (const file of files) hash.update(file.slice(here.length)).update(await readFile(file))
  for (const name of packages) hash.update(await readFile(join(folderOf(name), 'package.json')))
  return hash.digest('hex').slice(0, 16)
}

function folderOf(packageName: string): string {
  const found = findPackageJSON(packageName, import.meta.url)
  if (!found) throw new Error(`The package ${packageName} is not installed.`)
  return dirname(found)
}

/** Leaves the newest few builds, for processes that still serve them. */
async function forgetOld(cacheFolder: string): Promise<void> {
  const names = (await readdir(cacheFolder)).filter(name => /^[0-9a-f]{16}$/.test(name))
  const aged = await Promise.all(
    names.map(async name => ({ name, at: (await stat(join(cacheFolder, name)).catch(() => null))?.mtimeMs ?? 0 })),
  )
  const old = aged.sort((a, b) => b.at - a.at).slice(kept)
  await Promise.all(old.map(({ name }) => rm(join(cacheFolder, name), { recursive: true, force: true })))
}
