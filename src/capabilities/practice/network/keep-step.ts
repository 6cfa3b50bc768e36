/** What a council does about a recommendation: who owns it, what is done, and what shows it. */
import { Type } from 'typebox'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { councilToKeep } from './keep-entry.ts'
import { listSteps, type SaidStep, saveStep, stepStates } from './recommendation-store.ts'

const text = (most: number) =>
  Type.Union([Type.String({ maxLength: most }), Type.Null()], {
    mend: `Say it in up to ${most.toLocaleString('en-GB')} characters`,
  })

const Which = { councilId: Type.String({ format: 'uuid' }), number: Type.Integer({ minimum: 1, maximum: 10 }) }

/** Nothing said yet. */
export const emptyStep: SaidStep = {
  state: 'not started',
  owner: null,
  action: null,
  evidence: null,
  document: null,
  byOn: null,
}

const said = ({ state, owner, action, evidence, document, byOn }: SaidStep): SaidStep => ({
  ...{ state, owner, action, evidence, document, byOn },
})

/** Writes down what is done about a recommendation. */
export const keepStep = command({
  name: 'practice.keep-step',
  allow: 'practice.record',
  input: Type.Object({
    ...Which,
    state: Type.Enum(Object.keys(stepStates), { mend: 'Choose how it stands' }),
    owner: text(120),
    action: text(2000),
    evidence: text(2000),
    document: text(500),
    byOn: Type.Union([Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }), Type.Null()], { mend: 'Enter the day' }),
  }),
  async run(tx, input) {
    const { councilId, number } = input
    const council = await councilToKeep(tx, councilId)
    if ('refused' in council) return council
    const step = said(input as unknown as SaidStep)
    if (step.state !== 'not started' && !step.owner)
      return refuse('nobody-owns', 'Say who owns this, once it is under way.', 'owner')
    if (step.state === 'done' && !step.evidence && !step.document)
      return refuse('nothing-shows', 'Say what shows that it is done, or where that can be read.', 'evidence')
    const before = (await listSteps(tx, councilId)).find(each => each.number === number)
    await saveStep(tx, councilId, number, step, before ? said(before) : emptyStep)
    return { recordId: councilId }
  },
})

/** Goes back to what stood there before the last change; doing it twice goes forward again. */
export const undoStep = command({
  name: 'practice.undo-step',
  allow: 'practice.record',
  input: Type.Object(Which),
  async run(tx, { councilId, number }) {
    const council = await councilToKeep(tx, councilId)
    if ('refused' in council) return council
    const step = (await listSteps(tx, councilId)).find(each => each.number === number)
    if (!step?.was) return refuse('nothing-before', 'There is nothing to go back to.')
    await saveStep(tx, councilId, number, said(step.was), said(step))
    return { recordId: councilId }
  },
})
