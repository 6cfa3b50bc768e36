import { readingOf, type Tree, wordsShownBy } from './source-tree.ts'

/** A broken law: where, and what to do instead. */
export interface Violation {
  readonly file: string
  readonly says: string
}

/** The level each capability declares in its own manifest; read as text, so that a planted one counts too. */
export const readLevels = (tree: Tree): Map<string, number> => {
  const levels = new Map<string, number>()
  for (const file of tree.keys()) {
    const name = /^src\/capabilities\/([^/]+)\//.exec(file)?.[1]
    if (!name || levels.has(name)) continue
    const level = /\blevel:\s*(\d+)/.exec(tree.get(`src/capabilities/${name}/capability.ts`) ?? '')?.[1]
    if (level === undefined) throw new Error(`src/capabilities/${name}/capability.ts does not say its level.`)
    levels.set(name, Number(level))
  }
  return levels
}

const sources = (tree: Tree): [string, string][] => [...tree].filter(([file]) => file.endsWith('.ts'))

// The three of level 0 import one another in this order and no other way (design §3).
const foundations = ['places', 'organisations', 'people']

const mayImport = (levels: Map<string, number>, from: string, to: string): boolean => {
  const [a, b] = [levels.get(from) ?? -1, levels.get(to) ?? 99]
  if (a === 0 && b === 0) return foundations.indexOf(to) >= 0 && foundations.indexOf(to) < foundations.indexOf(from)
  return b < a
}

const part = (file: string): { layer: string; capability: string | null } => {
  const [, layer = '', name = ''] = file.split('/')
  if (layer === 'capabilities') return { layer, capability: name }
  return { layer: ['kernel', 'platform', 'design', 'journeys'].includes(layer) ? layer : 'root', capability: null }
}

const isTest = (file: string): boolean => /\.test\.ts$/.test(file)

/** Law 1: imports go down the levels, through `index.ts` only; never sideways, never up. Sideways is a journey. */
export const brokenImports = (tree: Tree): Violation[] => {
  const levels = readLevels(tree)
  const violations: Violation[] = []
  for (const [file, text] of sources(tree)) {
    if (isTest(file)) continue
    const from = part(file)
    for (const target of readingOf(file, text).imports) {
      if (!target.startsWith('src/')) {
        if (!target.startsWith('demo/') || file !== 'src/serve.ts')
          violations.push({ file, says: `imports ${target}, which is not part of src` })
        continue
      }
      const to = part(target)
      const says = (why: string) => violations.push({ file, says: `imports ${target}: ${why}` })
      if (from.layer === 'root') continue
      if (to.layer === 'root' && target !== 'src/capabilities.ts') says('only the composition root imports itself')
      if (from.layer === 'kernel' && to.layer !== 'kernel') says('the kernel imports nothing')
      if (from.layer === 'platform' && !['platform', 'kernel'].includes(to.layer))
        says('the platform imports only the kernel')
      if (from.layer === 'design' && !['design', 'kernel'].includes(to.layer)) says('design imports only the kernel')
      if (from.layer === 'journeys' && to.layer === 'capabilities' && !target.endsWith('/index.ts'))
        says('a journey uses the door, index.ts')
      if (from.layer === 'journeys' && to.layer === 'design') says('a journey draws nothing')
      if (from.capability && to.layer === 'journeys') says('a capability does not know the journeys it is part of')
      if (from.capability && to.capability && from.capability !== to.capability) {
        if (!target.endsWith('/index.ts')) says('go through the door, index.ts')
        else if (!mayImport(levels, from.capability, to.capability))
          says('imports go down the levels; sideways and up are journeys')
      }
    }
  }
  return violations
}

/** The room a file of a capability is in: its first sub-folder; each file at the root of the capability stands for itself. */
const roomOf = (file: string): string => file.split('/').slice(0, 4).join('/')

/**
 * Law 1 within a capability that has rooms (decision 14): no circle of imports between its rooms, by way of the files at its root either. What two
 * rooms need belongs to one that both may import, or to the root.
 */
export const circlesOfRooms = (tree: Tree): Violation[] => {
  const uses = new Map<string, Map<string, string>>()
  for (const [file, text] of sources(tree)) {
    const own = part(file)
    if (!own.capability || isTest(file) || file.endsWith('/testing.ts')) continue
    for (const target of readingOf(file, text).imports) {
      if (part(target).capability !== own.capability || roomOf(target) === roomOf(file)) continue
      const ways = uses.get(roomOf(file)) ?? new Map<string, string>()
      ways.set(roomOf(target), file)
      uses.set(roomOf(file), ways)
    }
  }
  const isRoom = (node: string) => !node.endsWith('.ts') && !node.endsWith('.json')
  const violations: Violation[] = []
  for (const [from, ways] of uses)
    for (const [to, file] of ways) {
      const circle = wayBack(uses, to, from)
      if (circle?.some(isRoom))
        violations.push({ file, says: `closes a circle of rooms: ${[from, ...circle].join(' → ')}` })
    }
  return violations
}

/** A way from one node to another along what uses what, both ends named; null when there is none. */
const wayBack = (uses: Map<string, Map<string, string>>, from: string, to: string): string[] | null => {
  const cameFrom = new Map([[from, '']])
  for (const node of cameFrom.keys()) {
    if (node === to) {
      const way: string[] = []
      for (let at: string = to; at !== ''; at = cameFrom.get(at) ?? '') way.unshift(at)
      return way
    }
    for (const next of uses.get(node)?.keys() ?? []) if (!cameFrom.has(next)) cameFrom.set(next, node)
  }
  return null
}

const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** Law 2: a capability's tables are named only in its own stores, the part of its manifest that speaks of them, its migrations, and the `public_*` views it offers. */
export const foreignTables = (tree: Tree, tables: readonly { schema: string; table: string }[]): Violation[] => {
  const violations: Violation[] = []
  const names = tables.filter(({ table }) => !table.startsWith('public_'))
  // One pattern for all of them: there are some hundred tables and tens of thousands of strings.
  const owned = new RegExp(`\\b(?:${names.map(({ schema, table }) => `${schema}\\.${table}`).join('|')})\\b`, 'g')
  for (const [file, source] of sources(tree)) {
    if (isTest(file) || file.endsWith('/schema.ts')) continue
    const own = part(file)
    const isStore = /-store\.ts$|^src\/capabilities\/\w+\/(?:tables|personal)\.ts$/.test(file)
    for (const { text, line } of readingOf(file, source).strings)
      for (const [named] of snake(text).matchAll(owned)) {
        const schema = named.split('.')[0]
        const mine = schema === 'platform' ? own.layer === 'platform' : own.capability === schema && isStore
        if (!mine)
          violations.push({
            file: `${file}:${line}`,
            says: `names ${named}: ask its owner's index.ts, or move the statement into a store`,
          })
      }
  }
  for (const [file, text] of tree) {
    const owner = /^migrations\/\d{4}_([a-z]+)_/.exec(file)?.[1]
    if (!owner) continue
    for (const [, schema, table] of text.matchAll(
      /(?:create table|alter table|create policy \w+ on|drop table)\s+(?:if (?:not )?exists\s+)?(\w+)\.(\w+)/g,
    ))
      if (schema !== owner) violations.push({ file, says: `changes ${schema}.${table}, which belongs to ${schema}` })
  }
  return violations
}

/**
 * SQL is tagged: what is put into it travels beside it. Text that is run as it is stands in the platform's own rooms for the database and its queue; elsewhere it
 * may hold nothing that is put in. Row-level security is the second wall: a statement made of somebody's words could take the house's role.
 */
export const sqlMadeOfText = (tree: Tree): Violation[] =>
  sources(tree).flatMap(([file, text]) => {
    if (
      isTest(file) ||
      !file.startsWith('src/') ||
      /^src\/platform\/(?:(?:db|jobs)\/|personal\/manifest-sql\.ts$)/.test(file)
    )
      return []
    const run = [...text.matchAll(/\.unsafe\(\s*(`[^`]*`)?|\bsql\.raw\(/g)]
    return run
      .filter(([, words]) => !words || words.includes('${'))
      .map(() => ({ file, says: 'runs SQL made of text: write it with the tag, tx.sql`…`' }))
  })

/** Law 4: a store function takes `Tx`, never `Db`: a store does not open transactions. */
export const storesOutsideTransactions = (tree: Tree): Violation[] => {
  const violations: Violation[] = []
  for (const [file, text] of sources(tree)) {
    if (!/-store\.ts$/.test(file)) continue
    if (/\bimport\b[^;]*\b(Database|Platform|Postgres)\b[^;]*from '[^']*platform/.test(text))
      violations.push({ file, says: 'knows how to open a transaction: take a Tx or PlaceTx instead' })
    for (const [, name, first] of text.matchAll(
      /export (?:const|async function|function) (\w+)(?:[^(=]*=\s*(?:async\s*)?(?:<[^>]*>)?)?\s*\(\s*(\w+\s*:\s*\w+)?/g,
    ))
      if (
        first &&
        !/:\s*(Tx|PlaceTx)$/.test(first) &&
        !/^(row|rows|\w+)\s*:\s*(string|number)/.test(first) &&
        /\.(sql|query)\b/.test(bodyOf(text, name ?? ''))
      )
        violations.push({ file, says: `${name} does not take the transaction first` })
  }
  return violations
}

const bodyOf = (text: string, name: string): string => {
  const start = text.search(new RegExp(`export (?:const|async function|function) ${name}\\b`))
  const end = text.indexOf('\nexport ', start + 1)
  return text.slice(start, end < 0 ? undefined : end)
}

/** Law 6: no place, council or brand name in `src/`: what differs between places is data. */
export const placeNames = (tree: Tree, names: readonly string[]): Violation[] => {
  const violations: Violation[] = []
  for (const [file, text] of tree) {
    if (!file.startsWith('src/')) continue
    for (const name of names)
      if (new RegExp(`\\b${name}\\b`, 'i').test(text))
        violations.push({ file, says: `names ${name}: make it data of the place` })
  }
  return violations
}

/** The word law (habits of the field, and the glossary): nothing in the house is called by a name that says nothing. */
export const emptyNames = (tree: Tree): Violation[] =>
  [...tree.keys()]
    .filter(file => /(^|\/)(utils?|helpers?|common|misc|shared|manager)(\.|-|\/)/.test(file))
    .map(file => ({ file, says: 'has a name that says nothing: give it to a capability, the kernel, or nobody' }))

/**
 * Of the glossary's "never say" words, those that are wrong wherever a reader meets them. The others are right somewhere: a "case" of beer, the
 * "staff" of a school, "share" as a verb.
 */
export const wordsNeverShown = ['ticket', 'client', 'service user', 'citizen', 'case worker', 'submit'] as const

/** Every word of the glossary's "never say" column. */
export const neverSay = (glossary: string): string[] =>
  glossary
    .split('\n')
    .filter(line => line.startsWith('| '))
    .flatMap(line => (line.split('|')[4] ?? '').split(','))
    .map(word => word.replace(/\(.*/, '').trim())

/** The word law on pages: what a template, a page or a `words.ts` shows is said in the glossary's words. */
export const wrongWordsShown = (tree: Tree): Violation[] => {
  const violations: Violation[] = []
  const wrong = wordsNeverShown.map(word => ({
    word,
    as: new RegExp(`\\b${word.replace(' ', '[ -]?')}(s|t?ing|t?ed)?\\b`, 'i'),
  }))
  for (const [file, text] of tree) {
    if (!/^src\/.*(\.njk|\.page\.ts|-model\.ts|\/words\.ts)$/.test(file)) continue
    for (const shown of wordsShownBy(file, text))
      for (const { word, as } of wrong)
        if (as.test(shown.text))
          violations.push({ file: `${file}:${shown.line}`, says: `shows "${word}": use the glossary's word` })
  }
  return violations
}
