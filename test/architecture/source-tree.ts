import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import ts from 'typescript'

/** The sources and migrations as text by path; what the laws read, so that a violation can be planted without touching the disk. */
export type Tree = ReadonlyMap<string, string>

/** Reads `src/**.ts` and `migrations/*.sql` of a checkout. */
export const readTree = (root: string): Tree => {
  const tree = new Map<string, string>()
  const walk = (dir: string) => {
    for (const name of readdirSync(dir)) {
      const path = join(dir, name)
      if (statSync(path).isDirectory()) walk(path)
      else if (/\.(ts|sql)$/.test(name)) tree.set(relative(root, path), readFileSync(path, 'utf8'))
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
