/** `keepitlocal import vocabulary`, `show vocabulary` and `understand`. */
import type { CommandLineWord } from '../../../../platform/capability.ts'
import { bytesOf, JSON_OPTION, orWrong, text, WrongLine, word, wrongUsage } from '../../../../platform/command-line.ts'
import { placeNamed } from '../../../places/index.ts'
import { importVocabulary, type VocabularyReport } from './import-vocabulary.ts'
import { vocabularyOf } from './place-vocabulary.ts'
import { understand } from './understand.ts'
import type { Understood } from './understood.ts'
import { builtInEntries, withPlaceEntries } from './vocabulary.ts'
import { VOCABULARY_LIMITS } from './vocabulary-file.ts'
import { findVocabulary } from './vocabulary-store.ts'

const importVocabularyWord = word(
  'import vocabulary',
  'FILE --place P [--dry-run] [--json]',
  'Put a file in place of what a place adds to the words that questions are understood by.',
  { ...JSON_OPTION, place: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  async ({ names, values, usage }, terminal) => {
    const [file, ...more] = names
    if (!file || more.length > 0) throw wrongUsage('Give one file', usage)
    const place = await placeNamed(terminal, text(values.place), usage)
    const bytes = await bytesOf(file)
    if (bytes.length > VOCABULARY_LIMITS.bytes) throw new WrongLine(`“${file}” is larger than 2 MB.`, 1)
    const source = file.split(/[\\/]/).at(-1) ?? file
    const report = orWrong(
      await terminal.platform.db.asHouse(place.placeId, tx =>
        importVocabulary(tx, jsonOf(bytes, file), { source, dryRun: values['dry-run'] === true }),
      ),
    )
    if (values.json) terminal.out(JSON.stringify(report, null, 2))
    else for (const line of reportLines(report, place.name)) terminal.out(line)
  },
)

function jsonOf(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new WrongLine(`“${file}” is not JSON in UTF-8: ${(error as Error).message}.`, 1)
  }
}

function reportLines(report: VocabularyReport, placeName: string): string[] {
  const { source, dryRun, changed, newNeeds, changedNeeds, cues, situations, unheard, gone } = report
  const list = (ids: readonly string[]) => (ids.length === 0 ? '' : `: ${ids.join(', ')}`)
  return [
    `Vocabulary “${source}” for ${placeName}: ${newNeeds.length} new needs${list(newNeeds)}; ${changedNeeds.length} needs said otherwise${list(changedNeeds)}.`,
    `  ${cues} things people say, in ${situations} situations; ${unheard} of the software’s not heard any more.`,
    ...(gone.length > 0
      ? [`  No longer said by this place: ${gone.slice(0, 50).join(', ')}${gone.length > 50 ? ' and more' : ''}.`]
      : []),
    dryRun
      ? '  Nothing was written (dry run).'
      : changed
        ? '  In use from the next search on.'
        : '  The place says this already; nothing was written.',
  ]
}

const showVocabularyWord = word(
  'show vocabulary',
  '--place P [--all]',
  'Print what a place adds to the vocabulary, as a file to import; --all prints all of it.',
  { place: { type: 'string' }, all: { type: 'boolean' } },
  async ({ values, usage }, terminal) => {
    const place = await placeNamed(terminal, text(values.place), usage)
    const own = await terminal.platform.db.asHouse(place.placeId, tx => findVocabulary(tx))
    const entries = own?.entries ?? { needs: {}, situations: [], not: [] }
    terminal.out(JSON.stringify(values.all ? withPlaceEntries(builtInEntries, entries) : entries, null, 2))
  },
)

const understandWord = word(
  'understand',
  'WORDS --place P [--json]',
  'Say how a question is understood, and why.',
  { ...JSON_OPTION, place: { type: 'string' } },
  async ({ names, values, usage }, terminal) => {
    if (names.length === 0) throw wrongUsage('Give a question', usage)
    const place = await placeNamed(terminal, text(values.place), usage)
    const vocabulary = await terminal.platform.db.asHouse(place.placeId, tx => vocabularyOf(tx))
    const understood = understand(names.join(' '), vocabulary)
    if (values.json) terminal.out(JSON.stringify(understood, null, 2))
    else for (const line of understoodLines(understood)) terminal.out(line)
  },
)

function understoodLines({ needs, words, about, postcode, danger, mended }: Understood): string[] {
  return [
    ...(danger ? [`Danger (${danger.kind}): “${danger.because}”`] : []),
    ...needs.map(
      ({ needId, label, weight, because }) => `${weight.toFixed(2)}  ${label} (${needId}), because of “${because}”`,
    ),
    ...(needs.length === 0 ? ['No need was heard in it: it is searched for word by word.'] : []),
    `Words: ${words.map(({ typed }) => typed).join(', ') || 'none'}`,
    ...mended.map(({ typed, read }) => `“${typed}” was read as “${read}”`),
    ...Object.entries({ ...about, ...(postcode && { postcode }) }).map(([name, value]) => `${name}: ${value}`),
  ]
}

export const vocabularyCommandLine: readonly CommandLineWord[] = [
  importVocabularyWord,
  showVocabularyWord,
  understandWord,
]
