import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import ts from 'typescript'

/** The sources, templates and migrations as text by path; what the laws read, so that a violation can be planted without touching the disk. */
export type Tree = ReadonlyMap<string, string>

/** Reads `src/**.ts`, the templates beside them and `migrations/*.sql` of a checkout. */
export const readTree = (root: string): Tree => {
  const tree = new Map<string, string>()
  const walk = (dir: string) => {
    for (const name of readdirSync(dir)) {
      const path = join(dir, name)
      if (statSync(path).isDirectory()) walk(path)
      else if (/\.(ts|njk|sql)$/.test(name)) tree.set(relative(root, path), readFileSync(path, 'utf8'))
    }
  }
  walk(join(root, 'src'))
  walk(join(root, 'migrations'))
  return tree
}

/** The same tree with one more file in it: a violation planted to see that a law finds it. */
export const plant = (tree: Tree, path: string, text: string): Tree => new Map([...tree, [path, text]])

/** What a file says to the compiler that the laws care about. */
interface Reading {
  /** What it imports, re-exports or loads; relative ones as paths from the root, packages left out. */
  readonly imports: readonly string[]
  /** Every string and template text with its line: where SQL and table names live. */
  readonly strings: readonly { text: string; line: number }[]
}

const readings = new Map<string, Reading>()

/** Parses a file once, however many laws ask. */
export const readingOf = (path: string, text: string): Reading => {
  const key = `${path}\n${text}`
  const known = readings.get(key)
  if (known) return known
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: string[] = []
  const strings: { text: string; line: number }[] = []
  const visit = (node: ts.Node): void => {
    const named =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : undefined
    if (named && ts.isStringLiteral(named) && named.text.startsWith('.'))
      imports.push(normalize(join(dirname(path), named.text)))
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      strings.push({ text: node.text, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 })
    ts.forEachChild(node, visit)
  }
  visit(source)
  const reading = { imports, strings }
  readings.set(key, reading)
  return reading
}

/** What a reader may get to see of a file, with its line: every string of a source; of a template the text, the attributes that are read and the strings in its tags. */
export const wordsShownBy = (path: string, text: string): readonly { text: string; line: number }[] => {
  if (!path.endsWith('.njk')) return readingOf(path, text).strings
  const shown: { text: string; line: number }[] = []
  const keep = (what: string, at: number) => shown.push({ text: what, line: text.slice(0, at).split('\n').length })
  const blank = (what: string) => what.replace(/[^\n]/g, ' ')
  const html = text.replace(/\{#[\s\S]*?#\}/g, blank).replace(/\{[{%][\s\S]*?[%}]\}/g, (tag, at: number) => {
    for (const string of tag.matchAll(/"([^"]*)"|'([^']*)'/g)) keep(string[1] ?? string[2] ?? '', at + string.index)
    return blank(tag)
  })
  const prose = html.replace(/<[^>]*>/g, (tag, at: number) => {
    for (const read of tag.matchAll(/\b(?:alt|title|placeholder|value|aria-label)="([^"]*)"/g))
      keep(read[1] ?? '', at + read.index)
    return blank(tag)
  })
  let at = 0
  for (const line of prose.split('\n')) {
    if (line.trim() !== '') keep(line, at)
    at += line.length + 1
  }
  return shown
}
