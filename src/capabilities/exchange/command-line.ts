import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { JSON_OPTION, text, WrongLine, word, wrongUsage } from '../../platform/command-line.ts'
import { listOrganisations } from '../organisations/index.ts'
import { placeNamed } from '../places/index.ts'
import { importFiles } from './hearing/import-files.ts'

/** One file, or every .json file of a folder. */
const filesAt = async (path: string): Promise<string[]> => {
  const found = await stat(path).catch(() => null)
  if (!found) throw new WrongLine(`There is no file or folder “${path}”.`)
  if (!found.isDirectory()) return [path]
  return (await readdir(path))
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => join(path, name))
}

export const importFhirWord = word(
  'import fhir',
  'FILE|FOLDER --place P --from ORGANISATION [--json]',
  'Import referrals from FHIR R4 files, and say what became of each.',
  { ...JSON_OPTION, place: { type: 'string' }, from: { type: 'string' } },
  async ({ names, values, usage }, terminal) => {
    const [path, ...more] = names
    if (!path || more.length > 0) throw wrongUsage('Give one file or one folder', usage)
    const place = await placeNamed(terminal, text(values.place), usage)
    const from = text(values.from)
    if (!from) throw wrongUsage('Say with --from which organisation sends them', usage)
    const organisations = await terminal.platform.db.asHouse(place.placeId, listOrganisations)
    const sender = organisations.find(({ name }) => name.toLowerCase() === from.toLowerCase())
    if (!sender) throw new WrongLine(`There is no organisation “${from}” in ${place.name}.`)
    const paths = await filesAt(path)
    const files = await Promise.all(
      paths.map(async each => ({ name: basename(each), text: await readFile(each, 'utf8') })),
    )
    const imported = await importFiles(terminal.platform, place, sender, files)
    if (values.json) terminal.out(JSON.stringify(imported, null, 2))
    else for (const { name, became, says } of imported) terminal.out(`${became.padEnd(18)}  ${name}: ${says}`)
    const refused = imported.filter(({ became }) => became === 'refused').length
    terminal.err(`${imported.length} files read, ${refused} refused.`)
  },
)
