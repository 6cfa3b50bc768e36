import nunjucks from 'nunjucks'

/** What nunjucks keeps of a template and of the engine it belongs to. */
interface Compiled {
  readonly path: string
  readonly tmplStr?: string
  tmplProps?: Record<string, unknown>
  readonly blocks: Record<string, unknown>
  readonly rootRenderFunc: unknown
  _compile(): void
}

/**
 * Each house has template engines of its own, as each clock does, but a template's compiled text is the same in all of them: the tests compile each text
 * once. A text that has changed, or stands in another file, is another one.
 */
const once = Symbol.for('keepitlocal.templates-once')
const template = nunjucks.Template.prototype as unknown as Compiled & { [once]?: true }
if (!template[once]) {
  const compile = template._compile
  const compiled = new Map<string, Record<string, unknown>>()
  template[once] = true
  template._compile = function (this: Compiled) {
    const key = `${this.path}\n${this.tmplStr}`
    const known = compiled.get(key)
    if (known) this.tmplProps = known
    compile.call(this)
    const blocks = Object.entries(this.blocks).map(([name, draw]) => [`b_${name}`, draw])
    compiled.set(key, { root: this.rootRenderFunc, ...Object.fromEntries(blocks) })
  }
}
